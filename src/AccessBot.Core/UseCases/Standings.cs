using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Asks Slack and OneLogin who somebody is now, as far as a flow's rules depend on it.</summary>
public sealed class Standings(IWorkspaceDirectory slack, IRoleDirectory oneLogin, IOnCallDirectory onCall, Identities identities, Addresses addresses, RuleMatters matters, TimeProvider clock)
{
    /// <summary>How old an answer may be that stands in for one that Slack doesn't give, where that is allowed at all.</summary>
    public static readonly TimeSpan RecentFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(SlackUserId Who, string? Flow, long? Requester), (Standing Standing, IReadOnlySet<Principal> Asked, DateTimeOffset At)> recent = new();

    /// <summary>Who somebody is now.</summary>
    /// <param name="who">The person.</param>
    /// <param name="flow">The flow whose rules will ask; null if they don't have it any more and only admins matter.</param>
    /// <param name="rules">The rules that the flow is from.</param>
    /// <param name="requester">
    /// The requester's OneLogin user, whose manager may be asked for; null when the person is the requester, <see cref="Request.NoOneLoginUser"/>
    /// when that is not known.
    /// </param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say.</exception>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say.</exception>
    public Task<Standing> NowAsync(SlackUserId who, Flow? flow, AccessRules rules, long? requester, CancellationToken cancel) =>
        NowAsync((who, requester), flow, rules, Lists(cancel), matters.Nothing(rules, cancel), cancel);

    /// <inheritdoc cref="NowAsync(SlackUserId, Flow?, AccessRules, long?, CancellationToken)"/>
    internal Task<Standing> NowAsync(SlackUserId who, Flow? flow, AccessRules rules, long? requester, RuleMatter matter, CancellationToken cancel) =>
        NowAsync((who, requester), flow, rules, Lists(cancel), matter, cancel);

    /// <summary>Who several people are now, in their order: asked for at once, and for each list of members once.</summary>
    /// <inheritdoc cref="NowAsync(SlackUserId, Flow?, AccessRules, long?, CancellationToken)"/>
    internal Task<Standing[]> NowAsync(
        IEnumerable<(SlackUserId Who, long? Requester)> people, Flow? flow, AccessRules rules, RuleMatter matter, CancellationToken cancel)
    {
        var lists = Lists(cancel);
        return Task.WhenAll(people.Select(person => NowAsync(person, flow, rules, lists, matter, cancel)));
    }

    /// <summary>Who somebody is now, as far as it decides which flows they may ask for.</summary>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say.</exception>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say.</exception>
    public Task<Standing> AsRequesterAsync(SlackUserId who, AccessRules rules, CancellationToken cancel) =>
        AskAsync(who, rules.PrincipalsOfRequesters, requester: null, Lists(cancel), matters.Nothing(rules, cancel), cancel);

    /// <summary>
    /// Who several people are now, or were at most <see cref="RecentFor"/> ago if Slack can't say now. For the grant itself only:
    /// the approver's click was judged moments before, and Slack being away must not stop what was decided.
    /// </summary>
    /// <inheritdoc cref="NowAsync(SlackUserId, Flow?, AccessRules, long?, CancellationToken)"/>
    internal Task<Standing[]> NowOrRecentlyAsync(
        IEnumerable<(SlackUserId Who, long? Requester)> people, Flow flow, AccessRules rules, RuleMatter matter, CancellationToken cancel)
    {
        var lists = Lists(cancel);
        return Task.WhenAll(people.Select(async person =>
        {
            try
            {
                var now = await NowAsync(person, flow, rules, lists, matter, cancel);
                return now.LacksOnCall ? Recently(person, flow, rules) ?? now : now;
            }
            catch (WorkspaceUnavailableException) when (Recently(person, flow, rules) is not null)
            {
                return Recently(person, flow, rules)!;
            }
        }));
    }

    /// <summary>Lists of members to be shared by all that one step asks about.</summary>
    internal MemberLists Lists(CancellationToken cancel) => new(slack, onCall, cancel);

    /// <summary>Who somebody is now, by lists that the step has asked for already.</summary>
    internal async Task<Standing> NowAsync(
        (SlackUserId Who, long? Requester) person, Flow? flow, AccessRules rules, MemberLists lists, RuleMatter matter, CancellationToken cancel)
    {
        var asked = rules.PrincipalsOf(flow);
        var standing = await AskAsync(person.Who, asked, person.Requester, lists, matter, cancel);

        // What rules in C# say of somebody is about one request only.
        if (!standing.LacksOnCall && !asked.Any(principal => principal is Principal.Rule))
        {
            Remember((person.Who, flow?.Key, person.Requester), standing, asked);
        }

        return standing;
    }

