using AccessBot.Core.Requests;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What the requester sees in the direct message with AccessBot. Pure.</summary>
internal static class RequesterMessage
{
    /// <param name="request">The row.</param>
    /// <param name="revocable">Whether the rules let the access be ended early.</param>
    public static Message Render(Request request, bool revocable) =>
        RequestCard.Render(request, Mrkdwn.Of($"You"), Notes(request), Offer(request, revocable));

    private static IEnumerable<Button> Offer(Request request, bool revocable) => request.State switch
    {
        RequestState.Requested => [Buttons.ToCancel(request)],
        RequestState.Granted when revocable => [Buttons.ToRevoke(request, "End access now")],
        _ => [],
    };

    private static IEnumerable<Mrkdwn> Notes(Request request)
    {
        switch (request.RoleKept)
        {
            case RoleKept.HeldBefore:
                yield return Mrkdwn.Of($"The role is kept: you had it before.");
                break;
            case RoleKept.OtherGrant:
                yield return Mrkdwn.Of($"The role is kept: another grant still gives it to you.");
                break;
        }

        foreach (var lost in request.Notices.Where(notice => notice is { Kind: NoticeKind.Approvers, Problem: not null }))
        {
            yield return Mrkdwn.Of(
                $"The approvers may not see this: it could not be posted in {Channel(lost.Address)}: {Sentences.Undeliverable(lost.Problem!)}. Tell an AccessBot admin.");
        }
    }

    private static Mrkdwn Channel(string id) => id.Length > 0 && id.All(char.IsAsciiLetterOrDigit) ? Mrkdwn.Channel(id) : Mrkdwn.Of($"{id}");
}
