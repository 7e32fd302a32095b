using AccessBot.Core.Requests;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What the approvers see in their channel. Pure.</summary>
internal static class ApproversMessage
{
    /// <param name="request">The row.</param>
    /// <param name="revocable">Whether the rules let the access be ended early.</param>
    public static Message Render(Request request, bool revocable) =>
        RequestCard.Render(request, Mrkdwn.User(request.Requester), Notes(request), Offer(request, revocable));

    private static IEnumerable<Button> Offer(Request request, bool revocable) => request.State switch
    {
        RequestState.Requested => [Buttons.ToApprove(request), Buttons.ToDeny(request)],
        RequestState.Granted when revocable => [Buttons.ToRevoke(request, "Revoke")],
        _ => [],
    };

    private static IEnumerable<Mrkdwn> Notes(Request request)
    {
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
