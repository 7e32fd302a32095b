using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.UseCases;

/// <summary>Puts together what rules in C# are asked about. Nothing of it is looked up unless one is asked.</summary>
public sealed class RuleMatters(RuleCalls calls, IWorkspaceDirectory slack, Identities identities, IRuleServices services, TimeProvider clock)
{
    /// <summary>Which flows to show: nothing is asked for yet.</summary>
    internal RuleMatter Nothing(AccessRules rules, CancellationToken cancel) => Of(rules, request: null, () => Task.FromResult<RuleRequest?>(null), cancel);

    /// <summary>A form, being filled in or sent.</summary>
    internal RuleMatter AboutWish(AccessRules rules, SlackUserId requester, Wish wish, CancellationToken cancel) =>
        AboutWish(rules, () => PersonAsync(requester, requester.Value, cancel), wish, cancel);

    /// <inheritdoc cref="AboutWish(AccessRules, SlackUserId, Wish, CancellationToken)"/>
    internal RuleMatter AboutWish(AccessRules rules, WorkspaceUser requester, Wish wish, CancellationToken cancel) =>
        AboutWish(rules, () => PersonAsync(requester, cancel), wish, cancel);

    private RuleMatter AboutWish(AccessRules rules, Func<Task<RulePerson>> requester, Wish wish, CancellationToken cancel) => Of(rules, request: null, async () =>
    {
        var target = rules.FindFlow(wish.Flow)?.FindTarget(wish.Target);
        return new RuleRequest
        {
            Requester = await requester(),
            Target = target?.Key ?? "",
            Role = target?.OneLoginRole,
            Privilege = wish.Privilege ?? target?.Privilege,
            Duration = wish.Duration,
            Until = wish.Until,
            Extends = wish.Extends?.ToString(),
            Reason = wish.Reason,
            Fields = wish.Fields,
        };
    }, cancel);

    /// <summary>A request.</summary>
    internal RuleMatter AboutRequest(AccessRules rules, Request request, CancellationToken cancel) => Of(rules, request.Id, async () =>
    {
        var known = request.OneLoginUser == Request.NoOneLoginUser ? null : (long?)request.OneLoginUser;
        var requester = await PersonAsync(request.Requester, request.RequesterName, cancel) with { OneLoginUser = known };
        var row = RuleRequests.Of(request, requester, request.State, clock.GetUtcNow());
        return request.IsExtension ? row with { Role = rules.Targets.GetValueOrDefault(request.Target)?.OneLoginRole } : row;
    }, cancel);

    private RuleMatter Of(AccessRules rules, RequestId? request, Func<Task<RuleRequest?>> about, CancellationToken cancel) =>
        new(calls, () => services.For(request), rules, about, user => PersonAsync(user, cancel), clock, cancel);

    private async Task<RulePerson> PersonAsync(SlackUserId who, string name, CancellationToken cancel) =>
        await slack.ReadUserAsync(who, cancel) is { } user ? await PersonAsync(user, cancel) : new RulePerson(who.Value, name);

    private async Task<RulePerson> PersonAsync(WorkspaceUser user, CancellationToken cancel)
    {
        var (person, _) = user.IsOutsider || user.IsBot || user.IsDeactivated ? default : await identities.ResolveAsync(user, cancel);
        return new RulePerson(user.Id.Value, user.Name) { Email = user.Email, OneLoginUser = person?.OneLoginUser, IsGuest = user.IsGuest };
    }
}
