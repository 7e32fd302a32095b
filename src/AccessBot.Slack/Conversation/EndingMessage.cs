using AccessBot.Core.Requests;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Reminds a holder that their access ends soon, and goes on to say how it stands. Pure.</summary>
internal static class EndingMessage
{
    private const int Limit = 2000;

    /// <param name="request">The row.</param>
    /// <param name="notice">Which of its reminders.</param>
    /// <param name="revocable">Whether the rules let the access be ended early.</param>
    /// <param name="extendable">Whether there may be more time.</param>
    public static Message Render(Request request, Notice notice, bool revocable, bool extendable)
    {
        var isLast = request.EndReminderAt is null && request.Notices.Last(other => other.Kind == NoticeKind.Ending).Is(notice);
        var buttons = request.State == RequestState.Granted && isLast ? RequesterMessage.OfferToHolder(request, revocable, extendable) : [];
        var text = (request switch
        {
            { State: RequestState.Granted, EndsAt: { } end } when isLast => Mrkdwn.Of(
                $"*Ends soon*\nYour access to *{request.TargetLabel}* ends {end}, by itself.{(extendable ? " If you need it for longer, extend it before then." : "")}{(revocable ? " If you are done, you can end it now." : "")}"),
            { State: RequestState.Granted, EndsAt: { } end } => Mrkdwn.Of($"*Extended*\nYour access to *{request.TargetLabel}* goes on, and ends {end}."),
            _ => Mrkdwn.Of($"*{Sentences.Heading(request)}*\nYour access to *{request.TargetLabel}*: {RequestStatus.Of(request)}"),
        }).Fit(Limit);
        return new Message(text, [new SectionBlock(text), .. buttons.Length > 0 ? [new ActionsBlock(buttons)] : (Block[])[]]);
    }
}
