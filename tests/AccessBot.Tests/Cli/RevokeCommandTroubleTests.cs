using AccessBot.Core.Requests;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot revoke</c> when OneLogin refuses, or the service dies beside it.</summary>
public sealed class RevokeCommandTroubleTests
{
    private const string Members = "/api/2/roles/*/users";

    [Theory]
    [InlineData(Db.Sqlite, true), InlineData(Db.Sqlite, false)]
    [InlineData(Db.Postgres, true), InlineData(Db.Postgres, false)]
    public async Task What_OneLogin_does_not_take_away_is_named_and_is_ended_by_the_service(Db db, bool isRunning)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        journey.PermittedErrors.Add(".EndGrants[");
        var id = await journey.GrantedAsync();
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE", Members);
        if (!isRunning)
        {
            await journey.Bot.StopAsync();
        }

        var outcome = await journey.CommandHereAsync("revoke", "--role", "production-admin", "--wait", "4");

        Assert.True(outcome.Code == 1, $"{outcome}");
        Assert.StartsWith("rita (U0RITA), Production Admin: still active: OneLogin", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal("0 ended, 0 denied, 1 still active.", outcome.Lines[1]);
        Assert.Contains("tried again by the service", outcome.Errors, StringComparison.Ordinal);
        Assert.True(journey.RitaHolds);

        journey.OneLogin.Faults.Clear();
        await journey.StartAgainAsync();
        await journey.ReachesAsync(id, RequestState.Revoked);
        Assert.False(journey.RitaHolds);
    }

    [Fact]
    public async Task On_SQLite_the_command_takes_over_when_the_service_that_it_waits_for_dies()
    {
        await using var journey = await ProcessJourney.StartAsync(Db.Sqlite);
        var id = await journey.GrantedAsync();
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver), "DELETE", Members, times: 1);

        var command = journey.CommandAsync("revoke", "--flow", "production", "--wait", "170");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Revoking, "the command has marked the row");
        await journey.KillAsync();
        journey.OneLogin.Faults.Clear();
        var outcome = await command;

        Assert.True(outcome.Code == 0, $"{outcome}{journey.Lines()}");
        Assert.False(journey.RitaHolds);
        Assert.Equal(RequestState.Revoked, (await journey.RequestAsync(id)).State);
    }
}
