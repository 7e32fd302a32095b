using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Tests.Journeys;

/// <summary>Several AccessBot processes on one PostgreSQL, behind one load balancer: the same as one.</summary>
public sealed class SeveralProcessesTests
{
    [Fact]
    public async Task Two_approvers_at_the_same_instant_in_two_processes_make_one_grant_and_one_revocation()
    {
        await using var journey = await ProcessJourney.StartAsync(Db.Postgres);
        var other = journey.NewBot();
        Assert.True(await other.StartAsync(), journey.Lines());
        var id = await journey.AskAsync("5");
        journey.Slack.ConnectToNodes([journey.Bot.EventsUrl, other.EventsUrl]);

        await Task.WhenAll(journey.ClickAsync(Cast.Ana, id, "approve"), journey.ClickAsync(Cast.Ben, id, "approve"));
        var granted = await journey.ReachesAsync(id, RequestState.Granted);
        var winner = Assert.Single(granted.Decisions);
        var loser = winner.Approver.Value == Cast.Ana.SlackId ? Cast.Ben : Cast.Ana;
        await journey.UntilAsync(() => journey.Slack.Ephemerals(loser.SlackId).Any(m => m.Text.Contains($"already approved by {winner.Name}", StringComparison.Ordinal)));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(2, journey.Slack.Wire.Deliveries.Where(d => d.Kind == "block_actions").Select(d => d.Url).Distinct().Count());
        Assert.Empty(journey.Slack.Ephemerals(winner.Approver.Value));
        Assert.Single(journey.Writes("POST"));
        Assert.Single(journey.Writes("DELETE"));
        Assert.False(journey.RitaHolds);
        Assert.Equal((BotState.Ready, BotState.Ready), (journey.Bot.State, other.State));
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.Voted, AuditAction.Approved, AuditAction.GrantStarted, AuditAction.Granted, AuditAction.EndDue, AuditAction.Ended],
            (await journey.AuditAsync(id)).Select(e => e.Action).Except([AuditAction.Refused]));
    }

    [Fact]
    public async Task What_a_killed_process_was_doing_to_a_membership_is_finished_by_the_other()
    {
        await using var journey = await ProcessJourney.StartAsync(Db.Postgres);
        var id = await journey.AskAsync("3600");
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver), "POST", "/api/2/roles/*/users", times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HeldByOneLoginAsync();
        var other = journey.NewBot();
        Assert.True(await other.StartAsync(), journey.Lines());
        journey.Slack.ConnectTo(other.EventsUrl);

        await journey.Bot.KillAsync();
        var then = (await journey.ReachesAsync(id, RequestState.Granted)).LooksAgainAt;
        await journey.ClickAsync(Cast.Ben, id, "revoke");
        await journey.UntilAsync(() => !journey.RitaHolds);

        Assert.Single(journey.Effective("POST"));
        Assert.Single(journey.Effective("DELETE"));

        // What the killed process asked OneLogin for may still be carried out: it is looked at again, and has not ended before.
        Assert.NotNull(then);
        await journey.UntilAsync(async () => await journey.RequestAsync(id) is var row
            && (row.State == RequestState.Revoking ? row.LooksAgainAt == then && row.NextAttemptAt <= then : row.ClosedAt >= then));
        Assert.Equal(BotState.Ready, other.State);
    }

    [Fact]
    public async Task All_that_start_at_once_on_an_empty_database_become_ready_and_make_the_tables_once()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);
        AccessBotProcess[] bots = [journey.NewBot(), journey.NewBot(), journey.NewBot()];

        var ready = await Task.WhenAll(bots.Select(bot => bot.StartAsync()));
        var made = await journey.RowsAsync<string>(async context => await context.Database.SqlQuery<string>($"""SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" """).ToListAsync());
        var hangfire = await journey.RowsAsync<int>(async context => await context.Database.SqlQuery<int>($"""SELECT "version" AS "Value" FROM hangfire.schema""").ToListAsync());

        Assert.True(ready.All(one => one), journey.Lines());
        Assert.Equal(made.Distinct(StringComparer.Ordinal), made);
        Assert.NotEmpty(made);
        Assert.Single(hangfire);
        Assert.Single(journey.Said, line => line.Contains("brought up to date", StringComparison.Ordinal));
    }
}
