using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Slack, the queue, the database or AccessBot itself is away somewhere on the way.</summary>
public sealed class TroubleTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Slack_away_from_the_click_on_delays_messages_and_nothing_else(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Slack");
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () =>
        {
            var approved = (await journey.RequestAsync(id)).State != RequestState.Requested;
            if (approved)
            {
                journey.Slack.Faults.Down();
            }

            return approved;
        });

        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Granted);
        Assert.True(journey.Holds(Cast.Rita));
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Expired);
        Assert.False(journey.Holds(Cast.Rita));
        await journey.UntilAsync(() => journey.Bot.Log.Complaints.Any(c => c.Contains("Slack does not take", StringComparison.Ordinal)));
        journey.Slack.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.ShownAsync(id);

        Assert.Contains("Expired", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Slack_away_when_somebody_clicks_decides_nothing_unchecked_and_decides_when_it_is_back(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Slack");
        var id = await journey.AskAsync(Cast.Rita);
        journey.Slack.Faults.Down();

        Assert.True((await journey.ClickAsync(Cast.Ana, id, "approve")).Acknowledged);
        await journey.UntilAsync(() => journey.Bot.Log.Complaints.Any(c => c.Contains("attempt 2", StringComparison.Ordinal)));
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        journey.Slack.Faults.Clear();
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Lost_jobs_are_found_by_the_reconcile_pass(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        journey.Bot.Queue.Lose();

        await journey.PassAsync(TimeSpan.FromMinutes(31));
        await journey.UntilAsync(() => true);
        Assert.True(journey.Holds(Cast.Rita));
        await journey.Bot.ReconcileAsync();
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_service_that_was_down_at_the_end_revokes_at_start_and_writes_both_times_down(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.Bot.Queue.Lose();
        await journey.PassAsync(TimeSpan.FromHours(2));

        await journey.RestartAsync();
        await journey.ReachesAsync(id, RequestState.Expired);

        var request = await journey.RequestAsync(id);
        var ended = (await journey.AuditAsync(id.ToString()))[^1];
        Assert.Contains($"{request.EndsAt:yyyy-MM-ddTHH:mm}", ended.Detail, StringComparison.Ordinal);
        Assert.True(ended.At > request.EndsAt + TimeSpan.FromHours(1));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_pending_request_can_be_decided_from_the_same_message_after_a_restart(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);

        await journey.RestartAsync();
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    [Fact]
    public async Task A_database_that_is_away_at_a_click_is_said_and_nothing_is_half_done()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var journey = await Journey.StartAsync(Db.Postgres, server: server);
        journey.ExpectedComplaints.Add("");
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);
        await journey.QuietAsync();
        await server.KillAsync();

        var click = await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "approve");
        Assert.True(click.Acknowledged);
        await journey.Slack.WaitUntilAsync(s => s.Ephemerals(Cast.Ana.SlackId).Count > 0, "Ana is told");
        await server.RestartAsync();
        await journey.UntilAsync(async () => await journey.IsUpAsync());
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Single(journey.Writes("POST"));
    }
}
