using System.Text.RegularExpressions;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What stands behind a slash command, as people meant it. Pure.</summary>
internal static partial class SlashText
{
    private static readonly char[] Quotes = ['"', '“', '”', '\'', '‘', '’', '`'];

    /// <summary>The words; what stands in angle brackets is one, whatever blanks it has.</summary>
    public static string[] Words(string text) => [.. Word().Matches(text).Select(word => word.Value)];

    /// <summary>Undoes what Slack does to text when the manifest says <c>should_escape</c>: <c>&lt;@U1|name&gt;</c>, <c>&lt;mailto:a@b.c|a@b.c&gt;</c> and entities.</summary>
    /// <remarks>https://docs.slack.dev/interactivity/implementing-slash-commands#escaping</remarks>
    public static string Plain(string text)
    {
        var name = text.Trim(Quotes);
        if (name is ['<', .. var inner, '>'])
        {
            name = inner.Split('|')[0];
            name = name.StartsWith('@') ? name[1..]
                : name.StartsWith("mailto:", StringComparison.Ordinal) ? name["mailto:".Length..]
                : name;
        }

        return SlackText.Unescape(name).Trim();
    }

    [GeneratedRegex("<[^<>]*>|[^\\s<]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Word();
}
