namespace AccessBot.Core.Rules;

/// <summary>When those for whom something waits are told what: once on some days of the week, by the clocks of some place.</summary>
/// <param name="Days">The days.</param>
/// <param name="At">When, within the day.</param>
/// <param name="Zone">Whose clocks.</param>
public sealed record DigestRule(IReadOnlySet<DayOfWeek> Days, TimeSpan At, TimeZoneInfo Zone)
{
    /// <summary>How long after its time it is still sent, if it could not be sent then. Never on the next day: nobody is woken by it.</summary>
    public static readonly TimeSpan NoLaterThan = TimeSpan.FromHours(6);

    /// <summary>The day, at that place, whose digest is to be sent at this moment; null if it is not the time for one.</summary>
    public DateOnly? DayAt(DateTimeOffset moment)
    {
        var over = At + NoLaterThan;
        var hours = new WeeklyHours(Days, At, over < TimeSpan.FromDays(1) ? over : TimeSpan.FromDays(1), Zone);
        return hours.Include(moment) ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime) : null;
    }
}
