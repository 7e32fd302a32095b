using System.Globalization;
using System.Text;

namespace AccessBot.Slack.Conversation;

/// <summary>What somebody types to find something: it is found whatever its case and, in Latin script, its accents.</summary>
internal sealed class Typed(string query)
{
    // Without ICU there is no decomposition, so the letters with accents stand here over the ones that people type for them.
    private const string Accented = "ÀÁÂÃÄÅĀĂĄÇĆĈĊČÐĎĐÈÉÊËĒĔĖĘĚĜĞĠĢĤĦÌÍÎÏĨĪĬĮİĴĶĹĻĽĿŁÑŃŅŇÒÓÔÕÖØŌŎŐŔŖŘŚŜŞŠȘŢŤŦȚÙÚÛÜŨŪŬŮŰŲŴÝŶŸŹŻŽ";
    private const string Plain = "AAAAAAAAACCCCCDDDEEEEEEEEEGGGGHHIIIIIIIIIJKLLLLLNNNNOOOOOOOOORRRSSSSSTTTTUUUUUUUUUUWYYYZZZ";

    private readonly string wanted = Fold(query.Trim());

    public bool Fits(string label) => Fold(label).Contains(wanted, StringComparison.Ordinal);

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.ToUpperInvariant())
        {
            if (char.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
            {
                folded.Append(Accented.IndexOf(c, StringComparison.Ordinal) is var at and >= 0 ? Plain[at] : c);
            }
        }

        return folded.ToString();
    }
}
