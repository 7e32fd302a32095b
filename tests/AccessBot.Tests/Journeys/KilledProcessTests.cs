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
    private const string RitasRecord = "/api/2/users/1001";
    private const string Members = "/api/2/roles/*/users";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Between_approval_and_grant_the_grant_is_made_once_after_the_restart(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("3600");
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver), "GET", RitasRecord, times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HeldByOneLoginAsync();

        await journey.KillAsync();
        var left = await journey.RequestAsync(id);
        await journey.StartAgainAsync();
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(RequestState.Approved, left.State);
        Assert.True(journey.RitaHolds);
        Assert.Single(journey.Writes("POST"));

        // The kill may have come before the click was noted as done: it comes again, and is refused as one that counts already.
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.Voted, AuditAction.Approved, AuditAction.GrantStarted, AuditAction.Granted],
            (await journey.AuditAsync(id)).Select(e => e.Action).Where(action => action != AuditAction.Refused));
        await OneMessageEachAsync(journey, id, "Granted");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Between_grant_and_saving_it_the_grant_is_found_and_still_ends_on_time(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("40");
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver) with { AfterEffect = true }, "POST", Members, times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HeldByOneLoginAsync();

        await journey.KillAsync();
        var left = await journey.RequestAsync(id);
        await journey.StartAgainAsync();
        var granted = await journey.ReachesAsync(id, RequestState.Granted);
        var held = journey.RitaHolds;
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(RequestState.Approved, left.State);
        Assert.NotNull(left.EndsAt);
        Assert.True(held);
        Assert.Equal(granted.GrantedAt + TimeSpan.FromSeconds(40), granted.EndsAt);
        Assert.False(granted.HadRoleBefore);
        Assert.False(journey.RitaHolds);
        Assert.Single(journey.Writes("POST"));
        Assert.True(Assert.Single(journey.Writes("DELETE")).At >= granted.EndsAt);
        await OneMessageEachAsync(journey, id, "Expired");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_grant_that_was_never_saved_is_taken_back_when_its_time_is_over_at_the_restart(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("3");
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver) with { AfterEffect = true }, "POST", Members, times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HeldByOneLoginAsync();

        await journey.KillAsync();
        var left = await journey.RequestAsync(id);
        await journey.UntilAsync(() => TimeProvider.System.GetUtcNow() >= left.EndsAt);
        var held = journey.RitaHolds;
        await journey.StartAgainAsync();
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).LooksAgainAt is not null);

        var ending = await journey.RequestAsync(id);
        Assert.True(held);
        Assert.False(journey.RitaHolds);
        Assert.Equal((RequestState.Revoking, EndKind.Failed), (ending.State, ending.End));
        Assert.Single(journey.Writes("POST"));
        Assert.Single(journey.Writes("DELETE"));
    }

    [Theory]
    [InlineData(Db.Sqlite, false), InlineData(Db.Postgres, false)]
    [InlineData(Db.Sqlite, true), InlineData(Db.Postgres, true)]
    public async Task During_a_revocation_it_is_finished_after_the_restart(Db db, bool afterItsEffect)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("3");
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver) with { AfterEffect = afterItsEffect }, "DELETE", Members, times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HeldByOneLoginAsync();

        await journey.KillAsync();
        var left = await journey.RequestAsync(id);
        var held = journey.RitaHolds;
        await journey.StartAgainAsync();
        var ended = await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(RequestState.Revoking, left.State);
        Assert.Equal(!afterItsEffect, held);
        Assert.False(journey.RitaHolds);
        Assert.Single(journey.Effective("DELETE"));
        Assert.Equal(RoleKept.No, ended.RoleKept);
        await OneMessageEachAsync(journey, id, "Expired");
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
        await OneMessageEachAsync(journey, id, "Expired");
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
        await OneMessageEachAsync(journey, id, "Granted");
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
        await OneMessageEachAsync(journey, id, "Requested");
    }

    /// <summary>Approvers and requester have one message each, and it says how things are.</summary>
    private static async Task OneMessageEachAsync(ProcessJourney journey, RequestId id, string heading)
    {
        Assert.Contains(heading, (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Contains(heading, (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Single(journey.Slack.Messages(Cast.AccessRequests));
        Assert.Single(journey.Slack.DirectMessages(Cast.Rita.SlackId));
    }

    private static Task AllWorkedOffAsync(ProcessJourney journey) =>
        journey.UntilAsync(async () => (await journey.InboxAsync()).All(row => row.DoneAt is not null), "the inbox is worked off");
}
