using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>What waits for somebody's decision: the requests on which the rules of now let them decide, in the step that each has reached, and on which they have not.</summary>
/// <remarks>
/// Who somebody is is asked once for all requests together, as far as it doesn't depend on the request; whose manager they are, and what rules
/// in C# say, for each, and no more than <see cref="MostAlone"/> times. The answers may be some minutes old (<see cref="Glances"/>): what
/// is listed is no permission, and a decision is judged anew.
/// </remarks>
public sealed class ListWaitingRequests(RulesInForce rules, IRequestLists lists, Glances glances, RuleMatters matters, TimeProvider clock)
{
    /// <summary>How many requests are looked at, the oldest first.</summary>
    public const int MostLookedAt = 500;

    /// <summary>Of how many of them it is asked who somebody is for just that one.</summary>
    public const int MostAlone = 200;

    private const int AtOnce = 10;

    /// <summary>Lists it.</summary>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say who they are.</exception>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say who they are.</exception>
    public async Task<WaitingRequests> ForAsync(SlackUserId who, CancellationToken cancel)
    {
        var (inForce, now) = (rules.Current, clock.GetUtcNow());
        var undecided = await lists.UndecidedAsync(MostLookedAt + 1, cancel);
        var open = undecided.Take(MostLookedAt)
            .Where(request => request.WhyUndecidable(who, approves: true, now) is null && request.Decisions.All(decision => decision.Approver != who))
            .Select(request => (Request: request, Flow: inForce.FindFlow(request.Flow)!))
            .Where(both => both.Flow is not null && (both.Request.Requester != who || both.Flow.AllowSelfApproval))
            .ToList();
        if (open.Count == 0)
        {
            return new WaitingRequests([], undecided.Count <= MostLookedAt);
        }

        var list = glances.Standings.Lists(cancel);
        var common = open.Select(both => both.Flow).Distinct().SelectMany(inForce.PrincipalsOf).Where(principal => !IsRelative(principal)).ToHashSet();
        var anywhere = await glances.Standings.AsMeantAsync((who, null), common, list, matters.Nothing(inForce, cancel), cancel);
        var alone = open.Where(both => HangsOnRequest(both.Flow, both.Request)).Select(both => both.Request.Id).ToList();
        var (asked, passedBy) = (alone.Take(MostAlone).ToHashSet(), alone.Skip(MostAlone).ToHashSet());
        var (waiting, isAll) = (new List<Request>(), undecided.Count <= MostLookedAt && passedBy.Count == 0);
        foreach (var some in open.Where(both => !passedBy.Contains(both.Request.Id)).Chunk(AtOnce))
        {
            var standings = await Task.WhenAll(some.Select(both => asked.Contains(both.Request.Id)
                ? glances.Standings.AsMeantAsync((who, both.Request.OneLoginUser), inForce.PrincipalsOf(both.Flow), list, matters.AboutRequest(inForce, both.Request, cancel), cancel)
                : Task.FromResult(anywhere)));
            foreach (var ((request, flow), standing) in some.Zip(standings))
            {
                var no = inForce.MayDecide(flow, request.Requester, standing, request.Step);
                isAll &= no?.Code is not (RefusalCode.OnCallUnavailable or RefusalCode.RuleFailed);
                if (no is null)
                {
                    waiting.Add(request);
                }
            }
        }

        return new WaitingRequests(waiting, isAll);
    }

    /// <summary>Whether it depends on the very request who may decide on it.</summary>
    private static bool HangsOnRequest(Flow flow, Request request) =>
        flow.ApproversAt(request.Step).SelectMany(line => line.AnyOf).SelectMany(principal => principal.Leaves()).Any(IsRelative);

    private static bool IsRelative(Principal principal) => principal is Principal.Manager or Principal.Rule;
}
