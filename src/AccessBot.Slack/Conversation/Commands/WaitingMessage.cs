using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What waits for somebody's decision. Pure.</summary>
internal static class WaitingMessage
{
    /// <param name="waiting">What waits.</param>
    /// <param name="asksWhy">Whether who denies a request may or must say why.</param>
    /// <param name="now">The time, for what is left.</param>
    public static Message Render(WaitingRequests waiting, Func<Request, bool> asksWhy, DateTimeOffset now)
    {
        var list = new ListMessage();
        list.Say(waiting.Requests.Count == 0 ? Mrkdwn.Of($"Nothing waits for your decision.") : Mrkdwn.Of($"*What waits for your decision*"));
        list.Add(waiting.Requests, request => Entry(request, now), request => ApproversMessage.Offer(request, asksWhy(request)), Mrkdwn.Of($"What has waited longest stands first."));
        return waiting.IsAll ? list.Done() : list.Note(Mrkdwn.Of($"There may be others: of some it could not be told whether you may decide on them. They stand where they were announced.")).Done();
    }

    /// <summary>Who asked for what and why, since when it waits, and for how long it still does.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    public static Mrkdwn Entry(Request request, DateTimeOffset now) => Mrkdwn.Of(
        $"{Sentences.MoreTimeMark(request)}{RequestCard.Summarize(request).Fit(500)}\nAsked {request.RequestedAt}, closes {request.LapsesAt}: {TimeLeft.InWords(request.LapsesAt - now)}. `{request.Id.ToString()}`");
}
