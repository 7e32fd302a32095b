using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot revoke</c> with the real binary, beside a service that runs and without one.</summary>
public sealed class RevokeCommandTests
{
    [Theory]
    [InlineData(Db.Sqlite, true), InlineData(Db.Sqlite, false)]
    [InlineData(Db.Postgres, true), InlineData(Db.Postgres, false)]
    public async Task Everything_ends_whether_the_service_runs_or_not(Db db, bool isRunning)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.GrantedAsync();
        if (!isRunning)
        {
            await journey.Bot.StopAsync();
        }

        var outcome = await journey.CommandAsync("revoke", "--all", "--yes", "--reason", "laptop stolen");

        Assert.True(outcome.Code == 0, $"{outcome}{journey.Lines()}");
        Assert.Equal(["rita (U0RITA), Production Admin: ended", "1 ended, 0 denied, 0 still active."], outcome.Lines);
        Assert.Equal(db == Db.Sqlite && isRunning, outcome.Errors.Contains("The service is running", StringComparison.Ordinal));
        Assert.False(journey.RitaHolds);
        Assert.Single(journey.Writes("DELETE"));
        var ended = await journey.ReachesAsync(id, RequestState.Revoked);
        Assert.Null(ended.EndedBy);
        Assert.Contains("Ended by an operator on the command line", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        var due = (await journey.AuditAsync(id)).Single(e => e.Action == AuditAction.EndDue);
        Assert.Equal(("operator", "cli"), (due.Actor, due.Where));
        Assert.Contains("\"why\":\"laptop stolen\"", due.Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_waits_for_a_decision_is_denied(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("3600");
        var stale = await journey.ApproversMessageAsync(id);

        var outcome = await journey.CommandHereAsync("revoke", "--person", "rita@acme.example");

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.Equal(["rita (U0RITA), Production Admin: was not decided yet, and is denied", "0 ended, 1 denied, 0 still active."], outcome.Lines);
        Assert.Equal(RequestState.Denied, (await journey.RequestAsync(id)).State);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.UntilAsync(() => journey.Slack.Ephemerals(Cast.Ana.SlackId).Any(m => m.Text.Contains("already denied by an operator on the command line", StringComparison.Ordinal)));
        Assert.Empty(journey.Writes("POST"));
    }
}
