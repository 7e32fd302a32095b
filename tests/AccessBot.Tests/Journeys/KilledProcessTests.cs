using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The process is killed (SIGKILL) at the worst moments, and started again: nothing is lost, nothing is done twice, nobody keeps what has ended.</summary>
public sealed class KilledProcessTests
{
    private const string Members = "/api/2/roles/*/users";

    [Theory]
    [InlineData(Db.Sqlite, false), InlineData(Db.Postgres, false)]
    [InlineData(Db.Sqlite, true), InlineData(Db.Postgres, true)]
    public async Task During_a_revocation_it_is_finished_after_the_restart(Db db, bool afterItsEffect)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var (id, left) = await journey.KilledInACallAsync("3", "DELETE", Members, afterItsEffect);
        var held = journey.RitaHolds;
        await journey.StartAgainAsync();
        var ended = await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(RequestState.Revoking, left.State);
        Assert.Equal(!afterItsEffect, held);
        Assert.False(journey.RitaHolds);
        Assert.Single(journey.Effective("DELETE"));
        Assert.Equal(RoleKept.No, ended.RoleKept);
        await journey.OneMessageEachAsync(id, "Expired");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Down_when_access_was_to_end_it_is_ended_at_the_restart_and_the_audit_trail_has_both_times(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("5");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Granted);

        await journey.KillAsync();
        var left = await journey.RequestAsync(id);
        await journey.UntilAsync(() => TimeProvider.System.GetUtcNow() >= left.EndsAt);
        var held = journey.RitaHolds;
        await journey.StartAgainAsync();
        var ended = await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(RequestState.Granted, left.State);
        Assert.True(held);
        Assert.False(journey.RitaHolds);
        Assert.Single(journey.Writes("DELETE"));
        var entry = (await journey.AuditAsync(id))[^1];
        Assert.Equal(AuditAction.Ended, entry.Action);
        Assert.Contains($"\"planned\":{JsonSerializer.Serialize($"{left.EndsAt:O}")}", entry.Detail, StringComparison.Ordinal);
        Assert.True(entry.At > left.EndsAt);
        Assert.Equal(ended.ClosedAt!.Value.ToUnixTimeMilliseconds(), entry.At.ToUnixTimeMilliseconds());
        await journey.OneMessageEachAsync(id, "Expired");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task After_an_acknowledged_click_it_counts_once_after_the_restart(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
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

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task After_an_acknowledged_submission_it_makes_one_request_after_the_restart(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
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
