using AccessBot.Core.Requests;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The process is killed (SIGKILL) between the grant and saving it, and comes back in time. A class of its own, since it takes the grant's real length.</summary>
public sealed class KilledAfterAddingTests
{
    private const string Members = "/api/2/roles/*/users";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Between_grant_and_saving_it_the_grant_is_found_and_still_ends_on_time(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var (id, left) = await journey.KilledInACallAsync("40", "POST", Members, afterItsEffect: true);
        await journey.StartAgainAsync();
        var granted = await journey.ReachesAsync(id, RequestState.Granted);
        var held = journey.RitaHolds;
        await journey.UntilAsync(() => !journey.RitaHolds);

        Assert.Equal(RequestState.Approved, left.State);
        Assert.NotNull(left.EndsAt);
        Assert.True(held);
        Assert.Equal(granted.GrantedAt + TimeSpan.FromSeconds(40), granted.EndsAt);
        Assert.False(granted.HadRoleBefore);
        Assert.Single(journey.Writes("POST"));
        Assert.True(Assert.Single(journey.Effective("DELETE")).At >= granted.EndsAt);
    }
}
