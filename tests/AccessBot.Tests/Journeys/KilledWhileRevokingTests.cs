using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The process is killed (SIGKILL) at the worst moments of an end, and started again: it comes, once, and is told.</summary>
public sealed class KilledWhileRevokingTests
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
}
