using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Holders are reminded that their access ends soon: once, before it does, with what they can do about it.</summary>
public sealed class EndReminderTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory, InlineData(Db.Sqlite, Door.Http), InlineData(Db.Postgres, Door.Sockets)]
    public async Task The_holder_is_reminded_once_and_the_reminder_stays_true(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var id = await LifeOfARequestTests.GrantedAsync(journey);

        await journey.PassAsync(Quarter);
        await journey.UntilAsync(() => Reminders(journey).Count == 1, "Rita is reminded");
        await journey.ShownAsync(id);
        var reminder = Reminders(journey)[0];
        Assert.Contains("Your access to *Production Admin* ends", reminder.Text, StringComparison.Ordinal);
        Assert.Contains("\"extend\"", reminder.Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"revoke\"", reminder.Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.True(journey.Holds(Cast.Rita));

        await journey.Bot.ReconcileAsync();
        await journey.PassAsync(Quarter);
        await journey.ReachesAsync(id, RequestState.Expired);

        var now = Assert.Single(journey.Slack.DirectMessages(Cast.Rita.SlackId), message => message.Ts == reminder.Ts);
        Assert.StartsWith("*Expired*\n", now.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"button\"", now.Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Reminders(journey));
        Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.EndReminded);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task With_its_buttons_the_access_is_ended_or_extended(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await journey.PassAsync(Quarter);
        await journey.UntilAsync(() => Reminders(journey).Count == 1, "Rita is reminded");

        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(Reminders(journey)[0], "extend");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId) is not null, "the window is open");
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "extend.more", "more", "1800" }, { "reason", "reason", "It takes longer than that." } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 2, "more time is asked for");
        var more = (await journey.RequestsAsync())[^1].Id;
        await journey.ShownAsync(more);
        await journey.ClickAsync(Cast.Ana, more, "approve");
        await journey.ReachesAsync(more, RequestState.Approved);
        await journey.ShownAsync(id);
        Assert.Empty(Reminders(journey));
        Assert.Single(journey.Slack.DirectMessages(Cast.Rita.SlackId), message => message.Text.StartsWith("*Extended*\n", StringComparison.Ordinal));

        await journey.PassAsync(2 * Quarter);
        await journey.UntilAsync(() => Reminders(journey).Count == 1, "Rita is reminded of the new end");
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(Reminders(journey)[0], "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal(2, (await journey.AuditAsync(id.ToString())).Count(entry => entry.Action == AuditAction.EndReminded));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Nobody_is_reminded_of_what_has_ended_nor_where_the_flow_does_not_want_it(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: JourneyRules.Usual.Replace("    label: Second door\n", "    label: Second door\n    remindBefore: off\n", StringComparison.Ordinal));
        var ended = await LifeOfARequestTests.GrantedAsync(journey);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(ended), "revoke");
        await journey.ReachesAsync(ended, RequestState.Revoked);
        var quiet = await journey.AskAsync(Cast.Rita, "second-door");
        await journey.ClickAsync(Cast.Ana, quiet, "approve");
        await journey.ReachesAsync(quiet, RequestState.Granted);

        await journey.PassAsync(Quarter);
        await journey.Bot.ReconcileAsync();
        await journey.PassAsync(Quarter);
        await journey.ReachesAsync(quiet, RequestState.Expired);

        Assert.Empty(await EndNoticesAsync(journey));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_reminder_that_Slack_does_not_take_before_the_end_is_not_made_after_it(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Slack does not take request");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.Slack.Faults.Down("chat.postMessage");
        await journey.PassAsync(Quarter);
        await journey.UntilAsync(async () => (await EndNoticesAsync(journey)).Any(notice => notice.Attempts > 0), "the reminder is tried");

        await journey.PassAsync(Quarter);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Expired, "it has ended");
        journey.Slack.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(10));
        await journey.ShownAsync(id);

        Assert.Null(Assert.Single(await EndNoticesAsync(journey)).Ts);
        Assert.Empty(Reminders(journey));
        Assert.Single(journey.Slack.DirectMessages(Cast.Rita.SlackId));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_whose_answer_is_lost_is_not_made_twice(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Slack does not take request");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.Slack.Faults.DropAfter("chat.postMessage");

        await journey.PassAsync(Quarter);
        await journey.UntilAsync(() => Reminders(journey).Count == 1, "Rita is reminded");
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.ShownAsync(id);
        await journey.Bot.ReconcileAsync();
        await journey.ShownAsync(id);

        Assert.Single(Reminders(journey));
    }

    [Theory, InlineData(Db.Postgres)]
    public async Task Two_processes_and_a_lost_job_make_one_reminder(Db db)
    {
        await using var journey = await Journey.StartAsync(db, bots: 2);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        foreach (var bot in journey.Bots)
        {
            bot.Queue.Lose();
        }

        await journey.PassAsync(Quarter + TimeSpan.FromSeconds(20));
        await Task.WhenAll(journey.Bots.Select(bot => bot.ReconcileAsync()));
        await Task.WhenAll(journey.Bots.Select(bot => bot.Services.GetRequiredService<RemindOfEnd>().ExecuteAsync(id, CancellationToken.None)));
        await journey.ShownAsync(id);

        Assert.Single(Reminders(journey));
        Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.EndReminded);
    }

    private static IReadOnlyList<SlackMessage> Reminders(Journey journey) =>
        [.. journey.Slack.DirectMessages(Cast.Rita.SlackId).Where(message => message.Text.StartsWith("*Ends soon*\n", StringComparison.Ordinal))];

    private static async Task<IReadOnlyList<Notice>> EndNoticesAsync(Journey journey) =>
        [.. (await journey.RequestsAsync()).SelectMany(request => request.Notices).Where(notice => notice.Kind == NoticeKind.Ending)];
}
