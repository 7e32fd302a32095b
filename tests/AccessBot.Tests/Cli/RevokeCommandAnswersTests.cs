using System.Text.Json;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Tests.Cli;

/// <summary>What <c>accessbot revoke</c> says: what it would end, to people and to programs, and why it won't.</summary>
public sealed class RevokeCommandAnswersTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_dry_run_lists_and_changes_nothing_and_a_program_gets_one_object_and_nothing_else(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.GrantedAsync();
        var before = await journey.RequestAsync(id);

        var text = await journey.CommandHereAsync("revoke", "--all", "--dry-run");
        var json = await journey.CommandHereAsync("revoke", "--all", "--dry-run", "--json");

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.Equal(
            [$"rita (U0RITA), Production Admin: granted, until {before.EndsAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", "1 would be ended. Nothing was changed."],
            text.Lines);
        var row = JsonDocument.Parse(json.Output).RootElement.GetProperty("requests")[0];
        Assert.Equal((id.ToString(), "granted", 1001), (row.GetProperty("id").GetString(), row.GetProperty("state").GetString(), row.GetProperty("oneLoginUser").GetInt64()));
        Assert.Equal(before.Version, (await journey.RequestAsync(id)).Version);
        Assert.True(journey.RitaHolds);

        var outcome = await journey.CommandHereAsync("revoke", "--all", "--yes", "--json");
        var again = await journey.CommandHereAsync("revoke", "--all", "--yes");

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
        await journey.GrantedAsync();

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
        await RefusedAsync("OneLogin:UsersPerCall is 'many'", "revoke", "--all", "--yes", "--OneLogin:UsersPerCall=many");
        await RefusedAsync("/no/such/access.yaml can't be read", "revoke", "--all", "--yes", "--Access:File=/no/such/access.yaml");
        await RefusedAsync("There is no database file /no/such.db", "revoke", "--all", "--yes", "--Database:ConnectionString=Data Source=/no/such.db");

        Assert.True(journey.RitaHolds);

        async Task RefusedAsync(string sentence, params string[] args)
        {
            var outcome = await journey.CommandHereAsync(args);
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
        await journey.GrantedAsync();
        await journey.RowsAsync<int>(async context =>
            [await context.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29991231235959_Later', '10.0.15')""")]);

        var outcome = await journey.CommandHereAsync("revoke", "--all", "--yes");

        Assert.True(outcome.Code == 2, $"{outcome}");
        Assert.Contains("tables are of another version", outcome.Errors, StringComparison.Ordinal);
        Assert.True(journey.RitaHolds);
    }

    [Fact]
    public async Task A_database_server_that_is_not_there_is_named_without_its_password()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);

        var outcome = await journey.CommandHereAsync(
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
}
