using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The process is killed (SIGKILL) after it told Slack that it has something, and started again: that is done, once.</summary>
public sealed class KilledAfterAcknowledgingTests
{
    [Theory, InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres)]
    public async Task After_an_acknowledged_click_it_counts_once_after_the_restart(Db db, Door door = Door.Http)
    {
        await using var journey = await ProcessJourney.StartAsync(db, door);
        var id = await journey.AskAsync("3600");
        journey.Slack.Faults.Slow(ProcessJourney.ForEver, "users.info");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(() => journey.Slack.Faults.Waiting > 0);

        await journey.KillAsync();
        var left = await journey.RequestAsync(id);
        journey.Slack.Faults.Clear();
        await journey.StartAgainAsync();
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(RequestState.Requested, left.State);
        Assert.Single(await journey.AuditAsync(id), e => e.Action == AuditAction.Voted);
        Assert.Single(journey.Writes("POST"));
        await AllWorkedOffAsync(journey);
        await journey.OneMessageEachAsync(id, "Granted");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres, Door.Sockets)]
    public async Task After_an_acknowledged_submission_it_makes_one_request_after_the_restart(Db db, Door door = Door.Http)
    {
        await using var journey = await ProcessJourney.StartAsync(db, door);
        await journey.OpenFormAsync();
        journey.Slack.Faults.Slow(ProcessJourney.ForEver, "users.info");
        await journey.FillInAsync("3600");
        await journey.UntilAsync(async () => (await journey.InboxAsync()).Any(row => row.Kind == AccessBot.Slack.Receiving.DeliveryKind.ViewSubmission));

        await journey.KillAsync();
        var left = await journey.RequestsAsync();
        journey.Slack.Faults.Clear();
        await journey.StartAgainAsync();
        var id = await journey.ShownAsync();

        Assert.Empty(left);
        Assert.Single(await journey.RequestsAsync());
        await AllWorkedOffAsync(journey);
        await journey.OneMessageEachAsync(id, "Requested");
    }

    private static Task AllWorkedOffAsync(ProcessJourney journey) =>
        journey.UntilAsync(async () => (await journey.InboxAsync()).All(row => row.DoneAt is not null), "the inbox is worked off");
}
