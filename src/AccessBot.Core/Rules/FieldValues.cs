using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AccessBot.Core.People;

namespace AccessBot.Core.Rules;

/// <summary>The one place where the values of fields are read, judged and put into words.</summary>
/// <remarks>
/// Every value is a text, wherever it goes: request, rules, audit entry, API. Each type has one form, so that equal values are equal texts:
/// <list type="bullet">
/// <item><c>string</c>, <c>text</c>: as written.</item>
/// <item><c>int</c>: digits, with a minus before them if need be: <c>-7</c>.</item>
/// <item><c>bool</c>: <c>true</c> or <c>false</c>.</item>
/// <item><c>choice</c>: the choice's value.</item>
/// <item><c>multi-choice</c>: the choices' values, one a line, in the order of the rules.</item>
/// <item><c>user</c>: a Slack user id.</item>
/// <item><c>users</c>: Slack user ids, one a line, in the order in which they were picked.</item>
/// <item><c>duration</c>: a whole number and the largest unit that makes it one: <c>90m</c>, <c>1d</c>.</item>
/// </list>
/// No value is the empty text, or no entry.
/// </remarks>
public static partial class FieldValues
{
    /// <summary>The largest number, either side of zero, that every reader of JSON keeps exactly.</summary>
    public const long LargestNumber = 9_007_199_254_740_991;

    /// <summary>How many values a field that takes several has at most, whatever the rules say.</summary>
    public const int MostValues = 100;

    /// <summary>How long a choice's value and label may be: what a menu of Slack takes.</summary>
    internal const int LongestChoice = 75;

    /// <summary>The single values of a field that takes several, or the one of any other; none for no value.</summary>
    public static IReadOnlyList<string> Items(Field field, string value) =>
        IsBlank(value) ? [] : field.TakesSeveral ? [.. Lines(value)] : [value];

    /// <summary>The value in its one form; null if it is none of this type. Whether it is good is for <see cref="WhyNot"/> to say.</summary>
    public static string? Read(Field field, string text) => field.Type switch
    {
        FieldType.Int => Number(text.Trim()) is { } number ? number.ToString(CultureInfo.InvariantCulture) : null,
        FieldType.Bool => text.Trim() is "true" or "false" ? text.Trim() : null,
        FieldType.Choice when field.ChoicesFrom is not null => IsChoice(text) ? text : null,
        FieldType.MultiChoice when field.ChoicesFrom is not null => Lines(text).All(IsChoice) ? string.Join('\n', Lines(text)) : null,
        FieldType.Choice => field.Choices.Any(choice => choice.Value == text) ? text : null,
        FieldType.MultiChoice => Chosen(field, Lines(text)),
        FieldType.User => SlackUserId.TryParse(text, out var user) ? user.Value : null,
        FieldType.Users => People(Lines(text)),
        FieldType.Duration => Duration(field, text.Trim()),
        _ => text,
    };

    /// <summary>Why this can't be the field's value; null if it can. Blank is for no value, which only a required field refuses.</summary>
    public static Refusal? WhyNot(Field field, string text)
    {
        if (field.Type is FieldType.String or FieldType.Text && text.EnumerateRunes().Count() is var all and > AccessRules.LongestText)
        {
            return Refusals.TextTooLong($"field.{field.Name}", field.Label, AccessRules.LongestText, all);
        }

        if (IsBlank(text))
        {
            return field.Required ? Refusals.FieldMissing(field) : null;
        }

        if (Read(field, text) is not { } value)
        {
            return field.Choices.Count > 0 || field.Type is FieldType.Choice or FieldType.MultiChoice ? Refusals.FieldNotOffered(field) : Refusals.FieldMismatch(field);
        }

        if (field.Pattern is { } pattern && !AccessRules.Matches(pattern, value))
        {
            return Refusals.FieldMismatch(field);
        }

        var size = SizeOf(field, value);
        return size < field.Min || size > field.Max || (field.TakesSeveral && size > MostValues) ? Refusals.FieldOutOfRange(field) : null;
    }

    /// <summary>A value in its one form as people read it, one text for each of its single values. People are left as their ids.</summary>
    public static IReadOnlyList<string> InWords(Field field, string value) => [.. Items(field, value).Select(item => field.Type switch
    {
        FieldType.Bool => item is "true" ? "Yes" : "No",
        FieldType.Choice or FieldType.MultiChoice => field.Choices.FirstOrDefault(choice => choice.Value == item)?.Label ?? item,
        FieldType.Duration => DurationText.Read(item, out var duration) is null ? DurationText.InWords(duration) : item,
        _ => item,
    })];

    /// <summary>What <see cref="Field.Min"/> and <see cref="Field.Max"/> bound; null where nothing is bounded.</summary>
    internal static long? SizeOf(Field field, string value) => field.Type switch
    {
        FieldType.String or FieldType.Text => Visible(value),
        FieldType.Int => Number(value),
        FieldType.MultiChoice or FieldType.Users => Items(field, value).Count,
        FieldType.Duration => DurationText.Read(value, out var duration) is null ? (long)duration.TotalSeconds : null,
        _ => null,
    };

    /// <summary>Whether there is nothing in it to be seen: blanks and zero-width spaces are no value.</summary>
    internal static bool IsBlank(string text) => Visible(text) == 0;

    /// <summary>Characters, without what can't be seen at the ends.</summary>
    internal static int Visible(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        var first = runes.FindIndex(IsSeen);
        return first < 0 ? 0 : runes.FindLastIndex(IsSeen) - first + 1;

        static bool IsSeen(Rune rune) => !Rune.IsWhiteSpace(rune)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
    }

    internal static long? Number(string text) =>
        WholeNumber().IsMatch(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= LargestNumber
            ? number
            : null;

    /// <summary>Whether it could be a choice's value, whoever says which there are.</summary>
    internal static bool IsChoice(string text) => text.Length <= LongestChoice && !text.Contains('\n', StringComparison.Ordinal) && !IsBlank(text);

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Where(line => line.Length > 0).Distinct(StringComparer.Ordinal);

    private static string? Chosen(Field field, IEnumerable<string> values)
    {
        var asked = values.ToHashSet(StringComparer.Ordinal);
        var chosen = field.Choices.Select(choice => choice.Value).Where(asked.Contains).ToList();
        return chosen.Count == asked.Count ? string.Join('\n', chosen) : null;
    }

    private static string? People(IEnumerable<string> ids)
    {
        List<string> people = [.. ids];
        return people.TrueForAll(id => SlackUserId.TryParse(id, out _)) ? string.Join('\n', people) : null;
    }

    private static string? Duration(Field field, string text)
    {
        var value = DurationText.Read(text.ToLowerInvariant(), out var duration) is null ? DurationText.Short(duration) : null;
        return field.Choices.Count == 0 || field.Choices.Any(choice => choice.Value == value) ? value : null;
    }

    // Seventeen digits are more than LargestNumber has, and no overflow.
    [GeneratedRegex("^-?[0-9]{1,17}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex WholeNumber();
}
