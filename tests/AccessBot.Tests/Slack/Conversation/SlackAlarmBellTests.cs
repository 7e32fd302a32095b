using System.Text.RegularExpressions;
using AccessBot.Core.Alarms;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using CsCheck;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Alarms in the alerts channel of the sandbox's workspace.</summary>
public sealed partial class SlackAlarmBellTests : ConversationHost
{
    [Fact]
    public async Task An_alarm_is_posted_once_and_updated_only_when_it_changes()
    {
        var alarm = Raised("one");

        await Bell.RingAsync(alarm, CancellationToken.None);
        await Bell.RingAsync(alarm, CancellationToken.None);
        var calls = Workspace.Calls.Count;
        alarm.Seen(About("two"), Time.GetUtcNow());
        await Bell.RingAsync(alarm, CancellationToken.None);

        Assert.Equal(1, calls);
        var message = Assert.Single(Workspace.Messages(General));
        Assert.Contains("• two", message.Text, StringComparison.Ordinal);
        Assert.True(message.IsEdited);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task A_further_stage_is_called_out_in_the_thread_and_in_the_channel_once()
    {
        var alarm = Raised("3 overdue, the oldest since 09:00:");
        await Bell.RingAsync(alarm, CancellationToken.None);

        alarm.Advance(Time.GetUtcNow().AddMinutes(15));
        await Bell.RingAsync(alarm, CancellationToken.None);
        await Bell.RingAsync(alarm, CancellationToken.None);

        var posted = Workspace.Messages(General);
        Assert.Equal([null, posted[0].Ts], posted.Select(m => m.ThreadTs));
        Assert.Equal("*Still so after 15 minutes: Overdue revocations*\n3 overdue, the oldest since 09:00", posted[1].Text);
        Assert.True(Workspace.Calls[^1].Arguments.GetProperty("reply_broadcast").GetBoolean());
    }

    [Fact]
    public async Task What_is_found_old_is_posted_and_not_called_out_besides()
    {
        var alarm = Raised("one", ago: TimeSpan.FromDays(3));

        await Bell.RingAsync(alarm, CancellationToken.None);

        Assert.Single(Workspace.Messages(General));
    }

    [Fact]
    public async Task What_is_over_says_from_when_to_when_and_is_done()
    {
        var alarm = Raised("one", ago: TimeSpan.FromMinutes(65));
        await Bell.RingAsync(alarm, CancellationToken.None);
        alarm.Resolve(Time.GetUtcNow());

        await Bell.RingAsync(alarm, CancellationToken.None);

        var text = Assert.Single(Workspace.Messages(General)).Text;
        Assert.StartsWith("*Over: Overdue revocations*\nFrom <!date^", text, StringComparison.Ordinal);
        Assert.Contains(", 1 hour 5 minutes.", text, StringComparison.Ordinal);
        Assert.NotNull(alarm.DoneAt);
    }

    [Fact]
    public async Task While_Slack_is_away_it_is_left_for_the_next_minute_even_if_it_is_over_by_then()
    {
        var alarm = Raised("one");
        Workspace.Faults.Down();
        await Bell.RingAsync(alarm, CancellationToken.None);
        alarm.Resolve(Time.GetUtcNow());
        await Bell.RingAsync(alarm, CancellationToken.None);
        Assert.Null(alarm.DoneAt);

        Workspace.Faults.Clear();
        await Bell.RingAsync(alarm, CancellationToken.None);

        Assert.StartsWith("*Over: ", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("not_in_channel")]
    [InlineData("is_archived")]
    [InlineData("invalid_auth")]
    public async Task A_channel_that_takes_nothing_is_an_error_in_the_log_that_says_what_to_do(string error)
    {
        Workspace.Faults.Refuse(error);

        await Bell.RingAsync(Raised("one"), CancellationToken.None);

        var line = Assert.Single(Log.Lines, l => l.Level == LogLevel.Error);
        Assert.Contains(error, line.Text, StringComparison.Ordinal);
        Assert.Contains("Slack:AlertsChannel", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_deleted_is_posted_anew()
    {
        var alarm = Raised("one");
        await Bell.RingAsync(alarm, CancellationToken.None);
        Workspace.Faults.Refuse("message_not_found", "chat.update");
        alarm.Seen(About("two"), Time.GetUtcNow());

        await Bell.RingAsync(alarm, CancellationToken.None);

        Assert.Equal(2, Workspace.Messages(General).Count);
        Assert.Equal(Workspace.Messages(General)[1].Ts, alarm.Ts);
    }

    [Fact]
    public void No_text_makes_an_alarm_that_Slack_refuses_or_takes_for_markup() =>
        Gen.Select(Gen.OneOf(HostileTextTests.Text, Gen.String[0, 400]), HostileTextTests.Text, HostileTextTests.Text.List[0, 40], Gen.Int[0, 2]).Sample((title, advice, lines, end) =>
        {
            var alarm = new RaisedAlarm("overdue/x");
            var facts = new Alarm("overdue/x", title, lines, Story.Start) { Advice = advice };
            alarm.Seen(facts, Story.Start);
            alarm.Advance(Story.Start.AddDays(1));
            if (end == 1)
            {
                alarm.Resolve(Story.Start.AddDays(2));
            }
            else if (end == 2)
            {
                alarm.Happened(facts, Story.Start);
            }

            Check(AlarmMessage.Render(alarm));
            Check(AlarmMessage.Call(alarm));
        }, iter: 200);

    [Fact]
    public void The_text_says_all_that_the_blocks_say()
    {
        var alarm = Raised("one", "two", "three");

        var message = AlarmMessage.Render(alarm);

        Assert.Equal(message.Words(), message.Text.Text);
    }

    private static Alarm About(params string[] lines) => new("overdue/unanswered", "Overdue revocations", lines, Story.Start) { Advice = "See whether OneLogin is up." };

    private static void Check(Message message)
    {
        message.SaysInItsTextWhatItShows();
        var errors = new BlockErrors();
        BlockValidator.Check(Drawn.Json(message).GetProperty("blocks"), errors, "/blocks", "message");
        Assert.Empty(errors.All);
        Assert.InRange(message.Text.Text.EnumerateRunes().Count(), 1, 4000);
        Assert.InRange(message.Words().EnumerateRunes().Count(), 1, 12_000);
        Assert.DoesNotContain('<', Ours().Replace(message.Words() + message.Text.Text, ""));
    }

    private RaisedAlarm Raised(params string[] lines) => Raised(lines, TimeSpan.Zero);

    private RaisedAlarm Raised(string line, TimeSpan ago) => Raised([line], ago);

    private RaisedAlarm Raised(string[] lines, TimeSpan ago)
    {
        var alarm = new RaisedAlarm("overdue/unanswered");
        alarm.Seen(About(lines) with { Since = Time.GetUtcNow() - ago }, Time.GetUtcNow());
        alarm.Advance(Time.GetUtcNow());
        return alarm;
    }

    [GeneratedRegex(@"<!date\^[0-9]+\^\{date_short_pretty\} at \{time\}\|[0-9: -]+ UTC>", RegexOptions.None, 1000)]
    private static partial Regex Ours();
}
