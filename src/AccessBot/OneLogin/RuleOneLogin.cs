using System.Globalization;
using System.Text.Json;
using AccessBot.Core;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;

namespace AccessBot.OneLogin;

/// <summary>OneLogin for rules in C#: it reads only, and all else that AccessBot asks OneLogin goes before it.</summary>
internal sealed class RuleOneLogin : IRuleOneLogin
{
    /// <summary>A walk through many pages goes on for those who ask next, after the rule that began it has run out of time.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    /// <summary>What "List Roles" says is the most; OneLogin's OpenAPI says 100.</summary>
    private const int RolesPerPage = 650;

    /// <summary>A list that changes each time that it is read is given up after so many.</summary>
    private const int Walks = 3;

    private readonly OneLoginApi api;
    private readonly FreshAnswers<string, IReadOnlyList<RuleRole>> roles;
    private readonly FreshAnswers<long, DirectoryUser?> users;
    private readonly FreshAnswers<string, IReadOnlyList<long>> byEmail;
    private readonly FreshAnswers<long, IReadOnlyList<long>> members;
    private readonly FreshAnswers<long, bool> known;

    public RuleOneLogin(OneLoginApi api, TimeProvider clock)
    {
        this.api = api.Last;
        roles = Kept<string, IReadOnlyList<RuleRole>>((_, cancel) => ReadRolesAsync(cancel));
        users = Kept<long, DirectoryUser?>((user, cancel) => OneLoginDirectory.ReadUserAsync(this.api, user, cancel));
        byEmail = Kept<string, IReadOnlyList<long>>(async (email, cancel) =>
            [.. (await OneLoginDirectory.FindByEmailAsync(new OneLoginList(this.api), email, cancel)).Select(user => user.Id)]);
        members = Kept<long, IReadOnlyList<long>>(ReadMembersAsync);
        known = Kept<long, bool>(IsRoleAsync);

        FreshAnswers<TQuestion, TAnswer> Kept<TQuestion, TAnswer>(Func<TQuestion, CancellationToken, Task<TAnswer>> ask)
            where TQuestion : notnull => new(FreshFor, Longest, clock, (question, cancel) => TranslateAsync(() => ask(question, cancel)));
    }

    public async Task<IReadOnlyList<RuleRole>> ListRolesAsync(string? nameContains, CancellationToken cancel)
    {
        var all = await roles.GetAsync("", cancel);
        return string.IsNullOrEmpty(nameContains) ? all : [.. all.Where(role => role.Name.Contains(nameContains, StringComparison.OrdinalIgnoreCase))];
    }

    public async Task<RuleOneLoginUser?> GetUserInfoAsync(long user, CancellationToken cancel) => await users.GetAsync(user, cancel) is { } found
        ? new RuleOneLoginUser(found.Id, found.Email, found.IsActive) { Name = found.Name, Roles = found.Roles, Manager = found.Manager }
        : null;

    public Task<IReadOnlyList<long>> UsersByEmailAsync(string email, CancellationToken cancel) => byEmail.GetAsync(email.ToUpperInvariant(), cancel);

    public Task<IReadOnlyList<long>> UsersInRoleAsync(long role, CancellationToken cancel) => members.GetAsync(role, cancel);

    /// <remarks>By the user's own list of roles, which is one call however large the role is.</remarks>
    public async Task<bool> IsUserInRoleAsync(RulePerson person, long role, CancellationToken cancel)
    {
        if (person.OneLoginUser is { } user && (await users.GetAsync(user, cancel))?.Roles.Contains(role) == true)
        {
            return true;
        }

        return await known.GetAsync(role, cancel) ? false : throw NoSuchRole(role);
    }

    private async Task<IReadOnlyList<RuleRole>> ReadRolesAsync(CancellationToken cancel)
    {
        try
        {
            return await ReadRolesAsync(RolesPerPage, cancel);
        }
        catch (RoleDirectoryException e) when (e.Fault == RoleDirectoryFault.Rejected)
        {
            return await ReadRolesAsync(OneLoginList.UsualPage, cancel);
        }
    }

    private async Task<IReadOnlyList<RuleRole>> ReadRolesAsync(int pageSize, CancellationToken cancel)
    {
        const string Purpose = "list its roles";
        var found = await WalkAsync("roles", pageSize, Purpose, json => new RuleRole(IdOf(json, Purpose), OneLoginJson.Text(json, "name") ?? ""), role => role.Id, cancel);
        return found ?? throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {Purpose} and says that it has no such list.");
    }

    private async Task<IReadOnlyList<long>> ReadMembersAsync(long role, CancellationToken cancel)
    {
        var purpose = $"read who is in role {role}";
        var path = string.Create(CultureInfo.InvariantCulture, $"roles/{role}/users");
        return await WalkAsync(path, OneLoginList.UsualPage, purpose, json => IdOf(json, purpose), id => id, cancel) ?? throw NoSuchRole(role);
    }

    private async Task<bool> IsRoleAsync(long role, CancellationToken cancel)
    {
        var purpose = $"read role {role}";
        var answer = await api.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"roles/{role}"), purpose, cancel);
        if (!answer.IsMissing && !answer.IsSuccess)
        {
            throw OneLoginRefusal.Of(answer, purpose);
        }

        return answer.IsSuccess && answer.Json(JsonValueKind.Object, purpose).EnumerateObject().Any();
    }

    /// <summary>All of a list, each item once; null if OneLogin has no such list.</summary>
    private async Task<IReadOnlyList<T>?> WalkAsync<T>(
        string path, int pageSize, string purpose, Func<JsonElement, T> read, Func<T, long> id, CancellationToken cancel)
    {
        var list = new OneLoginList(api, pageSize);
        for (var walk = 1; walk <= Walks; walk++)
        {
            var found = new Dictionary<long, T>();
            switch (await list.ReadAsync(path, "", Visit, purpose, cancel))
            {
                case OneLoginList.End.Missing:
                    return null;
                case OneLoginList.End.Read or OneLoginList.End.ReadAtOnce:
                    return [.. found.Values];
            }

            bool Visit(JsonElement json)
            {
                var item = read(json);
                found[id(item)] = item;
                return true;
            }
        }

        throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose}, and they changed each time they were read.");
    }

    /// <remarks>An item that can't be read might be the one: better no answer than a wrong one.</remarks>
    private static long IdOf(JsonElement item, string purpose) => item.ValueKind == JsonValueKind.Object && OneLoginJson.Id(item, "id") is { } id
        ? id
        : throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose} and listed one without an id.");

    private static RuleServiceException NoSuchRole(long role) => new("OneLogin:NOT_FOUND", $"OneLogin has no role {role}.");

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RoleDirectoryException e)
        {
            throw new RuleServiceException($"OneLogin:{CodeOf(e.Fault)}", e.Message, e);
        }
        catch (OperationCanceledException e)
        {
            throw new RuleServiceException("OneLogin:UNAVAILABLE", $"OneLogin does not answer within {Longest.TotalMinutes:0} minutes.", e);
        }
    }

    private static string CodeOf(RoleDirectoryFault fault) => fault switch
    {
        RoleDirectoryFault.Misconfigured => "AUTH_FAILED",
        RoleDirectoryFault.NotFound => "NOT_FOUND",
        RoleDirectoryFault.Rejected => "REJECTED",
        _ => "UNAVAILABLE",
    };
}
