using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Sandbox.Page;

/// <summary>
/// When a grant ends, as the bot told people in Slack. The sandbox knows nothing of the bot's rows, and should not: what
/// the page counts down to is what a person would have read.
/// </summary>
internal sealed partial class ToldEnds(SlackWorkspace slack)
{
    /// <returns>The latest time up to which this person has this role, by what was said since it was given; null when nothing was.</returns>
    public DateTimeOffset? Of(string personId, string roleName, DateTimeOffset since)
    {
        DateTimeOffset? end = null;
        foreach (var texts in About(personId).SelectMany(m => m.Versions).Where(v => v.At >= since).Select(TextsOf).Where(texts => texts.Exists(t => t.Contains(roleName, StringComparison.OrdinalIgnoreCase))))
        {
            foreach (var match in texts.SelectMany(text => Until().Matches(text)))
            {
                var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups["unix"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
                if (at > since && (end is null || at > end))
                {
                    end = at;
                }
            }
        }

        return end;
    }

    private IEnumerable<SlackMessage> About(string personId)
    {
        var direct = slack.DirectMessages(personId);
        var mentioned = slack.Channels.Where(c => !c.IsDirectMessage).SelectMany(c => slack.Messages(c.Id))
            .Where(m => TextsOf(m.Versions[^1]).Exists(t => t.Contains($"<@{personId}>", StringComparison.Ordinal)));
        return direct.Concat(mentioned).Where(m => m.UserId == slack.Settings.BotUserId);
    }

    private static List<string> TextsOf(SlackMessageVersion said) => [said.Text, .. TextsIn(said.Blocks)];

    private static IEnumerable<string> TextsIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(TextsIn),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => TextsIn(property.Value)),
        _ => [],
    };

    // A message has other times in it: when it was asked for, and when it lapses if nobody decides.
    [GeneratedRegex(@"\buntil\W{0,3}<!date\^(?<unix>[0-9]{1,11})\^", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Until();
}
