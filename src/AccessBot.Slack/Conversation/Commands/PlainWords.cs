using System.Text.RegularExpressions;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>Text with Slack's markup as people read it, to be put where there is no markup. Pure.</summary>
/// <remarks>https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages</remarks>
internal static partial class PlainWords
{
    public static string Of(string markup) => SlackText.Unescape(Special().Replace(markup, Named));

    private static string Named(Match special)
    {
        var (inside, label) = (special.Groups["inside"].Value, special.Groups["label"].Value);
        return inside[0] switch
        {
            '@' => "@" + (label.Length > 0 ? label.TrimStart('@') : inside[1..]),
            '#' => "#" + (label.Length > 0 ? label : inside[1..]),
            '!' => label.Length > 0 ? label : "@" + inside[1..].Split('^')[0],
            _ when label.Length == 0 || inside == "mailto:" + label => inside.StartsWith("mailto:", StringComparison.Ordinal) ? inside["mailto:".Length..] : inside,
            _ => $"{label} ({inside})",
        };
    }

    [GeneratedRegex("<(?<inside>[^<>|]+)(\\|(?<label>[^<>]*))?>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Special();
}
