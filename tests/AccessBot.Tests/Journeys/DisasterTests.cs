using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>What AccessBot lives on goes away: what <c>deploy/README.md</c> says of it under <em>When something is away</em>.</summary>
/// <remarks>OneLogin that answers errors and Slack that is away are in <see cref="AlarmTests"/>, <see cref="OneLoginTroubleTests"/> and <see cref="TroubleTests"/>.</remarks>
public sealed class DisasterTests
{
    private static readonly string[] DatabaseAway = ["The database does not answer", "Npgsql", "disk", "No space left"];

    [Fact]
    public async Task A_PostgreSQL_that_is_gone_for_ten_minutes_ends_what_was_due_as_soon_as_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var journey = await Journey.StartAsync(Db.Postgres, server: server);
        journey.PossibleComplaints.AddRange(DatabaseAway);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        var due = (await journey.RequestAsync(id)).EndsAt!.Value;
        await journey.PassAsync(due - TimeSpan.FromMinutes(5) - journey.Now);

        await server.KillAsync();
        journey.Clock.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<StoreUnavailableException>(journey.Bot.LookAsync);
        Assert.True(journey.Holds(Cast.Rita));
        await server.RestartAsync();
        await journey.UntilAsync(async () => await journey.IsUpAsync());
        await journey.Bot.LookAsync();
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Single(journey.Writes("DELETE"));
        var end = Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.EndDue);
        Assert.Contains($"{due:yyyy-MM-ddTHH:mm:ss.fffffff}", end.Detail, StringComparison.Ordinal);
        Assert.True(end.At >= due + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_PostgreSQL_that_restarts_in_the_middle_of_a_grant_leaves_one_that_ends()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var journey = await Journey.StartAsync(Db.Postgres, server: server);
        journey.PossibleComplaints.AddRange([.. DatabaseAway, "not granted yet"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(8)), "POST", $"/api/2/roles/{Cast.ProductionAdmin}/users", times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        var working = journey.UntilAsync(() => journey.Holds(Cast.Rita));
        await journey.OneLogin.WaitForAsync(o => o.Calls.HeldBack > 0, TimeSpan.FromSeconds(60));

        await server.KillAsync();
        await server.RestartAsync();
        await working;
        await journey.UntilAsync(async () => await journey.IsUpAsync());
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value - journey.Now);
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Single(journey.OneLogin.Calls.Writes, c => c.Method == "POST" && c.Effect.Count > 0);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_disk_that_is_full_leaves_nothing_half_done_and_everything_is_done_when_there_is_room(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.PossibleComplaints.AddRange(DatabaseAway);
        var ending = await LifeOfARequestTests.GrantedAsync(journey);
        var waiting = await journey.AskAsync(Cast.Otto);
        var entries = (await journey.AuditAsync(waiting.ToString())).Count;
        await journey.PassAsync((await journey.RequestAsync(ending)).EndsAt!.Value - journey.Now);
        var message = await journey.ApproversMessageAsync(waiting);

        journey.Bot.Disk.IsFull = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(journey.Bot.LookAsync);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "approve");
        await journey.Slack.WaitUntilAsync(s => s.Ephemerals(Cast.Ana.SlackId).Count > 0, "Ana is told");
        var (state, written) = ((await journey.RequestAsync(waiting)).State, (await journey.AuditAsync(waiting.ToString())).Count);
        Assert.Empty(journey.Writes("DELETE"));
        Assert.True(journey.Bot.Disk.Refused > 1);

        journey.Bot.Disk.IsFull = false;
        await journey.Bot.LookAsync();
        await journey.ReachesAsync(ending, RequestState.Expired);
        await journey.ClickAsync(Cast.Ana, waiting, "approve");
        await journey.ReachesAsync(waiting, RequestState.Granted);

        Assert.Equal((RequestState.Requested, entries), (state, written));
        Assert.False(journey.Holds(Cast.Rita));
        Assert.Single(journey.Writes("DELETE"));
        Assert.Equal(1, (await journey.RequestAsync(waiting)).ApprovalsHave);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_credential_that_is_revoked_is_named_and_its_successor_is_taken_up_without_a_restart(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["still active", "Alarm overdue/credential"]);
        journey.PossibleComplaints.Add("OneLogin");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Credentials.Revoke(journey.Sandbox.Credential.ClientId);

        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value + TimeSpan.FromMinutes(2) - journey.Now);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Trouble == Trouble.CredentialRefused);
        await journey.Bot.ReconcileAsync();
        Assert.True(journey.Holds(Cast.Rita));
        Assert.Contains("OneLogin:ClientSecret", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);

        var successor = journey.OneLogin.Credentials.Add(OneLoginScope.ManageAll);
        journey.Bot.Reconfigure(new("OneLogin:ClientId", successor.ClientId), new("OneLogin:ClientSecret", successor.ClientSecret));
        await journey.PassAsync(TimeSpan.FromMinutes(6));
        await journey.Bot.LookAsync();
        await journey.ReachesAsync(id, RequestState.Expired);
        await journey.Bot.ReconcileAsync();

        Assert.False(journey.Holds(Cast.Rita));
        Assert.StartsWith("*Over: ", journey.Alerts[0].Text, StringComparison.Ordinal);
    }
}
