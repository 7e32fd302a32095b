using System.Globalization;
using System.Net;
using System.Text.Json;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.OneLogin;

/// <summary>OneLogin's users and roles over its API version 2.</summary>
/// <remarks>
/// <para>The credential can change anything in the tenant: OneLogin has no narrower scope for roles ("Working with API
/// Credentials"). What keeps AccessBot to its roles is here. An add is refused, before any call, for a role that today's rules
/// don't name. A remove is not, because it must still work when a target was taken out of the rules while somebody holds it;
/// it takes a <see cref="Membership"/>, which its caller reads from the row of a grant.</para>
/// <para>Roles are never written whole (<c>PUT /api/2/roles/{id}</c>): that replaces everybody in them.</para>
/// </remarks>
internal sealed partial class OneLoginDirectory(
    OneLoginApi api, RulesInForce rules, ILogger<OneLoginDirectory> log) : IRoleDirectory
{
    private const int Walks = 3;

    private readonly OneLoginList list = new(api);

    public async Task<IReadOnlyList<DirectoryUser>> FindByEmailAsync(string email, CancellationToken cancel)
    {
        const string Purpose = "find a user by e-mail";

        // In a filter "*" stands for anything ("Using Query Parameters") and "!" negates (the same page of version 1).
        if (string.IsNullOrWhiteSpace(email) || email.AsSpan().ContainsAny('*', '!'))
        {
            return [];
        }

        var found = new Dictionary<long, DirectoryUser>();
        await list.ReadAsync("users", $"email={Uri.EscapeDataString(email)}", Visit, Purpose, cancel);
        return [.. found.Values];

        bool Visit(JsonElement item)
        {
            if (OneLoginJson.User(item, new HashSet<long>()) is { } user && string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase))
            {
                found[user.Id] = user;
            }

            return true;
        }
    }

    public async Task<DirectoryUser?> ReadUserAsync(long user, CancellationToken cancel)
    {
        var purpose = $"read user {user}";
        if (await ReadAsync($"users/{Text(user)}", purpose, cancel) is not var (json, answer))
        {
            return null;
        }

        return OneLoginJson.Roles(json) is { } roles && OneLoginJson.User(json, roles) is { } read && read.Id == user ? read : throw answer.Unreadable(purpose);
    }

    public async Task<string?> RoleNameAsync(long role, CancellationToken cancel)
    {
        var purpose = $"read role {role}";
        return await ReadAsync($"roles/{Text(role)}", purpose, cancel) is var (json, answer)
            ? OneLoginJson.Text(json, "name") ?? throw answer.Unreadable(purpose)
            : null;
    }

    public Task<bool> HoldsAsync(Membership membership, CancellationToken cancel) => membership.Privilege switch
    {
        Privilege.Admin => IsAdminAsync(membership, cancel),
        _ => IsMemberAsync(membership, cancel),
    };

    public async Task<string?> AddAsync(Membership membership, CancellationToken cancel)
    {
        if (!rules.Current.Roles.Contains(membership.Role))
        {
            throw new InvalidOperationException($"Asked to add {membership}, but the access rules name no such role. No call was made.");
        }

        var purpose = $"add {membership}";
        var answer = await api.WriteAsync(HttpMethod.Post, People(membership), membership.User, purpose, cancel);
        Log.Added(log, membership.User, membership.Role, membership.Privilege, (int)answer.Status, answer.RequestId);
        return answer.IsSuccess ? answer.RequestId : throw OneLoginRefusal.Of(answer, purpose);
    }

    public async Task<string?> RemoveAsync(Membership membership, CancellationToken cancel)
    {
        var purpose = $"remove {membership}";
        var answer = await api.WriteAsync(HttpMethod.Delete, People(membership), membership.User, purpose, cancel);
        Log.Removed(log, membership.User, membership.Role, membership.Privilege, (int)answer.Status, answer.RequestId);
        return answer.IsSuccess || IsNotThere(answer) ? answer.RequestId : throw OneLoginRefusal.Of(answer, purpose);
    }

    // What OneLogin answers for somebody who isn't in the role is documented for version 1 only ("Remove Role from User"):
    // a 400 with these words. Either way the wanted state is reached, and the caller reads back.
    private static bool IsNotThere(OneLoginAnswer answer) =>
        answer.IsMissing
        || (answer is { Status: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, IsThrottled: false, Complaint: { } complaint }
            && complaint.Contains("not included", StringComparison.OrdinalIgnoreCase));

    private static string People(Membership membership) => $"roles/{Text(membership.Role)}/{(membership.Privilege == Privilege.Admin ? "admins" : "users")}";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    // A user's own list of roles is one call, where the role's list of users may be many pages.
    private async Task<bool> IsMemberAsync(Membership membership, CancellationToken cancel) =>
        await ReadUserAsync(membership.User, cancel) is { } user && user.Roles.Contains(membership.Role);

    private async Task<bool> IsAdminAsync(Membership membership, CancellationToken cancel)
    {
        var purpose = $"read the admins of role {membership.Role}";
        for (var walk = 1; walk <= Walks; walk++)
        {
            var end = await list.ReadAsync(People(membership), "", item => Id(item) != membership.User, purpose, cancel);
            if (end != OneLoginList.End.Moved)
            {
                return end == OneLoginList.End.Enough;
            }
        }

        throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose}, and they changed each time they were read.");

        // An item that can't be read might be the one: better no answer than a wrong "no".
        long Id(JsonElement item) => item.ValueKind == JsonValueKind.Object && OneLoginJson.Id(item, "id") is { } id ? id
            : throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose} and listed one without an id.");
    }

    private async Task<(JsonElement Json, OneLoginAnswer Answer)?> ReadAsync(string path, string purpose, CancellationToken cancel)
    {
        var answer = await api.ReadAsync(path, purpose, cancel);
        return answer switch
        {
            { IsSuccess: true } => (answer.Json(JsonValueKind.Object, purpose), answer),
            { IsMissing: true } => null,
            _ => throw OneLoginRefusal.Of(answer, purpose),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Told OneLogin to add user {User} to role {Role} as {Privilege}: {Status}, x-request-id {RequestId}.")]
        public static partial void Added(ILogger logger, long user, long role, Privilege privilege, int status, string? requestId);

        [LoggerMessage(Level = LogLevel.Information, Message = "Told OneLogin to remove user {User} from role {Role} as {Privilege}: {Status}, x-request-id {RequestId}.")]
        public static partial void Removed(ILogger logger, long user, long role, Privilege privilege, int status, string? requestId);
    }
}
