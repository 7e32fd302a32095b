using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Takes one access away: early when somebody says so, and after a grant that could not be made. What ends by its time, or failed, is <see cref="RevokeDue"/>'s.</summary>
public sealed class RevokeAccess(
    RulesInForce rules, IRequestStore store, EndGrants grants, IJobQueue queue, Standings standings, RuleMatters matters, TimeProvider clock)
{
    /// <summary>Somebody ends access early: its holder, an approver, an admin.</summary>
    /// <returns>Null if it is ending, else why not.</returns>
    public async Task<Refusal?> EndEarlyAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is null)
        {
            return Refusals.UnknownRequest();
        }

        var refusal = await store.ChangeAsync(id, async request =>
        {
            var (by, no) = await JudgeAsync(request, who, where, cancel);
            no ??= request.Revoke(by, clock.GetUtcNow());
            if (no is not null)
            {
                request.RecordRefusal(by, no, clock.GetUtcNow());
            }

            return no;
        }, cancel);
        if (refusal is null)
        {
            queue.Nudge(Errand.Revoke, id);
            foreach (var extension in (await store.ExtensionsAsync(id, cancel)).Where(extension => !extension.IsClosed))
            {
                queue.Nudge(Errand.Lapse, extension.Id);
            }
        }

        queue.Nudge(Errand.Announce, id);
        return refusal;
    }

    /// <summary>Looks at the request and does what is due; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is { State: RequestState.Revoking, Membership: { } membership } request)
        {
            await using (await store.HoldAsync(membership, cancel))
            {
                await grants.ExecuteAsync(request.Role, request.Privilege, new HashSet<RequestId> { id }, [request.OneLoginUser], cancel);
            }
        }
    }

    private async Task<(Actor By, Refusal? No)> JudgeAsync(Request request, SlackUserId who, string where, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var flow = inForce.FindFlow(request.Flow);
        if (inForce.PrincipalsOf(flow).Any(principal => principal is Principal.Rule)
            && await standings.NowAsync(who, flow: null, inForce, request.OneLoginUser, cancel) is var alone && inForce.MayRevoke(flow, request.Requester, alone, request.Step) is null)
        {
            // The holder and the admins wait for no rule in C#.
            return (new Actor(who, alone.User.Name, where), null);
        }

        var standing = await standings.NowAsync(who, flow, inForce, request.OneLoginUser, matters.AboutRequest(inForce, request, cancel), cancel);
        return (new Actor(who, standing.User.Name, where), inForce.MayRevoke(flow, request.Requester, standing, request.Step));
    }
}
