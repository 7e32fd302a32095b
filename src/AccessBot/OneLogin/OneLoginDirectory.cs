using System.Globalization;
using System.Net;
using System.Text.Json;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OneLogin;

/// <summary>OneLogin's users and roles over its API version 2.</summary>
/// <remarks>
/// <para>The credential can change anything in the tenant: OneLogin has no narrower scope for roles ("Working with API
/// Credentials"). What keeps AccessBot to its roles is here. An add is refused, before any call, for a role that today's rules
/// don't name. A remove is not, because it must still work when a target was taken out of the rules while somebody holds it;
/// its caller takes role and users from the rows of grants.</para>
/// <para>Roles are never written whole (<c>PUT /api/2/roles/{id}</c>): that replaces everybody in them.</para>
/// </remarks>
internal sealed partial class OneLoginDirectory(
    OneLoginApi api, RulesInForce rules, IOptionsMonitor<OneLoginOptions> options, ILogger<OneLoginDirectory> log) : IRoleDirectory
{
    /// <summary>A list of several pages shows no single moment: two walks that nothing disturbed are believed, of so many.</summary>
    private const int Walks = 5;

    /// <summary>Up to so many users are read one by one, whatever the role's size.</summary>
    private const int Few = 2;

    private readonly OneLoginList list = new(api);

    public int MostPerCall => options.CurrentValue.UsersPerCall;

    public Task<IReadOnlyList<DirectoryUser>> FindByEmailAsync(string email, CancellationToken cancel) => FindByEmailAsync(list, email, cancel);

    internal static async Task<IReadOnlyList<DirectoryUser>> FindByEmailAsync(OneLoginList by, string email, CancellationToken cancel)
    {
        const string Purpose = "find a user by e-mail";

        // In a filter "*" stands for anything ("Using Query Parameters") and "!" negates (the same page of version 1).
        if (string.IsNullOrWhiteSpace(email) || email.AsSpan().ContainsAny('*', '!'))
        {
            return [];
        }

        var found = new Dictionary<long, DirectoryUser>();
        await by.ReadAsync("users", $"email={Uri.EscapeDataString(email)}", Visit, Purpose, cancel);
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

    public Task<DirectoryUser?> ReadUserAsync(long user, CancellationToken cancel) => ReadUserAsync(api, user, cancel);

    internal static async Task<DirectoryUser?> ReadUserAsync(OneLoginApi by, long user, CancellationToken cancel)
    {
        var purpose = $"read user {user}";
        if (await ReadAsync(by, $"users/{Text(user)}", purpose, cancel) is not var (json, answer))
        {
            return null;
        }

        return OneLoginJson.Roles(json) is { } roles && OneLoginJson.User(json, roles) is { } read && read.Id == user ? read : throw answer.Unreadable(purpose);
    }

    public async Task<string?> RoleNameAsync(long role, CancellationToken cancel)
    {
        var purpose = $"read role {role}";
        return await ReadAsync(api, $"roles/{Text(role)}", purpose, cancel) is var (json, answer)
            ? OneLoginJson.Text(json, "name") ?? throw answer.Unreadable(purpose)
            : null;
    }

    public async Task<bool> HoldsAsync(Membership membership, CancellationToken cancel) =>
        (await HoldersAsync(api, membership.Role, membership.Privilege, [membership.User], cancel)).Count > 0;

    public Task<IReadOnlySet<long>> HoldersAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        HoldersAsync(api.Ahead, role, privilege, users, cancel);

    public async Task<Addition> AddAsync(Membership membership, CancellationToken cancel)
    {
        if (!rules.Current.Roles.Contains(membership.Role))
        {
            throw new InvalidOperationException($"Asked to add {membership}, but the access rules name no such role. No call was made.");
        }

        var purpose = $"add {membership}";
        var answer = await api.WriteAsync(HttpMethod.Post, People(membership.Role, membership.Privilege), [membership.User], purpose, cancel);
        Log.Added(log, membership.User, membership.Role, membership.Privilege, (int)answer.Status, answer.RequestId);
        return answer.IsSuccess ? new Addition(answer.RequestId, answer.MayComeLate) : throw OneLoginRefusal.Of(answer, purpose);
    }

    public async Task<string?> RemoveAsync(long role, Privilege privilege, IReadOnlyList<long> users, CancellationToken cancel)
    {
        var purpose = users.Count == 1 ? $"remove {new Membership(users[0], role, privilege)}" : $"remove {users.Count} users from role {role}";
        var answer = await api.Ahead.WriteAsync(HttpMethod.Delete, People(role, privilege), users, purpose, cancel);
        Log.Removed(log, users.Count, users[0], role, privilege, (int)answer.Status, answer.RequestId);

        // Of several, the call may have been refused for one, and was then for all.
        return answer.IsSuccess || (users.Count == 1 && IsNotThere(answer)) ? answer.RequestId : throw OneLoginRefusal.Of(answer, purpose);
    }

    public async Task EndSessionsAsync(long user, CancellationToken cancel)
    {
        var purpose = $"end the sessions of user {user}";
        var answer = await api.PutFirstVersionAsync($"users/{Text(user)}/logout", purpose, cancel);
        if (!answer.IsSuccess && !answer.IsMissing)
        {
            throw OneLoginRefusal.Of(answer, purpose);
        }
    }

    public async Task<RoleReading> ReadRoleAsync(long role, Privilege privilege, Func<IReadOnlyList<RoleMember>, Task> visit, CancellationToken cancel)
    {
        var page = new List<RoleMember>();
        var end = await list.ReadAsync(People(role, privilege), "", Visit, $"read who is in role {role}", cancel, pageRead: async () =>
        {
            await visit(page);
            page.Clear();
        });
        return end switch
        {
            OneLoginList.End.Missing => RoleReading.Missing,
            OneLoginList.End.Moved => RoleReading.Disturbed,
            _ => RoleReading.Whole,
        };

        bool Visit(JsonElement item)
        {
            if (OneLoginJson.Member(item) is { } member)
            {
                page.Add(member);
            }

            return true;
        }
    }

    // What OneLogin answers for somebody who isn't in the role is documented for version 1 only ("Remove Role from User"):
    // a 400 with these words. Either way the wanted state is reached, and the caller reads back.
    private static bool IsNotThere(OneLoginAnswer answer) =>
        answer.IsMissing
        || (answer is { Status: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, IsThrottled: false, Complaint: { } complaint }
            && complaint.Contains("not included", StringComparison.OrdinalIgnoreCase));

    private static string People(long role, Privilege privilege) => $"roles/{Text(role)}/{(privilege == Privilege.Admin ? "admins" : "users")}";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// By the role's list where that is short, by each user's own list of roles where it is long. Somebody whom a walk through
    /// several pages missed, since they shift when others leave, would count as gone: it takes two walks to say so.
    /// </summary>
    private async Task<IReadOnlySet<long>> HoldersAsync(
        OneLoginApi by, long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel)
    {
        if (privilege == Privilege.Member && users.Count <= Few)
        {
            return await EachAsync(by, role, users, cancel);
        }

        var purpose = $"read who is in role {role}";
        var people = new OneLoginList(by);
        var wanted = users.ToHashSet();
        var held = new HashSet<long>();
        var undisturbed = 0;
        for (var walk = 1; walk <= Walks && undisturbed < 2; walk++)
        {
            switch (await people.ReadAsync(People(role, privilege), "", Visit, purpose, cancel, MostPages(privilege, users.Count)))
            {
                case OneLoginList.End.Missing:
                    return new HashSet<long>();
                case OneLoginList.End.Enough or OneLoginList.End.ReadAtOnce:
                    return held;
                case OneLoginList.End.TooLong:
                    return await EachAsync(by, role, users, cancel);
                case OneLoginList.End.Read:
                    undisturbed++;
                    break;
            }
        }

        return undisturbed == 2 ? held
            : throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose}, and they changed each time they were read.");

        bool Visit(JsonElement item)
        {
            // An item that can't be read might be the one: better no answer than a wrong "no".
            var id = item.ValueKind == JsonValueKind.Object && OneLoginJson.Id(item, "id") is { } known ? known
                : throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose} and listed one without an id.");
            if (wanted.Contains(id))
            {
                held.Add(id);
            }

            return held.Count < wanted.Count;
        }
    }

    /// <summary>Two walks must be fewer calls than one for each user. A role's admins are not in their own lists of roles: for them there is only the walk.</summary>
    private static int? MostPages(Privilege privilege, int users) => privilege == Privilege.Admin ? null : Math.Max(1, users / 2);

    private static async Task<IReadOnlySet<long>> EachAsync(OneLoginApi by, long role, IReadOnlyCollection<long> users, CancellationToken cancel)
    {
        var read = await Task.WhenAll(users.Select(user => ReadUserAsync(by, user, cancel)));
        return read.Where(user => user?.Roles.Contains(role) == true).Select(user => user!.Id).ToHashSet();
    }

    private static async Task<(JsonElement Json, OneLoginAnswer Answer)?> ReadAsync(OneLoginApi by, string path, string purpose, CancellationToken cancel)
    {
        var answer = await by.ReadAsync(path, purpose, cancel);
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

        [LoggerMessage(Level = LogLevel.Information, Message = "Told OneLogin to remove {Count} users, the first {User}, from role {Role} as {Privilege}: {Status}, x-request-id {RequestId}.")]
        public static partial void Removed(ILogger logger, int count, long user, long role, Privilege privilege, int status, string? requestId);
    }
}
