using System.Globalization;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

/// <summary>
/// What a request keeps of its form beside the values, so that its messages stay true when the rules change: what the fields were called,
/// and what they took and their values in words.
/// </summary>
/// <remarks>
/// By name, in the form's order: <c>size</c> has the field's label, and <c>size:Choice</c> the values in words, one a line. No name has a
/// colon. Hidden fields have no notes: nobody is shown them. The end that was asked for is noted under <c>:until</c>,
/// and the rules in C# that left less than was asked for under <c>:lessened</c>.
/// </remarks>
internal static class FieldNotes
{
    private const string UntilKey = ":until";
    private const string LessenedKey = ":lessened";

    public static IReadOnlyDictionary<string, string> Of(Flow flow, Wish wish)
    {
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in flow.Fields.Where(field => !field.Hidden))
        {
            notes[field.Name] = field.Label;
            if (field.Type is not FieldType.String)
            {
                // A text's words are its value.
                var words = field.Type is FieldType.Text ? [] : FieldValues.InWords(field, wish.Fields.GetValueOrDefault(field.Name) ?? "");
                notes[$"{field.Name}:{field.Type}"] = string.Join('\n', words);
            }
        }

        if (wish.Until is { } until)
        {
            notes[UntilKey] = $"{until.UtcDateTime:O}";
        }

        if (wish.LessenedBy is { } rules)
        {
            notes[LessenedKey] = rules;
        }

        return notes;
    }

    public static string? LessenedBy(IReadOnlyDictionary<string, string> notes) => notes.GetValueOrDefault(LessenedKey);

    public static DateTimeOffset? Until(IReadOnlyDictionary<string, string> notes) =>
        notes.TryGetValue(UntilKey, out var until) ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    public static IEnumerable<Answer> Answers(IReadOnlyDictionary<string, string> notes, IReadOnlyDictionary<string, string> values)
    {
        var typed = notes.Keys.Select(key => key.Split(':', 2)).Where(parts => parts is [{ Length: > 0 }, _])
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        foreach (var (name, label) in notes.Where(note => !note.Key.Contains(':', StringComparison.Ordinal)))
        {
            if (!values.TryGetValue(name, out var value) || string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            var type = typed.TryGetValue(name, out var word) && Enum.TryParse<FieldType>(word, out var known) ? known : FieldType.String;
            yield return new Answer(name, label, type, type is FieldType.String or FieldType.Text ? [value] : notes[$"{name}:{word}"].Split('\n'));
        }
    }
}
