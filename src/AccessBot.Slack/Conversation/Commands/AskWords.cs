using System.Text.RegularExpressions;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Reading;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>
/// Reads <c>ACCESS [ROLE] [TIME] [REASON]</c>, among what is offered to whoever typed it: nothing else is ever named to them. Pure.
/// </summary>
internal static partial class AskWords
{
    /// <summary>Names are keys or labels, and no label has more words that somebody would type.</summary>
    private const int MostWords = 12;

    /// <summary>Below, a word of the reason is too easily nearly a role's name.</summary>
    private const int LeastNear = 4;

    public static AskReading Read(string text, IReadOnlyList<Flow> offered)
    {
        var words = Split(text);
        if (words.Count == 0)
        {
            return new AskReading(Prefill.None);
        }

        var (flow, at, note) = FindFlow(words, offered);
        if (flow is null)
        {
            return new AskReading(Prefill.None, note);
        }

        List<string> notes = note is null ? [] : [note];
        var target = FindTarget(words, ref at, flow, notes);
        var duration = FindDuration(words, ref at, flow, notes);
        var reason = at < words.Count ? Reason(text, words, at) : null;
        return new AskReading(
            new Prefill { Flow = flow.Key, Target = target?.Key, Duration = duration, Reason = reason },
            notes.Count == 0 ? null : string.Join(' ', notes));
    }

    /// <summary>Whether the words begin with the name of something that is offered, as it is written.</summary>
    public static bool Names(string text, IReadOnlyList<Flow> offered) =>
        Split(text) is { Count: > 0 } words && (Whole(words, 0, offered, NamesOf) is not null || ByTarget(words, offered) is not null);

    private static (Flow? Flow, int At, string? Note) FindFlow(List<Word> words, IReadOnlyList<Flow> offered)
    {
        if (Whole(words, 0, offered, NamesOf) is var (whole, count))
        {
            return (whole, count, null);
        }

        // Who names a role means the flow that it is in; the role is read again there.
        if (ByTarget(words, offered) is { } around)
        {
            return (around, 0, null);
        }

        var first = words[0].Text;
        var begun = offered.Where(flow => first.Length > 1 && NamesOf(flow).Any(name => name.StartsWith(first, StringComparison.OrdinalIgnoreCase))).ToList();
        return begun is [var only] ? (only, 1, CommandSentences.TakenFor(first, only.Label))
            : begun.Count > 1 ? (null, 0, CommandSentences.Several(first, begun.Select(flow => flow.Label)))
            : Near(words, 0, offered, NamesOf) is var (near, used) ? (near, used, CommandSentences.TakenFor(Joined(words, 0, used), near.Label))
            : (null, 0, CommandSentences.NothingCalled(first));
    }

    private static Flow? ByTarget(List<Word> words, IReadOnlyList<Flow> offered) =>
        offered.Where(flow => Whole(words, 0, flow.Targets, NamesOf) is not null).ToList() is [var only] ? only : null;

    private static Target? FindTarget(List<Word> words, ref int at, Flow flow, List<string> notes)
    {
        if (at >= words.Count)
        {
            return null;
        }

        if (Whole(words, at, flow.Targets, NamesOf) is var (whole, count))
        {
            at += count;
            return whole;
        }

        if (words[at].Text.Length < LeastNear || Near(words, at, flow.Targets, NamesOf) is not var (near, used))
        {
            return null;
        }

        notes.Add(CommandSentences.TakenFor(Joined(words, at, used), near.Label));
        at += used;
        return near;
    }

    private static TimeSpan? FindDuration(List<Word> words, ref int at, Flow flow, List<string> notes)
    {
        if (at >= words.Count || !DurationText.TryRead(words[at].Text, out var length))
        {
            return null;
        }

        at++;
        if (flow.Durations.Contains(length))
        {
            return length;
        }

        notes.Add(Refusals.DurationNotAllowed(flow).Sentence);
        return null;
    }

    /// <summary>All that is left as it was typed; or what stands in the quotes, if all of it does.</summary>
    private static string Reason(string text, List<Word> words, int at) => SlackText.Cut(
        PlainWords.Of(words.Count == at + 1 ? words[at].Text : text[words[at].Start..].Trim()), AccessRules.LongestText);

    /// <summary>The one whose whole name stands there, and in how many words: the longest, where one name begins as another does.</summary>
    private static (T Found, int Count)? Whole<T>(List<Word> words, int at, IReadOnlyList<T> among, Func<T, string[]> names)
        where T : class
    {
        for (var count = Math.Min(MostWords, words.Count - at); count > 0; count--)
        {
            var typed = Joined(words, at, count);
            for (var kind = 0; kind < 2; kind++)
            {
                // Keys first: each is one of a kind, while a label may be what another's key is.
                if (among.FirstOrDefault(one => string.Equals(names(one)[kind], typed, StringComparison.OrdinalIgnoreCase)) is { } found)
                {
                    return (found, count);
                }
            }
        }

        return null;
    }

    /// <summary>The one whose name is nearly what stands there. A time is no part of a name that is only nearly one.</summary>
    private static (T Found, int Count)? Near<T>(List<Word> words, int at, IReadOnlyList<T> among, Func<T, string[]> names)
        where T : class
    {
        var longest = words.Skip(at).Take(MostWords).TakeWhile(word => !DurationText.TryRead(word.Text, out _)).Count();
        for (var count = longest; count > 0; count--)
        {
            var known = among.SelectMany(one => names(one).Select(name => (Name: name, One: one)))
                .Where(both => both.Name.Count(c => c == ' ') == count - 1)
                .ToList();
            if (NearestName.Of(Joined(words, at, count), known.Select(both => both.Name)) is { } near)
            {
                return (known.First(both => both.Name == near).One, count);
            }
        }

        return null;
    }

    private static string[] NamesOf(Flow flow) => [flow.Key, OneSpaced(flow.Label)];

    private static string[] NamesOf(Target target) => [target.Key, OneSpaced(target.Label)];

    private static string OneSpaced(string label) => string.Join(' ', label.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Joined(List<Word> words, int at, int count) => string.Join(' ', words.Skip(at).Take(count).Select(word => OneSpaced(word.Text)));

    private static List<Word> Split(string text) =>
        [.. Piece().Matches(text).Select(piece => new Word(SlashText.Plain(piece.Value), piece.Index)).Where(word => word.Text.Length > 0)];

    [GeneratedRegex("\"[^\"]*\"|“[^”]*”|<[^<>]*>|\\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Piece();

    /// <param name="Text">Without its quotes.</param>
    /// <param name="Start">Where it begins in what was typed.</param>
    private sealed record Word(string Text, int Start);
}
