using System.Text;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Puts text of the file into a message that stays on one readable line.</summary>
internal static class Quoted
{
    private const int Longest = 60;

    public static string Text(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes().Take(Longest))
        {
            shown.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return shown.Append(text.EnumerateRunes().Skip(Longest).Any() ? "…'" : "'").ToString();
    }

    /// <summary>With a capital letter, to begin a sentence.</summary>
    public static string Sentence(string what) => char.ToUpperInvariant(what[0]) + what[1..];

    public static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
