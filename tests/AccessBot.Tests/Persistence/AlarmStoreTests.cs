using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

public sealed class AlarmStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_alarm_comes_back_as_it_was_saved_and_is_saved_over(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IAlarmStore>();
        var alarm = Raised("overdue/unanswered");
        await store.SaveAsync(alarm, None);
        alarm.Shown("C0ALERTS", "1.1", "f", isNew: true);
        alarm.Resolve(Given.Now.AddMinutes(5));

        await store.SaveAsync(alarm, None);

        Assert.Equivalent(alarm, Assert.Single(await store.OpenAsync(None)), strict: true);
        Assert.Equivalent(alarm, await store.FindAsync(alarm.Cause, None), strict: true);
        Assert.Null(await store.FindAsync("overdue/refused", None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_done_is_not_open_and_not_forgotten(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IAlarmStore>();
        var alarm = Raised("overdue/unanswered");
        alarm.Resolve(Given.Now);
        alarm.Done(Given.Now);
        await store.SaveAsync(alarm, None);
        await store.SaveAsync(Raised("clock/web-1"), None);

        Assert.Equal("clock/web-1", Assert.Single(await store.OpenAsync(None)).Cause);
        Assert.NotNull(await store.FindAsync("overdue/unanswered", None));
    }

    private static RaisedAlarm Raised(string cause)
    {
        var alarm = new RaisedAlarm(cause);
        alarm.Seen(new Alarm(cause, "Overdue revocations", ["1 overdue", "rita"], Given.Now) { Advice = "Look.", Count = 3 }, Given.Now);
        alarm.Advance(Given.Now.AddHours(2));
        return alarm;
    }
}