    /// <summary>Who somebody is now, as far as these principals ask.</summary>
    internal Task<Standing> AsMeantAsync(
        (SlackUserId Who, long? Requester) person, IReadOnlySet<Principal> asked, MemberLists lists, RuleMatter matter, CancellationToken cancel) =>
        AskAsync(person.Who, asked, person.Requester, lists, matter, cancel);

    /// <remarks>Rules that came since may name others, of whom nobody knows yet.</remarks>
    private Standing? Recently((SlackUserId Who, long? Requester) person, Flow flow, AccessRules rules) =>
        recent.TryGetValue((person.Who, flow.Key, person.Requester), out var last) && clock.GetUtcNow() - last.At <= RecentFor
            && last.Asked.IsSupersetOf(rules.PrincipalsOf(flow)) ? last.Standing : null;

    private async Task<Standing> AskAsync(SlackUserId who, IReadOnlySet<Principal> asked, long? requester, MemberLists lists, RuleMatter matter, CancellationToken cancel)
    {
        // The person and the lists don't depend on each other, and each answer from Slack takes a while.
        var reading = slack.ReadUserAsync(who, cancel);
        await Task.WhenAll([reading, .. asked.Select(lists.Of), .. asked.OfType<Principal.OnCall>().Select(lists.OnCall)]);
        var user = await reading
            ?? new WorkspaceUser(who, who.Value, Email: null, IsGuest: false, IsOutsider: false, IsBot: false, IsDeactivated: true);

        // Whoever is barred altogether needs no rule to be asked.
        var isBarred = user.IsOutsider || user.IsBot || user.IsDeactivated;
        var byRules = isBarred ? [] : await Task.WhenAll(asked.OfType<Principal.Rule>().Select(async rule => (rule, Names: await matter.NamesAsync(rule, user))));
        var own = asked.Any(p => p is Principal.OneLoginRole or Principal.Manager) ? await OneLoginUserAsync(user, cancel) : null;

        var (held, unknown) = (new HashSet<Principal>(), new HashSet<Principal>());
        foreach (var principal in asked)
        {
            bool? holds = principal switch
            {
                Principal.SlackUser p => p.Id == who,
                Principal.Email p => string.Equals(p.Address, user.Email, StringComparison.OrdinalIgnoreCase),
                Principal.SlackGroup or Principal.SlackChannel => (await lists.Of(principal)).Contains(who),

                // Whoever can't be found in OneLogin, or is suspended there, has nothing by it, and doesn't escape a noneOf by it either.
                Principal.OneLoginRole p => own is { IsActive: true } ? own.Roles.Contains(p.Id) : null,
                Principal.Manager => own is { IsActive: true } && requester != Request.NoOneLoginUser
                    ? requester is { } id && (await oneLogin.ReadUserAsync(id, cancel))?.Manager == own.Id
                    : null,
                Principal.Rule p => isBarred ? null : byRules.First(answer => answer.rule == p).Names,
                Principal.OnCall p => await lists.OnCall(p) is { } rota ? await addresses.AreOfAsync(user, rota, cancel) : null,
                _ => false,
            };
            (holds switch { true => held, null => unknown, false => null })?.Add(principal);
        }

        return new Standing(user, held) { Unknown = unknown.Count == 0 ? ImmutableHashSet<Principal>.Empty : unknown };
    }

    private async Task<DirectoryUser?> OneLoginUserAsync(WorkspaceUser user, CancellationToken cancel)
    {
        if (user.IsOutsider || user.IsBot || user.IsDeactivated)
        {
            return null;
        }

        var (person, _) = await identities.ResolveAsync(user, cancel);
        return person is null ? null : await oneLogin.ReadUserAsync(person.OneLoginUser, cancel);
    }

    private void Remember((SlackUserId, string?, long?) key, Standing standing, IReadOnlySet<Principal> asked)
    {
        var now = clock.GetUtcNow();
        recent[key] = (standing, asked, now);
        if (recent.Count > 1000)
        {
            foreach (var old in recent.Where(r => now - r.Value.At > RecentFor))
            {
                recent.TryRemove(old);
            }
        }
    }
}
