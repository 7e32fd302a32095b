using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Lets somebody look at a request: its requester, those who may decide on it, and admins. To all others it isn't there.</summary>
public sealed class SeeRequest(RulesInForce rules, IRequestStore store, Standings standings, RuleMatters matters)
{
    /// <summary>Looks.</summary>
    /// <returns>Null if there is no such request, or it is none of theirs to see: which of the two is for nobody to tell.</returns>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say who they are.</exception>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say who they are.</exception>
    public async Task<SeenRequest?> AsAsync(SlackUserId who, RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } request)
        {
            return null;
        }

        var inForce = rules.Current;
        var flow = inForce.FindFlow(request.Flow);
        if (request.Requester == who && flow is not { AllowSelfApproval: true })
        {
            // Their own, whoever they are by now: nothing needs to be asked.
            return new SeenRequest(request, IsOwn: true, MayDecide: false, MayEnd: flow is not { AllowRevoke: false });
        }

        var standing = await standings.NowAsync(who, flow, inForce, request.OneLoginUser, matters.AboutRequest(inForce, request, cancel), cancel);
        var seen = new SeenRequest(
            request,
            request.Requester == who,
            MayDecide: flow is not null && inForce.MayDecide(flow, request.Requester, standing, request.Step) is null,
            MayEnd: inForce.MayRevoke(flow, request.Requester, standing, request.Step) is null);
        return seen.IsOwn || seen.MayDecide || inForce.MayStop(standing) is null ? seen : null;
    }
}
