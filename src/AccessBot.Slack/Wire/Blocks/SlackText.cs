using System.Globalization;
using System.Text;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Counting, escaping and cutting text the way Slack does.</summary>
/// <remarks>
/// Slack counts Unicode code points, not UTF-16 units. Escaping: https://docs.slack.dev/messaging/formatting-message-text#escaping.
/// Half a surrogate pair is no character and can't be sent as UTF-8; it is replaced by U+FFFD wherever text comes in.
/// </remarks>
internal static class SlackText
{
    public const string Ellipsis = "…";

    // One "character" can be a base with any number of marks on it; past this it is cut through rather than dropped whole.
    private const int LongestCharacter = 32;

    public static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;

        return count;
    }

    /// <summary>The text, or as many of its characters as fit with an ellipsis behind them.</summary>
    public static string Cut(string text, int most)
    {
        text = WellFormed(text);

        if (Length(text) <= most)
            return text;

        var cut = new StringBuilder();
        var left = most - 1;
        foreach (var character in Characters(text))
        {
            left -= Length(character);
            if (left < 0)
                break;

            cut.Append(character);
        }

        return cut.Append(Ellipsis).ToString();
    }

    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Undoes <see cref="Escape"/>, which Slack does to what people write as well.</summary>
    public static string Unescape(string text) => text
        .Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal);

    public static string WellFormed(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune);

        return clean.ToString();
    }

    /// <summary>One line of well-formed text, without what would reorder the text around it.</summary>
    public static string OneLine(string text) => Clean(text, keepLines: false);

    /// <summary>Lines of well-formed text, ended by <c>\n</c>, without what would reorder the text around them.</summary>
    public static string Lines(string text) => Clean(text.ReplaceLineEndings("\n"), keepLines: true);

    /// <summary>What a reader sees as one character each: an emoji with its skin tone, a letter with its accents.</summary>
    public static IEnumerable<string> Characters(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            if (length > LongestCharacter)
                length = char.IsSurrogatePair(text, at) ? 2 : 1;

            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n' && keepLines)
                clean.Append('\n');
            else if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029)
                clean.Append(' ');
            else if (!Reorders(rune.Value))
                clean.Append(rune);
        }

        return clean.ToString();
    }

    // The explicit bidirectional controls of UAX #9; with them, text can show as something else than it is.
    private static bool Reorders(int rune) => rune is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
