using System.Globalization;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class WeeklyHoursTests
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [Theory]
    // Monday to Friday, 8 to 18 o'clock in Berlin, which is an hour ahead of UTC in winter
    [InlineData("Europe/Berlin", 8, 18, "2026-11-23T06:59:59Z", false)]
    [InlineData("Europe/Berlin", 8, 18, "2026-11-23T07:00:00Z", true)]
    [InlineData("Europe/Berlin", 8, 18, "2026-11-23T16:59:59Z", true)]
    [InlineData("Europe/Berlin", 8, 18, "2026-11-23T17:00:00Z", false)]
    [InlineData("Europe/Berlin", 8, 18, "2026-11-22T12:00:00Z", false)]
    // and two in summer: the Friday before and the Monday after the clocks are set forward, and back
    [InlineData("Europe/Berlin", 8, 18, "2026-03-27T06:30:00Z", false)]
    [InlineData("Europe/Berlin", 8, 18, "2026-03-30T06:30:00Z", true)]
    [InlineData("Europe/Berlin", 8, 18, "2026-10-23T06:30:00Z", true)]
    [InlineData("Europe/Berlin", 8, 18, "2026-10-26T06:30:00Z", false)]
    // The day is that of the place
    [InlineData("Pacific/Auckland", 8, 18, "2026-11-22T20:00:00Z", true)]
    [InlineData("America/Los_Angeles", 8, 18, "2026-11-28T01:00:00Z", true)]
    // Over midnight, begun on a workday
    [InlineData("UTC", 22, 6, "2026-11-23T21:59:59Z", false)]
    [InlineData("UTC", 22, 6, "2026-11-23T22:00:00Z", true)]
    [InlineData("UTC", 22, 6, "2026-11-24T05:59:59Z", true)]
    [InlineData("UTC", 22, 6, "2026-11-24T06:00:00Z", false)]
    [InlineData("UTC", 22, 6, "2026-11-23T05:00:00Z", false)]
    [InlineData("UTC", 22, 6, "2026-11-28T05:00:00Z", true)]
    [InlineData("UTC", 22, 6, "2026-11-28T23:00:00Z", false)]
    // Whole days
    [InlineData("UTC", 0, 24, "2026-11-27T23:59:59Z", true)]
    [InlineData("UTC", 0, 24, "2026-11-28T00:00:00Z", false)]
    // A leap day
    [InlineData("UTC", 0, 24, "2028-02-29T12:00:00Z", true)]
    public void A_moment_is_within_the_hours_of_a_place_or_not(string zone, int from, int to, string moment, bool within)
    {
        var hours = new WeeklyHours(Workdays.ToHashSet(), TimeSpan.FromHours(from), TimeSpan.FromHours(to), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(within, hours.Include(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)));
    }
}
