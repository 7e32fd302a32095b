namespace AccessBot.Core.Rules;

/// <summary>Some hours on some days of the week, by the clocks of some place; its daylight saving time included.</summary>
/// <param name="Days">The days that they begin on.</param>
/// <param name="From">When they begin, within the day.</param>
/// <param name="To">When they are over, up to 24 hours; before <paramref name="From"/> it is on the next day.</param>
/// <param name="Zone">Whose clocks.</param>
public sealed record WeeklyHours(IReadOnlySet<DayOfWeek> Days, TimeSpan From, TimeSpan To, TimeZoneInfo Zone)
{
    /// <summary>Whether this moment is within them.</summary>
    public bool Include(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var (today, time) = (local.DayOfWeek, local.TimeOfDay);
        var yesterday = (DayOfWeek)(((int)today + 6) % 7);
        return From < To
            ? Days.Contains(today) && time >= From && time < To
            : (Days.Contains(today) && time >= From) || (Days.Contains(yesterday) && time < To);
    }
}
