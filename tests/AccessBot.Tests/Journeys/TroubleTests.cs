using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>OneLogin, Slack or the queue fail somewhere on the way.</summary>
public sealed class TroubleTests
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
    public async Task An_add_that_OneLogin_carries_out_after_it_was_given_up_is_taken_away_and_shown_so(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(40)) with { CarriesOn = true }, "POST", "/api/2/roles/*/users", times: 1);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "POST", "/api/2/roles/*/users");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        await journey.ShownAsync(id);
        journey.Haste = 1;
        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", "revoke all");
        journey.Haste = 10;
        await journey.UntilAsync(async () =>
        {
            await journey.Bot.LookAsync();
            return (await journey.RequestAsync(id)).State == RequestState.Revoked;
        });
        await journey.ShownAsync(id);

        Assert.False(journey.Holds(Cast.Rita));
        var added = Assert.Single(journey.Writes("POST"), c => c.Effect.Count > 0);
        Assert.Contains(journey.Writes("DELETE"), c => c.Effect.Count > 0 && c.At > added.At);
        Assert.Contains(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.EndUnsure);
        Assert.Contains("Revoked", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
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
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 1);
        journey.Haste = 1;
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
