using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>A membership is not only ours: somebody held it before, another grant gives it, a mapping keeps it, or somebody took it away.</summary>
public sealed class OthersMembershipsTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_deleted_OneLogin_user_counts_as_revoked(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.DeleteUser(Cast.Rita.OneLoginId!.Value);

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Empty(journey.Writes("DELETE"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_role_taken_away_by_hand_is_told_as_gone_and_taken_away_all_the_same(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.RemoveByHand(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Empty(Assert.Single(journey.OneLogin.Calls.All, call => call.Method == "DELETE").Effect);
        Assert.Contains("wasGone", (await journey.AuditAsync(id.ToString()))[^1].Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_membership_that_a_mapping_keeps_is_never_called_ended(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("still active");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.AddByMapping(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        await journey.ShownAsync(id);

        Assert.Equal(RequestState.Revoking, (await journey.RequestAsync(id)).State);
        Assert.Contains("mapping", (await journey.ApproversMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_held_the_role_before_keeps_it(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Petra);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.True(journey.Holds(Cast.Petra));
        Assert.Empty(journey.Writes("POST"));
        Assert.Empty(journey.Writes("DELETE"));
        Assert.Equal(RoleKept.HeldBefore, (await journey.RequestAsync(id)).RoleKept);
        Assert.Contains("HeldBefore", (await journey.AuditAsync(id.ToString()))[^1].Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_two_overlapping_grants_the_last_to_end_takes_the_role_away(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var first = await LifeOfARequestTests.GrantedAsync(journey);
        var second = await journey.AskAsync(Cast.Rita, "second-door", duration: "3600");
        await journey.ClickAsync(Cast.Ben, second, "approve");
        await journey.ReachesAsync(second, RequestState.Granted);

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(first, RequestState.Expired);
        Assert.True(journey.Holds(Cast.Rita));
        Assert.Equal(RoleKept.OtherGrant, (await journey.RequestAsync(first)).RoleKept);
        await journey.PassAsync(TimeSpan.FromMinutes(31));
        await journey.ReachesAsync(second, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Single(journey.Writes("POST"));
        Assert.Single(journey.Writes("DELETE"));
    }
}
