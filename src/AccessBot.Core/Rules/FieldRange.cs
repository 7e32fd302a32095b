using System.Globalization;

namespace AccessBot.Core.Rules;

/// <summary>What a field's bounds mean, in words.</summary>
public static class FieldRange
{
    /// <summary><c>at least 5 characters</c>, <c>from 1 to 10</c>; null if nothing is bounded.</summary>
    public static string? InWords(Field field) => (field.Min, field.Max) switch
    {
        (null, null) => null,
        ({ } min, null) => $"at least {Amount(field, min)}",
        (null, { } max) => $"at most {Amount(field, max)}",
        ({ } min, { } max) when min == max => $"exactly {Amount(field, max)}",
        ({ } min, { } max) when field.Type is FieldType.Duration => $"from {Amount(field, min)} to {Amount(field, max)}",
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"from {min} to {Amount(field, max)}"),
    };

    private static string Amount(Field field, long amount)
    {
        var unit = field.Type switch
        {
            FieldType.String or FieldType.Text => amount == 1 ? " character" : " characters",
            FieldType.Users => amount == 1 ? " person" : " people",
            FieldType.MultiChoice => amount == 1 ? " choice" : " choices",
            _ => "",
        };
        return field.Type is FieldType.Duration
            ? DurationText.InWords(TimeSpan.FromSeconds(amount))
            : string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}");
    }
}
