using AccessBot.Core.Requests;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Reminds approvers of a request that waits, beneath its message. Pure.</summary>
internal static class ReminderMessage
{
    /// <param name="request">The row.</param>
    public static Message Render(Request request)
    {
        var text = Mrkdwn.Of(
            $"Reminder: {request.RequesterName} has been waiting for *{request.TargetLabel}* since {request.RequestedAt} ({request.ApprovalsHave} of {request.ApprovalsNeed} approvals). {Otherwise(request)} Decide in the message above.")
            .Fit(Limit);
        return new Message(text, new SectionBlock(text));
    }

    private const int Limit = 1500;

    private static Mrkdwn Otherwise(Request request) => request.StepEndsAt is { } end
        ? Mrkdwn.Of($"If nobody decides, it moves on {end}.")
        : Mrkdwn.Of($"If nobody decides, it closes {request.LapsesAt}.");
}
