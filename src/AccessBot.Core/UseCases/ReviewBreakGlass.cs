using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Somebody who could have decided says that they have looked at an emergency.</summary>
/// <remarks>Operators' alarm is over at the next look of <see cref="WatchBreakGlass"/>.</remarks>
public sealed class ReviewBreakGlass(RulesInForce rules, IRequestStore store, IJobQueue queue, Standings standings, TimeProvider clock)
{
    /// <summary>Marks it as reviewed.</summary>
    /// <returns>Null if it is, else why not.</returns>
    public async Task<Refusal?> ExecuteAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } seen)
        {
            return Refusals.UnknownRequest();
        }

        var inForce = rules.Current;
        var flow = inForce.FindFlow(seen.Flow);
        var actor = await standings.NowAsync(who, flow, inForce, seen.OneLoginUser, cancel);
        var by = new Actor(who, actor.User.Name, where);
        var refusal = await store.ChangeAsync(id, request =>
        {
            var no = inForce.MayReview(flow, request.Requester, actor, request.Step) ?? request.MarkReviewed(by, clock.GetUtcNow());
            if (no is not null)
            {
                request.RecordRefusal(by, no, clock.GetUtcNow());
            }

            return Task.FromResult(no);
        }, cancel);
        queue.Nudge(Errand.Announce, id);
        return refusal;
    }
}
