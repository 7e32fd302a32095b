using System.Globalization;

namespace AccessBot.Core.Rules;

/// <summary>Durations as people write and read them.</summary>
public static class DurationText
{
    /// <summary>The longest duration that the rules may name.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(365);

    /// <summary>For people: <c>30 minutes</c>, <c>1 hour</c>, <c>1 day 12 hours</c>. Below a second is not shown.</summary>
    public static string InWords(TimeSpan duration)
    {
        (int Count, string Unit)[] parts =
        [
            (duration.Days, "day"), (duration.Hours, "hour"), (duration.Minutes, "minute"), (duration.Seconds, "second"),
        ];
        var words = parts.Where(p => p.Count != 0).Select(p => p.Count == 1 ? $"1 {p.Unit}" : $"{p.Count} {p.Unit}s").ToList();
        return words.Count == 0 ? "0 seconds" : string.Join(' ', words);
    }

    /// <summary>As the rules write it, with the largest unit that makes it a whole number: <c>90m</c>, <c>1d</c>. Whole seconds only.</summary>
    public static string Short(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (size, unit) = Array.Find<(long Size, char Unit)>([(86400, 'd'), (3600, 'h'), (60, 'm'), (1, 's')], u => seconds % u.Size == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size}{unit}");
    }

    /// <summary>Reads <c>30s</c>, <c>15m</c>, <c>4h</c> or <c>1d</c>; false if it isn't one of these, or is zero.</summary>
    public static bool TryRead(string text, out TimeSpan duration) => Read(text, out duration) is null;

    /// <summary>Reads <c>30s</c>, <c>15m</c>, <c>4h</c> or <c>1d</c>.</summary>
    /// <returns>Null if it is read; else what is wrong with it, to be put after the text ("… has no unit").</returns>
    internal static string? Read(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().TrimEnd("smhd");
        if (text.Length == 0 || text.StartsWith('-'))
        {
            return text.Length == 0 ? "is empty" : "is negative";
        }

        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || text.Length - digits.Length > 1)
        {
            return "is not a duration";
        }

        if (digits.Length == text.Length)
        {
            return "has no unit";
        }

        var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86400 };
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > (long)Longest.TotalSeconds / seconds)
        {
            return "is more than 365 days";
        }

        duration = TimeSpan.FromSeconds(count * seconds);
        return count == 0 ? "is zero" : null;
    }
}
