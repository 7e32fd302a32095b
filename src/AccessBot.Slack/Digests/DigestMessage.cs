using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Digests;

/// <summary>What waits for somebody's decision, once a day. It stays as it is, so it says as of when that is so. Pure.</summary>
internal static class DigestMessage
{
    /// <param name="waiting">What waits; something does.</param>
    /// <param name="asksWhy">Whether who denies a request may or must say why.</param>
    /// <param name="now">The time.</param>
    /// <param name="command">The slash command.</param>
    public static Message Render(WaitingRequests waiting, Func<Request, bool> asksWhy, DateTimeOffset now, string command)
    {
        var list = new ListMessage();
        list.Say(Mrkdwn.Of($"*{Count(waiting.Requests.Count)} for your decision*, as of {now}"));
        list.Add(waiting.Requests, request => WaitingMessage.Entry(request, now), request => ApproversMessage.Offer(request, asksWhy(request)), Mrkdwn.Of($"What has waited longest stands first; *{command} requests* lists what waits when you type it."));
        list.Note(Mrkdwn.Of($"This message stays as it is. Whatever somebody decides meanwhile, a click that comes too late changes nothing, and is told so."));
        return list.Done();
    }

    private static string Count(int count) => count == 1 ? "A request waits" : $"{count} requests wait";
}
