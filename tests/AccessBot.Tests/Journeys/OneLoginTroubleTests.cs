using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>OneLogin fails, is late or says no somewhere on the way.</summary>
public sealed class OneLoginTroubleTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_reply_lost_after_the_write_is_one_membership_granted_and_ended(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.Dropped with { AfterEffect = true }, "POST", "/api/2/roles/*/users", times: 1);
        journey.OneLogin.Faults.Inject(OneLoginFault.Dropped with { AfterEffect = true }, "DELETE", "/api/2/roles/*/users", times: 1);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Single(journey.OneLogin.Memberships.All, s => s.UserId == Cast.Rita.OneLoginId);
        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_storm_of_429_and_502_delays_the_grant_and_nothing_is_called_granted_before(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.TooManyRequests(TimeSpan.FromSeconds(2)), times: 12);
        journey.OneLogin.Faults.Inject(OneLoginFault.BadGateway, times: 12);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        await journey.ShownAsync(id);
        Assert.DoesNotContain("Granted", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
        Assert.Contains(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.CallFailed);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_revocation_that_fails_for_an_hour_is_shown_as_active_and_done_when_OneLogin_is_back(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["still active", "OneLogin"]);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError);
        journey.OneLogin.Faults.Inject(OneLoginFault.Unavailable);

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.HurryUntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 1);
        await journey.ShownAsync(id);
        Assert.Contains("still active", (await journey.ApproversMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.True(journey.Holds(Cast.Rita));
        await journey.RestartAsync();
        await journey.PassAsync(TimeSpan.FromHours(1));
        journey.OneLogin.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_role_that_is_gone_fails_the_request_and_says_so(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["OneLogin refuses", "given up"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.DeleteRole(Cast.ProductionAdmin);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Failed);

        Assert.Contains("could not be granted", (await journey.RequesterMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_expired_token_is_renewed_in_the_middle(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Credentials.ExpireTokens();

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Single(journey.Writes("POST"), c => c.Status == 200);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_write_that_shows_late_is_waited_for(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.OneLogin.Behaviours.WritesVisibleAfter = TimeSpan.FromSeconds(3);
        var id = await journey.AskAsync(Cast.Rita);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        journey.Haste = 10;
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Single(journey.Writes("POST"));
        Assert.Single(journey.Writes("DELETE"));
    }
}
