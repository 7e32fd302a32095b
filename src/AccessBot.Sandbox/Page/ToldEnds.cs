using System.Globalization;
using System.Text.RegularExpressions;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Sandbox.Page;

/// <summary>
/// When a grant ends, as the bot told people in Slack. The sandbox knows nothing of the bot's rows, and should not: what
/// the page counts down to is what a person would have read.
/// </summary>
internal sealed partial class ToldEnds(SlackWorkspace slack)
{
    public DateTimeOffset? Of(string personId, string roleName, DateTimeOffset since)
    {
        DateTimeOffset? end = null;
        foreach (var message in About(personId, since))
        {
            var text = message.Text + message.Blocks.GetRawText();
            foreach (Match match in DateToken().Matches(text))
            {
                var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups["unix"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
                if (at > since && (end is null || at > end) && text.Contains(roleName, StringComparison.OrdinalIgnoreCase))
                {
                    end = at;
                }
            }
        }

        return end;
    }

    private IEnumerable<SlackMessage> About(string personId, DateTimeOffset since)
    {
        var direct = slack.DirectMessages(personId);
        var mentioned = slack.Channels.Where(c => !c.IsDirectMessage).SelectMany(c => slack.Messages(c.Id))
            .Where(m => (m.Text + m.Blocks.GetRawText()).Contains(personId, StringComparison.Ordinal));

        // Slack shows times without fractions of a second, so a message of the same second is as new as the grant.
        return direct.Concat(mentioned).Where(m => m.UserId == slack.Settings.BotUserId && m.Versions[^1].At >= since.AddSeconds(-1));
    }

    [GeneratedRegex(@"!date\^(?<unix>[0-9]{1,12})\^", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateToken();
}
