using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Says what would come of somebody's asking, and why. Asks who people are as <see cref="SubmitRequest"/> does, and makes nothing of it.</summary>
/// <remarks>Whether it changes nothing is up to the stores that it is given: finding out who somebody is makes a link the first time.</remarks>
public sealed class ExplainWish(RulesInForce rules, Standings standings, Identities identities, IWorkspaceDirectory slack, IRoleDirectory oneLogin, IRequestStore store, Histories histories, RuleMatters matters, TimeProvider clock)
{
    /// <summary>The explanation, or why the question can't be understood.</summary>
    /// <param name="user">An e-mail address or a Slack id.</param>
    /// <param name="flow">A flow's key or label.</param>
    /// <param name="rest">A target, a duration, both in this order, or neither; what is missing is as the form has it at first.</param>
    /// <param name="breakGlass">Whether it is an emergency.</param>
    /// <param name="withRequests">Whether the requests that there are can be looked at.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<(ExplainedWish? Explained, string? Misunderstood)> ExecuteAsync(
        string user, string flow, IReadOnlyList<string> rest, bool breakGlass, bool withRequests, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.Flows.FirstOrDefault(f => Is(flow, f.Key, f.Label)) is not { } known)
        {
            return (null, Refusals.NothingByThatName("flow", flow, string.Join(", ", inForce.Flows.Select(f => f.Key))).Sentence);
        }

        var (wish, misunderstood) = Read(inForce, known, rest);
        if (wish is null)
        {
            return (null, misunderstood);
        }

        if (await FindAsync(user, cancel) is not { } id)
        {
            return (null, $"Slack has nobody with the address or id '{user}'. Give the e-mail address of the Slack profile, or the member ID (U…).");
        }

        // What the form has at first: the target's first privilege, and hidden fields with what they hold.
        wish = inForce.Complete(wish with { Privilege = known.FindTarget(wish.Target)?.Privileges[0], BreakGlass = breakGlass });
        var standing = await standings.NowAsync(id, known, inForce, requester: null, matters.AboutWish(inForce, id, wish, cancel), cancel);
        var outside = known.IsApprovalOnly
            ? await OutsideAsync(standing.User, known, withRequests, cancel)
            : await OutsideAsync(standing.User, inForce.Targets.GetValueOrDefault(wish.Target), wish.Privilege ?? Privilege.Member, withRequests, cancel);
        var at = withRequests ? await histories.NowAsync(known, id, wish.Target, request: null, cancel) : Circumstances.At(clock.GetUtcNow());
        var explained = inForce.Explain(wish, standing, outside, at);
        if (known.Rules.Count == 0)
        {
            return (new ExplainedWish(standing.User, known, wish, explained), null);
        }

        var outcome = explained.Ruling is Ruling.Refused ? null : await AskRulesAsync(inForce, known, wish, standing.User, cancel);
        IEnumerable<OutsideRules> said = outcome?.Said ?? known.Rules.Select(name => new OutsideRules($"rule {name}", "not asked, since others refuse it", Refusal: null));
        return (new ExplainedWish(standing.User, known, outcome?.Wish ?? wish, inForce.Explain(outcome?.Wish ?? wish, standing, [.. outside, .. said], at, outcome?.Approval)), null);
    }

    private async Task<(Wish Wish, AutoRule? Approval, IReadOnlyList<OutsideRules> Said)?> AskRulesAsync(AccessRules inForce, Flow flow, Wish wish, WorkspaceUser user, CancellationToken cancel)
    {
        var matter = matters.AboutWish(inForce, user, wish, cancel);
        if (await FlowRules.WhyHiddenAsync(inForce, flow, matter, user) is { } hidden)
        {
            return (wish, null, [new OutsideRules("rules in C#", "", hidden)]);
        }

        var outcome = await FlowRules.BeforeSubmitAsync(inForce, flow, wish, matter, user, clock.GetUtcNow());
        return (outcome.Wish, outcome.Approval, [.. outcome.Said.Select(said => new OutsideRules($"rule {said.Rule}", said.Words, said.Why))]);
    }

    private static bool Is(string name, string key, string label) =>
        string.Equals(name, key, StringComparison.Ordinal) || string.Equals(name, label, StringComparison.OrdinalIgnoreCase);

    private static (Wish? Wish, string? Misunderstood) Read(AccessRules rules, Flow flow, IReadOnlyList<string> rest)
    {
        if (flow.IsApprovalOnly && rest.Count > 0)
        {
            return (null, $"{flow.Key} asks for an approval only: there is neither a target nor a duration to name. Leave out '{rest[0]}'.");
        }

        var target = flow.Targets.Count > 0 ? flow.Targets[0].Key : "";
        TimeSpan? duration = flow is { AutoRevoke: true, IsApprovalOnly: false } ? flow.Durations.FirstOrDefault() : null;
        var left = rest;
        if (left.Count > 0 && rules.Targets.Values.FirstOrDefault(t => Is(left[0], t.Key, t.Label)) is { } named)
        {
            (target, left) = (named.Key, [.. rest.Skip(1)]);
        }
        else if (rest.Count > 1)
        {
            return (null, Refusals.NothingByThatName("target", rest[0], string.Join(", ", flow.Targets.Select(t => t.Key))).Sentence);
        }

        if (left.Count > 0)
        {
            if (DurationText.Read(left[0], out var asked) is { } trouble)
            {
                return (null, left.Count < rest.Count
                    ? $"The duration '{left[0]}' {trouble}. Write a whole number and a unit: 30s, 15m, 4h or 1d."
                    : $"'{left[0]}' is neither a target (there are {string.Join(", ", flow.Targets.Select(t => t.Key))}) nor a duration, such as 30m.");
            }

            duration = asked;
        }

        return (new Wish(flow.Key, target, duration, "", new Dictionary<string, string>(StringComparer.Ordinal)), null);
    }

    private async Task<SlackUserId?> FindAsync(string user, CancellationToken cancel)
    {
        var found = user.Contains('@', StringComparison.Ordinal) ? await slack.FindByEmailAsync(user, cancel)
            : SlackUserId.TryParse(user, out var id) ? await slack.ReadUserAsync(id, cancel)
            : null;
        return found?.Id;
    }

    /// <summary>Of an approval only: it needs no account in OneLogin.</summary>
    private async Task<IReadOnlyList<OutsideRules>> OutsideAsync(WorkspaceUser user, Flow flow, bool withRequests, CancellationToken cancel)
    {
        if (!withRequests || user.IsOutsider || user.IsBot || user.IsDeactivated)
        {
            return [];
        }

        var asked = await store.AskedAsync(user.Id, flow.Key, clock.GetUtcNow(), cancel);
        return [new OutsideRules("requests", "none that waits for this", asked.Any(request => !request.IsClosed) ? Refusals.AlreadyAsked(flow.Label) : null)];
    }

    private async Task<IReadOnlyList<OutsideRules>> OutsideAsync(WorkspaceUser user, Target? target, Privilege privilege, bool withRequests, CancellationToken cancel)
    {
        if (user.IsOutsider || user.IsBot || user.IsDeactivated)
        {
            return [];
        }

        var (person, unlinked) = await identities.ResolveAsync(user, cancel);
        if (person is null)
        {
            return [new OutsideRules("OneLogin", "", unlinked)];
        }

        var account = await oneLogin.ReadUserAsync(person.OneLoginUser, cancel);
        var refusal = account is { IsActive: true } ? null : Refusals.DirectoryUserInactive(account?.Trouble ?? "deleted");
        var inOneLogin = new OutsideRules("OneLogin", $"user {person.OneLoginUser}", refusal);
        if (!withRequests || target is null)
        {
            return [inOneLogin];
        }

        var asked = await store.AskedAsync(new Membership(person.OneLoginUser, target.OneLoginRole, privilege), clock.GetUtcNow(), cancel);
        var isOpen = asked.Any(request => request.State is RequestState.Requested or RequestState.Approved);
        return [inOneLogin, new OutsideRules("requests", "none that waits for this", isOpen ? Refusals.AlreadyAsked(target.Label) : null)];
    }
}
