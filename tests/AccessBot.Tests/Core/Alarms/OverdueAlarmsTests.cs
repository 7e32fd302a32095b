using AccessBot.Core.Alarms;
using AccessBot.Core.Requests;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Alarms;

public sealed class OverdueAlarmsTests
{
    private static readonly DateTimeOffset Due = Given.In(RequestState.Revoking).DueEnd!.Value;

    public static TheoryData<Trouble?> Troubles => new([(Trouble?)null, .. Enum.GetValues<Trouble>()]);

    [Fact]
    public void Ten_thousand_of_one_cause_are_one_alarm_that_names_five_and_counts_the_rest()
    {
        Overdue[] overdue = [.. Enumerable.Range(0, 50).Select(role => new Overdue(Trouble.Unanswered, role, 200, Due.AddSeconds(role)))];

        var alarm = OverdueAlarms.Of(Assert.Single(OverdueAlarms.Grouped(overdue)), First(5));

        Assert.Equal(("overdue/unanswered", 10_000, Due), (alarm.Cause, alarm.Count, alarm.Since));
        Assert.Equal("10,000 overdue in 50 roles, the oldest since 2026-01-05 09:30 UTC:", alarm.Lines[0]);
        Assert.Equal(5, alarm.Lines.Count(line => line.StartsWith("U0RITA: Production Admin, since", StringComparison.Ordinal)));
        Assert.Equal(["and 9,995 more", "Last answer: OneLogin is in trouble (500)."], alarm.Lines.TakeLast(2));
    }

    [Fact]
    public void A_role_that_is_given_again_has_an_alarm_of_its_own()
    {
        Overdue[] overdue = [new(Trouble.StillHeld, 1, 1, Due), new(Trouble.StillHeld, 2, 1, Due), new(Trouble.Refused, 1, 1, Due), new(Trouble.Refused, 2, 1, Due)];

        var causes = OverdueAlarms.Grouped(overdue).Select(group => OverdueAlarms.Of(group, First(1)).Cause);

        Assert.Equal(["overdue/still-held/1", "overdue/still-held/2", "overdue/refused"], causes);
    }

    [Fact]
    public void What_is_not_tried_while_OneLogin_answers_nobody_is_the_same_alarm()
    {
        Overdue[] overdue = [new(Trouble.Unanswered, 1, 2, Due), new(null, 1, 9_000, Due), new(null, 2, 998, Due)];

        var alarm = OverdueAlarms.Of(Assert.Single(OverdueAlarms.Grouped(overdue)), First(1));

        Assert.Equal(("overdue/unanswered", 10_000), (alarm.Cause, alarm.Count));
        Assert.Contains("9,998 of them wait until the first can be ended", alarm.Lines);
        Assert.StartsWith("10,000 overdue in 2 roles", alarm.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_tried_while_only_one_call_is_refused_is_an_alarm_of_its_own()
    {
        Overdue[] overdue = [new(Trouble.Refused, 1, 2, Due), new(null, 1, 1, Due)];

        Assert.Equal(["overdue/refused", "overdue/untried"], OverdueAlarms.Grouped(overdue).Select(group => OverdueAlarms.Of(group, First(1)).Cause));
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Each_cause_says_what_it_is_and_what_to_do(Trouble? trouble)
    {
        var alarm = OverdueAlarms.Of(Assert.Single(OverdueAlarms.Grouped([new Overdue(trouble, 81878, 1, Due)])), First(1));

        Assert.StartsWith("Overdue revocations", alarm.Title, StringComparison.Ordinal);
        Assert.NotEmpty(alarm.Advice!);
        Assert.DoesNotContain(alarm.Lines, line => line.StartsWith("and ", StringComparison.Ordinal));
        Assert.DoesNotContain("Rita", alarm.Title, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(3.0, false)]
    [InlineData(-3.0, false)]
    [InlineData(3.1, true)]
    [InlineData(-3.1, true)]
    public void More_than_three_seconds_between_the_clocks_is_an_alarm(double seconds, bool isOne)
    {
        var alarm = ClockAlarm.Of("web-1", TimeSpan.FromSeconds(seconds), Given.Now);

        Assert.Equal(isOne, alarm is not null);
    }

    [Fact]
    public void A_clock_is_said_to_be_ahead_or_behind()
    {
        Assert.Contains("is 90 seconds ahead of the database's", ClockAlarm.Of("web-1", TimeSpan.FromSeconds(90), Given.Now)!.Lines[0], StringComparison.Ordinal);
        Assert.Contains("is 4.5 seconds behind the database's", ClockAlarm.Of("web-1", TimeSpan.FromSeconds(-4.5), Given.Now)!.Lines[0], StringComparison.Ordinal);
    }

    private static IReadOnlyList<Request> First(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var request = Given.In(RequestState.Revoking);
        request.FailedIn(RequestState.Revoking, "OneLogin is in trouble (500).", requestId: null, Due.AddMinutes(1), Trouble.Unanswered);
        return request;
    })];
}
