using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What the approvers see, in a channel or in a message of their own. Pure.</summary>
internal static class ApproversMessage
{
    /// <param name="request">The row.</param>
    /// <param name="step">The step whose message it is; null for the one that the request has reached.</param>
    /// <param name="asksWhy">Whether approvers may or must say why they deny.</param>
    /// <param name="flow">The request's flow, for whose approvals are waited for; null if the rules have it no more.</param>
    public static Message Render(Request request, int? step = null, bool asksWhy = false, Flow? flow = null) =>
        RequestCard.Render(request, Mrkdwn.User(request.Requester), Notes(request, step ?? request.Step, flow), Offer(request, asksWhy));

    /// <remarks>Revoke is there even where the flow lets only admins end access early: this is where they find it.</remarks>
    public static IEnumerable<Button> Offer(Request request, bool asksWhy) =>
    [
        .. request.State switch
        {
            RequestState.Requested => [Buttons.ToApprove(request), .. request.Duration is null || request.IsExtension ? (Button[])[] : [Buttons.ToApproveForLess(request)], Buttons.ToDeny(request, asksWhy)],
            RequestState.Approved when !request.IsClosed => [Buttons.ToDeny(request, asksWhy)],
            RequestState.Granted => [Buttons.ToRevoke(request, "Revoke")],
            _ => (Button[])[],
        },
        .. request is { UnreviewedSince: not null, State: not RequestState.Approved } ? [Buttons.ToMarkReviewed(request)] : (Button[])[],
    ];

    private static IEnumerable<Mrkdwn> Notes(Request request, int step, Flow? flow)
    {
        if (ApproverLines.Of(request, flow) is { } lines)
        {
            yield return lines;
        }

        if (step < request.Step)
        {
            yield return request.State == RequestState.Requested
                ? Mrkdwn.Of($"Nobody decided here in time: since {RequestPlaces.Since(request)} it waits {RequestPlaces.Of(request, request.Step)}. Whoever could decide here still can.")
                : Mrkdwn.Of($"It had moved on from here: from {RequestPlaces.Since(request)} on it waited {RequestPlaces.Of(request, request.Step)}.");
        }

        if (RequestStatus.ApprovedBefore(request) is { } before)
        {
            yield return before;
        }

        switch (request.RoleKept)
        {
            case RoleKept.HeldBefore:
                yield return Mrkdwn.Of($"The role is kept: {request.Requester} had it before.");
                break;
            case RoleKept.OtherGrant:
                yield return Mrkdwn.Of($"The role is kept: another grant still gives it to {request.Requester}.");
                break;
        }

        foreach (var lost in request.Notices.Where(notice => notice is { Kind: NoticeKind.Requester, Problem: not null }))
        {
            yield return Mrkdwn.Of($"{request.Requester} could not be sent a direct message: {Sentences.Undeliverable(lost.Problem!)}.");
        }
    }
}
