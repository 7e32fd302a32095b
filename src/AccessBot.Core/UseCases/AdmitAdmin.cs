using System.Globalization;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Lets admins, and nobody else, look at what a browser shows, by who OneLogin says that they are.</summary>
/// <remarks>
/// Who is an admin is decided as for <c>/access who</c>, of the Slack user whom the OneLogin user is linked to. Slack or OneLogin being away is
/// an exception (<see cref="WorkspaceUnavailableException"/>, <see cref="RoleDirectoryException"/>) and lets nobody in.
/// </remarks>
public sealed class AdmitAdmin
{
    /// <summary>How old the answer may be that somebody who has signed in is let in by: a page asks for a dozen things at once, and for its numbers every two seconds. Other rules count at once.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(10);

    private const string Where = "dashboard";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly RulesInForce rules;
    private readonly Standings standings;
    private readonly IWorkspaceDirectory slack;
    private readonly IRoleDirectory oneLogin;
    private readonly IPersonStore people;
    private readonly Identities identities;
    private readonly IdentitySettings settings;
    private readonly IRequestStore store;
    private readonly TimeProvider clock;
    private readonly FreshAnswers<(long Account, RulesEdition Rules), Refusal?> visits;

    /// <summary>Sets up what is kept.</summary>
    public AdmitAdmin(
        RulesInForce rules, Standings standings, IWorkspaceDirectory slack, IRoleDirectory oneLogin, IPersonStore people, Identities identities,
        IdentitySettings settings, IRequestStore store, TimeProvider clock)
    {
        (this.rules, this.standings, this.slack, this.oneLogin, this.people) = (rules, standings, slack, oneLogin, people);
        (this.identities, this.settings, this.store, this.clock) = (identities, settings, store, clock);
        visits = new(FreshFor, Longest, clock, (visit, cancel) => VisitAsync(visit.Account, visit.Rules.Rules, cancel));
    }

    /// <summary>Judges somebody whom OneLogin has just signed in, and writes down what came of it.</summary>
    /// <param name="subject">Whom OneLogin says it is: the id of a user, if it is a number.</param>
    /// <param name="email">The address that it says of them, to find them by if that is not so.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The OneLogin user, or why they are not let in.</returns>
    public async Task<(long? Account, Refusal? No)> SignInAsync(string subject, string? email, CancellationToken cancel)
    {
        var (account, user) = await FindAsync(subject, email, cancel);
        var (by, no) = await JudgeAsync(user, rules.Current, cancel);
        await WriteAsync(account, by, no, cancel);
        return (no is null ? account : null, no);
    }

    /// <summary>Whether somebody who has signed in is still let in; a refusal is written down, once for as long as the answer is good.</summary>
    /// <param name="account">The OneLogin user.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task<Refusal?> VisitAsync(long account, CancellationToken cancel) => visits.GetAsync((account, rules.Edition), cancel);

    private static Actor Nobody => new(Person: null, "somebody", Where);

    private async Task<Refusal?> VisitAsync(long account, AccessRules inForce, CancellationToken cancel)
    {
        var (by, no) = await JudgeAsync(await oneLogin.ReadUserAsync(account, cancel), inForce, cancel);
        if (no is not null)
        {
            await WriteAsync(account, by, no, cancel);
        }

        return no;
    }

    /// <remarks>A number is taken for the id of a user only if that user has the address, where one is said: it might be a number of another kind, and so somebody else's.</remarks>
    private async Task<(long? Account, DirectoryUser? User)> FindAsync(string subject, string? email, CancellationToken cancel)
    {
        long? id = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var user = id is { } known ? await oneLogin.ReadUserAsync(known, cancel) : null;
        if (string.IsNullOrWhiteSpace(email) || string.Equals(user?.Email, email, StringComparison.OrdinalIgnoreCase))
        {
            return (id, user);
        }

        user = await oneLogin.FindByEmailAsync(email, cancel) is [var one] ? one : null;
        return (user?.Id, user);
    }

    private async Task<(Actor By, Refusal? No)> JudgeAsync(DirectoryUser? user, AccessRules inForce, CancellationToken cancel)
    {
        var (who, unlinked) = user is null ? (null, Refusals.OwnAccountUnknown()) : await InSlackAsync(user, cancel);
        if (who is not { } person)
        {
            return (Nobody, unlinked);
        }

        var standing = await standings.NowAsync(person, flow: null, inForce, requester: null, cancel);
        return (
            new Actor(person, standing.User.Name, Where),
            user!.IsActive ? inForce.MayOversee(standing) : Refusals.OwnAccountInactive(user.Trouble ?? "it is not active"));
    }

    /// <summary>The Slack user of a OneLogin user: by the link that there is, or by one that is made now as it is for everybody, by the same address.</summary>
    private async Task<(SlackUserId? Who, Refusal? No)> InSlackAsync(DirectoryUser user, CancellationToken cancel)
    {
        if (await people.FindAsync(user.Id, cancel) is { } known)
        {
            return (known.SlackUser, null);
        }

        var mend = settings.Mend;
        if (user.Email is null || await slack.FindByEmailAsync(user.Email, cancel) is not { IsBot: false, IsOutsider: false } found)
        {
            return (null, Refusals.OwnAccountNotLinked(mend));
        }

        var (link, no) = await identities.ResolveAsync(found, cancel);
        return link is null ? (null, no) : link.OneLoginUser == user.Id ? (link.SlackUser, null) : (null, Refusals.OwnAccountOfAnother(mend));
    }

    private Task WriteAsync(long? account, Actor by, Refusal? no, CancellationToken cancel) => store.AppendAsync(
        by.Person is { } person ? $"person/{person}" : Where, no is null ? AuditAction.SignedIn : AuditAction.Refused, by, clock.GetUtcNow(),
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["asked"] = Where,
            ["codes"] = no?.Code.ToString(),
            ["oneLoginUser"] = account?.ToString(CultureInfo.InvariantCulture),
        },
        cancel);
}
