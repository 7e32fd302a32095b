using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>The requester withdraws a request that nobody has decided.</summary>
public sealed class CancelRequest(RulesInForce rules, IRequestStore store, IWorkspaceDirectory slack, RuleMatters matters, IJobQueue queue, TimeProvider clock)
{
    /// <summary>Withdraws it.</summary>
    /// <returns>Null if it is withdrawn, else why not.</returns>
    public async Task<Refusal?> CancelAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } seen)
        {
            return Refusals.UnknownRequest();
        }

        var name = seen.Requester == who ? seen.RequesterName : (await slack.ReadUserAsync(who, cancel))?.Name ?? who.Value;
        var by = new Actor(who, name, where);
        var refusal = await store.ChangeAsync(id, async request =>
        {
            var no = await WhyIgnoredAsync(request, who, cancel) ?? request.Cancel(by, clock.GetUtcNow());
            if (no is not null)
            {
                request.RecordRefusal(by, no, clock.GetUtcNow());
            }

            return no;
        }, cancel);
        queue.Nudge(Errand.Announce, id);
        return refusal;
    }

    private async Task<Refusal?> WhyIgnoredAsync(Request request, SlackUserId who, CancellationToken cancel)
    {
        var inForce = rules.Current;
        return request is { State: RequestState.Requested } && request.Requester == who && inForce.FindFlow(request.Flow) is { Rules.Count: > 0 } flow && await slack.ReadUserAsync(who, cancel) is { } user
            ? await FlowRules.BeforeCancelAsync(inForce, flow, matters.AboutRequest(inForce, request, cancel), user)
            : null;
    }
}
