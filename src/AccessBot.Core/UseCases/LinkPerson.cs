using System.Globalization;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>An admin says who somebody in Slack is in OneLogin, where their addresses don't.</summary>
/// <remarks>What was given stays as it is: a request ends for the OneLogin user whom it was made for, whoever is linked to them by then.</remarks>
public sealed class LinkPerson(
    RulesInForce rules, IWorkspaceDirectory slack, IRoleDirectory oneLogin, IPersonStore people, IRequestStore store, Standings standings, TimeProvider clock)
{
    /// <summary>Whether somebody in Slack may do this; a refusal is written down.</summary>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say.</exception>
    public async Task<(Actor By, Refusal? Refusal)> JudgeAsync(SlackUserId who, string where, string what, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var standing = await standings.NowAsync(who, flow: null, inForce, requester: null, cancel);
        var by = new Actor(who, standing.User.Name, where);
        var refusal = inForce.MayLink(standing);
        if (refusal is not null)
        {
            await store.AppendAsync($"person/{who}", AuditAction.Refused, by, clock.GetUtcNow(), Detail(("codes", refusal.Code.ToString()), ("asked", what)), cancel);
        }

        return (by, refusal);
    }

    /// <summary>Links somebody, in place of the link that they have only if that is said.</summary>
    /// <param name="by">Who says so, and may.</param>
    /// <param name="who">Slack id, or the address of the Slack profile.</param>
    /// <param name="whom">OneLogin id, or the address of the account.</param>
    /// <param name="replaces">Whether a link that is there is to be replaced.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Both, by name, or why not.</returns>
    public async Task<(LinkedPair? Pair, Refusal? Refusal)> LinkAsync(
        Actor by, string who, string whom, bool replaces, CancellationToken cancel)
    {
        if (await InSlackAsync(who, cancel) is not { IsBot: false, IsOutsider: false } user)
        {
            return (null, Refusals.NobodyInSlack(who));
        }

        if (await InOneLoginAsync(whom, cancel) is not { } account)
        {
            return (null, Refusals.NobodyInOneLogin(whom));
        }

        if (await people.FindAsync(account.Id, cancel) is { } owner && owner.SlackUser != user.Id)
        {
            return (null, await TakenAsync(account, owner, cancel));
        }

        var now = clock.GetUtcNow();
        var link = new Person(user.Id, account.Id, user.Email ?? "", now);
        var known = await people.FindAsync(user.Id, cancel) ?? await people.LinkAsync(link, cancel);
        if (known is null || (known.OneLoginUser != account.Id && !replaces))
        {
            return (null, known is null
                ? Refusals.LinkedToAnother(InWords(account), "who was quicker")
                : Refusals.AlreadyLinked(user.Name, $"OneLogin user {Number(known.OneLoginUser)}"));
        }

        // Also where it is the same one: then it is by the address of now.
        if (!ReferenceEquals(known, link) && !await people.ReplaceAsync(link, cancel))
        {
            return (null, Refusals.LinkedToAnother(InWords(account), "who was quicker"));
        }

        var before = ReferenceEquals(known, link) || known.OneLoginUser == account.Id ? (long?)null : known.OneLoginUser;
        await store.AppendAsync($"person/{user.Id}", AuditAction.Linked, by, now, Detail(("oneLoginUser", Number(account.Id)), ("replaced", before is { } old ? Number(old) : null)), cancel);
        return (new LinkedPair(user, account, before), null);
    }

    /// <summary>Undoes somebody's link: they are linked anew, by their address, when they next ask.</summary>
    /// <returns>Whose it was, or why not.</returns>
    public async Task<(Person? Person, Refusal? Refusal)> UnlinkAsync(Actor by, string who, CancellationToken cancel)
    {
        // Somebody who has left Slack may be linked still.
        var id = SlackUserId.TryParse(who, out var given) ? given : (await InSlackAsync(who, cancel))?.Id;
        if (id is not { } found)
        {
            return (null, Refusals.NobodyInSlack(who));
        }

        if (await people.FindAsync(found, cancel) is not { } known || !await people.UnlinkAsync(found, cancel))
        {
            return (null, Refusals.NothingToUnlink(who));
        }

        await store.AppendAsync($"person/{found}", AuditAction.Unlinked, by, clock.GetUtcNow(), Detail(("oneLoginUser", Number(known.OneLoginUser))), cancel);
        return (known, null);
    }

    private Task<WorkspaceUser?> InSlackAsync(string who, CancellationToken cancel) =>
        SlackUserId.TryParse(who, out var id) ? slack.ReadUserAsync(id, cancel)
        : who.Contains('@', StringComparison.Ordinal) ? slack.FindByEmailAsync(who, cancel)
        : Task.FromResult<WorkspaceUser?>(null);

    private async Task<DirectoryUser?> InOneLoginAsync(string whom, CancellationToken cancel) =>
        long.TryParse(whom, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await oneLogin.ReadUserAsync(id, cancel)
        : await oneLogin.FindByEmailAsync(whom, cancel) is [var one] ? one
        : null;

    private async Task<Refusal> TakenAsync(DirectoryUser account, Person owner, CancellationToken cancel) =>
        Refusals.LinkedToAnother(InWords(account), (await slack.ReadUserAsync(owner.SlackUser, cancel))?.Name is { } name ? $"{name} ({owner.SlackUser})" : $"{owner.SlackUser}");

    private static string InWords(DirectoryUser account) => $"{(account.Name.Length > 0 ? account.Name : "OneLogin user")} ({Number(account.Id)})";

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Detail(params (string Key, string? Value)[] detail) => detail.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);
}
