using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The process is killed (SIGKILL) at the worst moments of a grant, and started again: nothing is lost, nothing is done twice, nobody keeps what has ended.</summary>
public sealed class KilledWhileGrantingTests
{
    private const string RitasRecord = "/api/2/users/1001";
    private const string Members = "/api/2/roles/*/users";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Between_approval_and_grant_the_grant_is_made_once_after_the_restart(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var (id, left) = await journey.KilledInACallAsync("3600", "GET", RitasRecord, afterItsEffect: false);
        await journey.StartAgainAsync();
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(RequestState.Approved, left.State);
        Assert.True(journey.RitaHolds);
        Assert.Single(journey.Writes("POST"));

        // The kill may have come before the click was noted as done: it comes again, and is refused as one that counts already.
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.Voted, AuditAction.Approved, AuditAction.GrantStarted, AuditAction.Granted],
            (await journey.AuditAsync(id)).Select(e => e.Action).Where(action => action != AuditAction.Refused));
        await journey.OneMessageEachAsync(id, "Granted");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_grant_that_was_never_saved_is_taken_back_when_its_time_is_over_at_the_restart(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var (id, left) = await journey.KilledInACallAsync("3", "POST", Members, afterItsEffect: true);
        await journey.UntilAsync(() => TimeProvider.System.GetUtcNow() >= left.EndsAt);
        var held = journey.RitaHolds;
        await journey.StartAgainAsync();
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).LooksAgainAt is not null);

        var ending = await journey.RequestAsync(id);
        Assert.True(held);
        Assert.False(journey.RitaHolds);
        Assert.Equal((RequestState.Revoking, EndKind.Failed), (ending.State, ending.End));
        Assert.Single(journey.Writes("POST"));
        Assert.Single(journey.Effective("DELETE"));
    }
}
