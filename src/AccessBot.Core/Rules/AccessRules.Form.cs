using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    /// <summary>The most characters that a reason or a field may have: what a text input of Slack holds.</summary>
    public const int LongestText = 3000;

    /// <summary>What is wrong with the form itself, whoever fills it in; empty if nothing is. Every problem at once.</summary>
    public IReadOnlyList<Refusal> CheckForm(Wish wish) => FindFlow(wish.Flow) is { } flow
        ? [.. CheckTarget(flow, wish.Target), .. CheckDuration(flow, wish.Duration), .. CheckReason(flow.Reason, wish.Reason), .. CheckFields(flow, wish.Fields)]
        : [Refusals.UnknownFlow()];

    private static IEnumerable<Refusal> CheckTarget(Flow flow, string key)
    {
        if (!flow.Targets.Any(target => string.Equals(target.Key, key, StringComparison.Ordinal)))
        {
            yield return Refusals.UnknownTarget(flow);
        }
    }

    private static IEnumerable<Refusal> CheckDuration(Flow flow, TimeSpan? duration)
    {
        var allowed = flow.AutoRevoke ? duration is { } asked && flow.Durations.Contains(asked) : duration is null;
        if (!allowed)
        {
            yield return Refusals.DurationNotAllowed(flow);
        }
    }

    private static IEnumerable<Refusal> CheckReason(ReasonRule rule, string reason)
    {
        var length = LengthOf(reason);
        if (length == 0 && rule.Required)
        {
            yield return Refusals.ReasonMissing();
        }
        else if (length > 0 && length < rule.MinLength)
        {
            yield return Refusals.ReasonTooShort(rule.MinLength, length);
        }

        if (reason.EnumerateRunes().Count() is var all and > LongestText)
        {
            yield return Refusals.TextTooLong("reason", "The reason", LongestText, all);
        }
    }

    private static IEnumerable<Refusal> CheckFields(Flow flow, IReadOnlyDictionary<string, string> values)
    {
        foreach (var field in flow.Fields)
        {
            var value = values.GetValueOrDefault(field.Name) ?? "";
            if (value.EnumerateRunes().Count() is var length and > LongestText)
            {
                yield return Refusals.TextTooLong($"field.{field.Name}", field.Label, LongestText, length);
            }
            else if (LengthOf(value) == 0)
            {
                if (field.Required)
                {
                    yield return Refusals.FieldMissing(field);
                }
            }
            else if (field.Pattern is { } pattern && !Matches(pattern, value))
            {
                yield return Refusals.FieldMismatch(field);
            }
        }

        var known = flow.Fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in values.Where(v => v.Value.Length > 0 && !known.Contains(v.Key)).Select(v => v.Key).Order(StringComparer.Ordinal))
        {
            yield return Refusals.UnknownField(name);
        }
    }

    /// <summary>Whether a field's value matches its pattern. A match that takes too long is none.</summary>
    internal static bool Matches(Regex pattern, string value)
    {
        try
        {
            // A $ also matches before a line break at the very end, which no pattern with a $ means to let in.
            return !value.EndsWith('\n') && pattern.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Characters, without what can't be seen at the ends: a reason of blanks and zero-width spaces is none.</summary>
    private static int LengthOf(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        var first = runes.FindIndex(IsSeen);
        return first < 0 ? 0 : runes.FindLastIndex(IsSeen) - first + 1;

        static bool IsSeen(Rune rune) => !Rune.IsWhiteSpace(rune)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
    }
}
