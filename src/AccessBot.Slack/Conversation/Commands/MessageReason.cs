using AccessBot.Core.Rules;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>The beginning of a reason, for somebody who asks for access about a message: where it stands and what it says. Pure.</summary>
internal static class MessageReason
{
    /// <summary>As much as says what it is about. The rest is behind the link, for those who may read it there.</summary>
    private const int MostQuoted = 500;

    public static string Of(MessageAbout message)
    {
        var quoted = SlackText.Cut(SlackText.Lines(PlainWords.Of(message.Text)).Trim(), MostQuoted);
        string[] parts = [Link(message) is { } link ? $"About {link}" : "", quoted];
        return SlackText.Cut(string.Join('\n', parts.Where(part => part.Length > 0)), AccessRules.LongestText);
    }

    /// <summary>As Slack's own "Copy link" has it: https://docs.slack.dev/reference/methods/chat.getPermalink. Asking for it would take the time in which a form can be opened.</summary>
    private static string? Link(MessageAbout message)
    {
        var (channel, ts) = (message.Place.Channel, message.Place.Ts);
        if (message.Domain is not { Length: > 0 } domain || !domain.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') || !IsTs(ts) || !channel.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        var thread = message.ThreadTs is { } root && root != ts && IsTs(root) ? $"?thread_ts={root}&cid={channel}" : "";
        return $"https://{domain}.slack.com/archives/{channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}{thread}";
    }

    private static bool IsTs(string ts) => ts.Length > 0 && ts.All(c => char.IsAsciiDigit(c) || c == '.');
}
