using System.Net;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Clocks that differ, are set back, or show a time that there isn't twice or at all.</summary>
public sealed class ClockTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_difference_of_more_than_three_seconds_is_an_alarm_until_it_is_gone(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add($"Alarm clock/{Environment.MachineName}: AccessBot's clock and the database's differ");
        journey.Bot.DatabaseClock.Ahead = TimeSpan.FromSeconds(2.9);
        await journey.Bot.ReconcileAsync();
        Assert.Empty(journey.Alerts);

        journey.Bot.DatabaseClock.Ahead = TimeSpan.FromSeconds(-42);
        await journey.Bot.ReconcileAsync();
        await journey.Bot.ReconcileAsync();
        var alarm = Assert.Single(journey.Alerts);
        var ill = await HealthAsync(journey.Bot);
        journey.Bot.DatabaseClock.Ahead = TimeSpan.Zero;
        await journey.Bot.ReconcileAsync();

        Assert.Contains("AccessBot's clock is 42 seconds behind the database's", alarm.Text, StringComparison.Ordinal);
        Assert.Contains("NTP", alarm.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, ill.Code);
        Assert.Contains("42 seconds behind", ill.Body, StringComparison.Ordinal);
        Assert.StartsWith("*Over: AccessBot's clock and the database's differ*", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Degraded", (await HealthAsync(journey.Bot)).Body, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_clock_alarm_of_a_machine_that_is_gone_is_over(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Alarm clock/gone");
        var alarms = journey.Bot.Services.GetRequiredService<RaiseAlarms>();
        await alarms.ReportAsync("clock/gone", [ClockAlarm.Of("gone", TimeSpan.FromSeconds(9), journey.Now)!], journey.Now, CancellationToken.None);

        await journey.PassAsync(TimeSpan.FromMinutes(4));
        await journey.Bot.ReconcileAsync();
        Assert.StartsWith("*Alarm: ", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await journey.Bot.ReconcileAsync();

        Assert.StartsWith("*Over: ", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_clock_that_is_set_back_ends_nothing_early_and_nothing_twice(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        var granted = await journey.RequestAsync(id);
        await journey.PassAsync(TimeSpan.FromMinutes(20));
        await journey.Bot.ReconcileAsync();

        journey.Clock.AdjustTime(journey.Now - TimeSpan.FromHours(1));
        await journey.Bot.ReconcileAsync();
        await journey.PassAsync(TimeSpan.FromMinutes(60));
        await journey.Bot.ReconcileAsync();
        Assert.True(journey.Holds(Cast.Rita));
        Assert.Equal(granted.EndsAt, (await journey.RequestAsync(id)).EndsAt);
        await journey.PassAsync(granted.EndsAt!.Value - journey.Now);
        await journey.Bot.ReconcileAsync();
        await journey.ReachesAsync(id, RequestState.Expired);
        journey.Clock.AdjustTime(journey.Now - TimeSpan.FromMinutes(30));
        await journey.PassAsync(TimeSpan.FromHours(1));
        await journey.Bot.ReconcileAsync();

        var closed = await journey.RequestAsync(id);
        Assert.True(closed.ClosedAt >= granted.EndsAt);
        Assert.Single(journey.Writes("DELETE"));
        Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.Ended);
        Assert.Empty(journey.Alerts);
    }

    /// <summary>Central Europe's clocks go from 2:00 to 3:00 and from 3:00 to 2:00; a year has a 29th of February.</summary>
    [Theory]
    [InlineData("2026-03-29T00:50:00Z", Db.Sqlite)]
    [InlineData("2026-03-29T00:50:00Z", Db.Postgres)]
    [InlineData("2026-10-25T00:50:00Z", Db.Sqlite)]
    [InlineData("2026-10-25T00:50:00Z", Db.Postgres)]
    [InlineData("2028-02-28T23:50:00Z", Db.Sqlite)]
    [InlineData("2028-02-29T23:50:00Z", Db.Sqlite)]
    [InlineData("2028-12-31T23:50:00Z", Db.Sqlite)]
    public async Task A_grant_over_a_change_of_the_calendar_ends_after_its_time_and_no_other(string at, Db db)
    {
        var start = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        await using var journey = await Journey.StartAsync(db, at: start);
        journey.Clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        var granted = await journey.RequestAsync(id);

        await journey.PassAsync(granted.GrantedAt!.Value + TimeSpan.FromMinutes(29) - journey.Now);
        await journey.Bot.ReconcileAsync();
        Assert.True(journey.Holds(Cast.Rita));
        await journey.PassAsync(TimeSpan.FromMinutes(1));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(granted.GrantedAt + TimeSpan.FromMinutes(30), granted.EndsAt);
        Assert.True(journey.OneLogin.Calls.Writes[^1].At >= granted.EndsAt);
        Assert.Single(journey.Writes("DELETE"));
    }

    private static async Task<(HttpStatusCode Code, string Body)> HealthAsync(RunningBot bot)
    {
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
