using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Says where and why a file can't be parsed at all.</summary>
internal static class BrokenYaml
{
    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085'))]);

    /// <summary>
    /// Besides its own exceptions, the parser has slips: a comment within braces, or a bracket that is never closed,
    /// ends in one of the others.
    /// </summary>
    public static bool Is(Exception e) => e is YamlException or InvalidOperationException or ArgumentException or IndexOutOfRangeException;

    /// <param name="problems">Where to tell.</param>
    /// <param name="e">What the parser threw.</param>
    /// <param name="text">The file.</param>
    /// <param name="bracket">Where the innermost bracket or brace opens that is still open.</param>
    /// <param name="last">The last thing that could be read.</param>
    public static void Tell(ProblemList problems, Exception e, string text, Mark? bracket, ParsingEvent? last)
    {
        if (TabIndentedLine(text) is { } line)
        {
            // Said whatever the parser makes of it: it often points to where the mapping began.
            problems.Add(RulesProblemCode.BrokenYaml, line, 1, "A tab is used to indent this line.", "Indent with spaces: YAML doesn't take tabs there.");
        }
        else if (e is not YamlException { Start.Line: > 0 } placed)
        {
            Tell(problems, text, bracket ?? last?.End ?? new Mark(0, 1, 1), bracket is null
                ? "From here on this is not YAML."
                : "The bracket or brace that opens here is not closed where it should be.");
        }
        else
        {
            Tell(problems, text, placed.Start, $"This is not YAML: {placed.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The first character that YAML does not allow. The parser takes a NUL for the end of the file, and drops the rest.</summary>
    public static bool TellForbidden(ProblemList problems, string text)
    {
        var at = text.AsSpan().IndexOfAny(Forbidden);
        if (at < 0)
        {
            return false;
        }

        var before = text.AsSpan(0, at);
        problems.Add(
            RulesProblemCode.BrokenYaml, before.Count('\n') + 1, at - before.LastIndexOf('\n'),
            $"Here is a control character (U+{(int)text[at]:X4}), which YAML does not allow.", "Remove it, and save the file as UTF-8.");
        return true;
    }

    private static int? TabIndentedLine(string text)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.TrimStart(' ').StartsWith('\t') && !string.IsNullOrWhiteSpace(line));
        return at < 0 ? null : at + 1;
    }

    private static void Tell(ProblemList problems, string text, Mark at, string message)
    {
        var line = text.Split('\n').ElementAtOrDefault((int)at.Line - 1) ?? "";
        problems.Add(
            RulesProblemCode.BrokenYaml, (int)at.Line, (int)at.Column, message,
            line.Contains(" #", StringComparison.Ordinal)
                ? "A ' #' begins a comment: if it belongs to the value, put the value in quotes."
                : "Look at the indentation, the quotes and the brackets of this line and the one above.");
    }
}
