using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot revoke</c> with the real binary, beside a service that runs and without one.</summary>
public sealed class RevokeCommandTests
{
    private const string Members = "/api/2/roles/*/users";

    [Theory]
    [InlineData(Db.Sqlite, true), InlineData(Db.Sqlite, false)]
    [InlineData(Db.Postgres, true), InlineData(Db.Postgres, false)]
    public async Task Everything_ends_whether_the_service_runs_or_not(Db db, bool isRunning)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await GrantedAsync(journey);
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

        var outcome = await journey.CommandAsync("revoke", "--person", "rita@acme.example");

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.Equal(["rita (U0RITA), Production Admin: was not decided yet, and is denied", "0 ended, 1 denied, 0 still active."], outcome.Lines);
        Assert.Equal(RequestState.Denied, (await journey.RequestAsync(id)).State);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.UntilAsync(() => journey.Slack.Ephemerals(Cast.Ana.SlackId).Any(m => m.Text.Contains("already denied by an operator on the command line", StringComparison.Ordinal)));
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory]
    [InlineData(Db.Sqlite, true), InlineData(Db.Sqlite, false)]
    [InlineData(Db.Postgres, true), InlineData(Db.Postgres, false)]
    public async Task What_OneLogin_does_not_take_away_is_named_and_is_ended_by_the_service(Db db, bool isRunning)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        journey.PermittedErrors.Add(".EndGrants[");
        var id = await GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE", Members);
        if (!isRunning)
        {
            await journey.Bot.StopAsync();
        }

        var outcome = await journey.CommandAsync("revoke", "--role", "production-admin", "--wait", "4");

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
        var id = await GrantedAsync(journey);
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

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_dry_run_lists_and_changes_nothing(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await GrantedAsync(journey);
        var before = await journey.RequestAsync(id);

        var text = await journey.CommandAsync("revoke", "--all", "--dry-run");
        var json = await journey.CommandAsync("revoke", "--all", "--dry-run", "--json");

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.Equal(
            [$"rita (U0RITA), Production Admin: granted, until {before.EndsAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", "1 would be ended. Nothing was changed."],
            text.Lines);
        var row = JsonDocument.Parse(json.Output).RootElement.GetProperty("requests")[0];
        Assert.Equal((id.ToString(), "granted", 1001), (row.GetProperty("id").GetString(), row.GetProperty("state").GetString(), row.GetProperty("oneLoginUser").GetInt64()));
        Assert.Equal(before.Version, (await journey.RequestAsync(id)).Version);
        Assert.True(journey.RitaHolds);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task For_a_program_it_writes_one_object_and_nothing_else(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        await GrantedAsync(journey);

        var outcome = await journey.CommandAsync("revoke", "--all", "--yes", "--json");
        var again = await journey.CommandAsync("revoke", "--all", "--yes");

        Assert.True(outcome.Code == 0, $"{outcome}");
        var said = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal((1, 1, 0), (said.GetProperty("found").GetInt32(), said.GetProperty("ended").GetInt32(), said.GetProperty("stillActive").GetInt32()));
        Assert.Equal("ended", said.GetProperty("requests")[0].GetProperty("outcome").GetString());
        Assert.Equal((0, "Nothing that is open matches."), (again.Code, again.Output.Trim()));
    }

    [Fact]
    public async Task What_can_not_be_meant_changes_nothing_and_is_answered_with_what_can()
    {
        await using var journey = await ProcessJourney.StartAsync(Db.Sqlite);
        await GrantedAsync(journey);

        await RefusedAsync("--all ends everything", "revoke", "--all");
        await RefusedAsync("Give one of: production-admin (81878)", "revoke", "--role", "produktion");
        await RefusedAsync("Give one of: production.", "revoke", "--flow", "produktion");
        await RefusedAsync("Nobody who is called 'U0NOBODY'", "revoke", "--person", "U0NOBODY");
        await RefusedAsync("Nobody who is called '4711'", "revoke", "--person", "4711");
        await RefusedAsync("one of --person, --role, --flow and --all", "revoke");
        await RefusedAsync("one of --person, --role, --flow and --all", "revoke", "--all", "--person", "U0RITA");
        await RefusedAsync("--wait takes 0 to 3600 seconds", "revoke", "--all", "--yes", "--wait", "-1");
        await RefusedAsync("'--al'", "revoke", "--al");
        await RefusedAsync("There is no command 'revok'", "revok", "--all");
        await RefusedAsync("Slack:BotToken is not set", "revoke", "--all", "--yes", "--Slack:BotToken=");
        await RefusedAsync("Database:Provider is 'Oracle'", "--Database:Provider", "Oracle", "revoke", "--all", "--yes");
        await RefusedAsync("/no/such/access.yaml can't be read", "revoke", "--all", "--yes", "--Access:File=/no/such/access.yaml");
        await RefusedAsync("There is no database file /no/such.db", "revoke", "--all", "--yes", "--Database:ConnectionString=Data Source=/no/such.db");

        Assert.True(journey.RitaHolds);

        async Task RefusedAsync(string sentence, params string[] args)
        {
            var outcome = await journey.CommandAsync(args);
            Assert.True(outcome.Code == 2, $"{string.Join(' ', args)}: {outcome}");
            Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
            Assert.Empty(outcome.Output);
        }
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Tables_of_another_version_are_left_alone(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        await GrantedAsync(journey);
        await journey.RowsAsync<int>(async context =>
            [await context.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29991231235959_Later', '10.0.15')""")]);

        var outcome = await journey.CommandAsync("revoke", "--all", "--yes");

        Assert.True(outcome.Code == 2, $"{outcome}");
        Assert.Contains("tables are of another version", outcome.Errors, StringComparison.Ordinal);
        Assert.True(journey.RitaHolds);
    }

    [Fact]
    public async Task A_database_server_that_is_not_there_is_named_without_its_password()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);

        var outcome = await journey.CommandAsync(
            "revoke", "--all", "--yes", "--Database:ConnectionString=Host=127.0.0.1;Port=9;Database=accessbot;Username=accessbot;Password=hush-hush");

        Assert.True(outcome.Code == 2, $"{outcome}");
        Assert.Contains("The database accessbot at 127.0.0.1:9 can't be opened", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_need_no_settings()
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var binary = AccessBotUnderTest.Binary;
        var limit = TimeSpan.FromMinutes(1);

        var help = await CommandOutcome.OfAsync(binary, ["--help"], none, limit);
        var verb = await CommandOutcome.OfAsync(binary, ["revoke", "--help"], none, limit);
        var version = await CommandOutcome.OfAsync(binary, ["--version"], none, limit);

        Assert.Equal((0, 0, 0), (help.Code, verb.Code, version.Code));
        Assert.Contains("revoke", help.Output, StringComparison.Ordinal);
        Assert.Contains("--dry-run", verb.Output, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }

    private static async Task<RequestId> GrantedAsync(ProcessJourney journey)
    {
        var id = await journey.AskAsync("3600");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        return id;
    }
}
