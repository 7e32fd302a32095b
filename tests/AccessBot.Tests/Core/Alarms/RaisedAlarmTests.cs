using AccessBot.Core.Alarms;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Alarms;

public sealed class RaisedAlarmTests
{
    [Theory]
    [InlineData(-3600, 1, "0 seconds")]
    [InlineData(61, 1, "0 seconds")]
    [InlineData(899, 1, "0 seconds")]
    [InlineData(900, 2, "15 minutes")]
    [InlineData(3599, 2, "15 minutes")]
    [InlineData(3600, 3, "1 hour")]
    [InlineData(86_399, 3, "1 hour")]
    [InlineData(86_400, 4, "1 day")]
    [InlineData(172_800, 5, "2 days")]
    [InlineData(259_199, 5, "2 days")]
    public void People_are_called_at_once_after_15_minutes_an_hour_and_daily(int seconds, int stage, string words)
    {
        Assert.Equal(stage, AlarmStage.After(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(words, AlarmStage.InWords(stage));
    }

    [Fact]
    public void Each_stage_is_reached_once_and_what_is_found_late_does_not_go_through_the_earlier_ones()
    {
        var young = Raised(Given.Now);
        var old = Raised(Given.Now - TimeSpan.FromHours(2));

        var steps = new[] { 0, 1, 14, 15, 16, 59, 60, 61, 1440 }.Select(minutes => young.Advance(Given.Now.AddMinutes(minutes))).ToList();

        Assert.Equal([true, false, false, true, false, false, true, false, true], steps);
        Assert.True(old.Advance(Given.Now));
        Assert.False(old.Advance(Given.Now));
        Assert.Equal(3, old.Stage);
    }

    [Fact]
    public void What_is_no_hurry_calls_people_at_once_and_then_daily()
    {
        var alarm = new RaisedAlarm("break-glass/1");
        alarm.Seen(About(Given.Now) with { CallsDaily = true }, Given.Now);

        var steps = new[] { 0, 16, 61, 1439, 1440, 2000, 2880 }.Select(minutes => alarm.Advance(Given.Now.AddMinutes(minutes))).ToList();

        Assert.Equal([true, false, false, false, true, false, true], steps);
        Assert.Equal("2 days", AlarmStage.InWords(alarm.Stage));
    }

    [Fact]
    public void Its_beginning_is_the_earliest_that_was_ever_said()
    {
        var alarm = Raised(Given.Now);

        alarm.Seen(About(Given.Now.AddMinutes(10)), Given.Now.AddMinutes(11));
        Assert.Equal(Given.Now, alarm.Since);
        alarm.Seen(About(Given.Now.AddMinutes(-10)), Given.Now.AddMinutes(12));
        Assert.Equal(Given.Now.AddMinutes(-10), alarm.Since);
    }

    [Fact]
    public void What_comes_back_soon_goes_on_in_its_message_and_calls_nobody_for_it()
    {
        var alarm = Shown(Given.Now, until: 20);

        alarm.Seen(About(Given.Now.AddMinutes(25)), Given.Now.AddMinutes(26));
        alarm.Advance(Given.Now.AddMinutes(26));

        Assert.Equal(("C0ALERTS", "1.1", null), (alarm.Channel, alarm.Ts, alarm.ResolvedAt));
        Assert.Equal((1, 1), (alarm.Stage, alarm.CalledStage));
        Assert.True(alarm.Advance(Given.Now.AddMinutes(40)));
        Assert.True(alarm.CalledStage < alarm.Stage);
    }

    [Fact]
    public void The_same_old_trouble_that_went_by_another_name_for_a_while_calls_nobody_again()
    {
        var alarm = Shown(Given.Now, until: 20);

        alarm.Seen(About(Given.Now), Given.Now.AddMinutes(22));
        alarm.Advance(Given.Now.AddMinutes(22));

        Assert.Equal((2, 2), (alarm.Stage, alarm.CalledStage));
    }

    [Fact]
    public void What_comes_back_later_is_a_new_message()
    {
        var alarm = Shown(Given.Now, until: 20);

        alarm.Seen(About(Given.Now.AddMinutes(36)), Given.Now.AddMinutes(37));

        Assert.Equal((null, null, 0, 0), (alarm.Channel, alarm.Ts, alarm.Stage, alarm.CalledStage));
        Assert.Equal(Given.Now.AddMinutes(36), alarm.Since);
    }

    private static RaisedAlarm Raised(DateTimeOffset since)
    {
        var alarm = new RaisedAlarm("overdue/unanswered");
        alarm.Seen(About(since), Given.Now);
        return alarm;
    }

    private static RaisedAlarm Shown(DateTimeOffset since, int until)
    {
        var alarm = Raised(since);
        alarm.Advance(since);
        alarm.Shown("C0ALERTS", "1.1", "f", isNew: true);
        alarm.Advance(since.AddMinutes(until));
        alarm.Called();
        alarm.Resolve(since.AddMinutes(until));
        alarm.Done(since.AddMinutes(until));
        return alarm;
    }

    private static Alarm About(DateTimeOffset since) => new("overdue/unanswered", "Overdue revocations", ["1 overdue"], since);
}
