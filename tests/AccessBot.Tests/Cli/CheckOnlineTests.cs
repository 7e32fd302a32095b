using System.Text.Json;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot check</c> with Slack, OneLogin and a database: what it sees there, and that it changes nothing.</summary>
public sealed class CheckOnlineTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Roles_are_shown_by_name_and_what_is_not_as_the_settings_have_it_is_told(Db db)
    {
        await using var journey = await ProcessJourney.PrepareAsync(db);

        var good = await journey.CommandHereAsync("check", "--online");
        var file = journey.WriteFile("other.yaml", JourneyRules.Usual.Replace("oneLoginRole: 31337", "oneLoginRole: 31338", StringComparison.Ordinal));
        var wrong = await journey.CommandHereAsync("check", file, "--online", "--Slack:WorkspaceId=T0OTHER");

        Assert.True(good.Code == 0, $"{good}");
        Assert.Contains("✓ ok: production-admin → 81878 \"Production Admin\"", good.Lines);
        Assert.Contains(good.Lines, line => line.StartsWith("✓ ok: database ", StringComparison.Ordinal) && line.EndsWith("made at the first start", StringComparison.Ordinal));
        Assert.Contains(good.Lines, line => line.StartsWith("✓ ok: Slack: the bot ", StringComparison.Ordinal));
        Assert.Equal("No problems.", good.Lines[^1]);
        Assert.True(wrong.Code == 1, $"{wrong}");
        Assert.Contains(wrong.Lines, line => line.StartsWith("✗ wrong: customer-data → 31338: targets.customer-data: OneLogin has no role 31338. ", StringComparison.Ordinal) && line.EndsWith("[role-missing]", StringComparison.Ordinal));
        Assert.Contains("✓ ok: flows.customer-data.approvers → 4242 \"Access Approvers\"", wrong.Lines);
        Assert.Contains(wrong.Lines, line => line.StartsWith("✗ wrong: Slack: ", StringComparison.Ordinal) && line.EndsWith("[slack-workspace]", StringComparison.Ordinal));
        Assert.Equal("2 problems.", wrong.Lines[^1]);
    }

    [Fact]
    public async Task An_app_token_is_looked_at_where_Socket_Mode_needs_it()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        var token = journey.Slack.Settings.AppToken;

        var good = await journey.CommandHereAsync("check", "--online", $"--Slack:AppToken={token}");
        var wrong = await journey.CommandHereAsync("check", "--online", "--Slack:AppToken=xapp-wrong");
        var unused = await journey.CommandHereAsync("check", "--online", "--Slack:AppToken=xapp-wrong", "--Slack:Transport=Http");

        Assert.True(good.Code == 0, $"{good}");
        Assert.Contains("✓ ok: Slack: Socket Mode", good.Lines);
        Assert.True(wrong.Code == 1, $"{wrong}");
        Assert.Contains(wrong.Lines, line => line.StartsWith("✗ wrong: Slack: Socket Mode: Slack:AppToken is refused by Slack (invalid_auth). ", StringComparison.Ordinal) && line.EndsWith("[slack-app-token]", StringComparison.Ordinal));
        Assert.True(unused.Code == 0, $"{unused}");
        Assert.Equal(0, journey.Slack.Sockets.Opened);
    }

    [Fact]
    public async Task Each_scope_that_is_missing_is_a_problem_if_the_rules_need_it_and_one_too_many_is_said()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        var good = await journey.CommandHereAsync("check", "--online");
        journey.Slack.Reconfigure(settings => settings with { Scopes = settings.Scopes.Except(["users:read.email", "usergroups:read", "groups:read"]).Add("chat:write.public") });

        var wrong = await journey.CommandHereAsync("check", "--online");

        Assert.Contains("✓ ok: Slack: all 9 scopes that AccessBot uses", good.Lines);
        Assert.True(wrong.Code == 1, $"{wrong}");
        Assert.Equal("2 problems.", wrong.Lines[^1]);
        Assert.Contains(wrong.Lines, line => line.StartsWith("✗ wrong: Slack: the scope users:read.email: Slack:BotToken: The bot token lacks the scope users:read.email. Finds", StringComparison.Ordinal) && line.EndsWith("[slack-scope]", StringComparison.Ordinal));
        Assert.Contains(wrong.Lines, line => line.StartsWith("✗ wrong: Slack: the scope usergroups:read: ", StringComparison.Ordinal));
        Assert.Contains("✓ ok: Slack: the scope groups:read is not granted, and would be needed only if the rules name a slackChannel", wrong.Lines);
        Assert.Contains("✓ ok: Slack: also granted and never used, so better taken away: chat:write.public", wrong.Lines);
    }

    [Fact]
    public async Task An_app_token_without_its_scope_is_told()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        journey.Slack.Reconfigure(settings => settings with { AppScopes = [] });

        var wrong = await journey.CommandHereAsync("check", "--online", $"--Slack:AppToken={journey.Slack.Settings.AppToken}");

        Assert.True(wrong.Code == 1, $"{wrong}");
        Assert.Contains(wrong.Lines, line => line.StartsWith("✗ wrong: Slack: Socket Mode: Slack:AppToken is refused by Slack (missing_scope). ", StringComparison.Ordinal)
            && line.Contains("connections:write", StringComparison.Ordinal) && line.EndsWith("[slack-app-token]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_answer_or_does_not_let_in_is_told_each_once()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);

        var refused = await journey.CommandHereAsync("check", "--online", "--json", "--OneLogin:ClientSecret=wrong", "--Slack:BotToken=xoxb-wrong",
            "--Database:ConnectionString=Host=127.0.0.1;Port=9;Database=accessbot;Username=accessbot;Password=hush-hush");

        Assert.True(refused.Code == 1, $"{refused}");
        var codes = JsonDocument.Parse(refused.Output).RootElement.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString());
        Assert.Equal(["database-away", "onelogin-credential", "slack-token"], codes.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hush-hush", refused.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Somebody_s_wish_is_explained_as_the_service_would_rule_and_nothing_is_changed(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("3600");
        var before = await CountsAsync(journey);

        var asked = await journey.CommandHereAsync("check", "--explain", "rita@acme.example", "production");
        var never = await journey.CommandHereAsync("check", "--explain", Cast.Otto.SlackId, "Production access", "production-admin", "5s");
        var refused = await journey.CommandHereAsync("check", "--json", "--explain", "gus@acme.example", "production", "2h");
        var unlinked = await journey.CommandHereAsync("check", "--explain", Cast.Nils.SlackId, "production");

        Assert.Equal(
            [
                "rita (U0RITA, rita@acme.example) asks by production for production-admin (Production Admin) for 3 seconds:",
                "✓ person: a full member of the workspace",
                "✓ OneLogin: user 1001",
                "✗ requests: You have already asked for Production Admin, and it waits for a decision. Withdraw that request first, or wait. [AlreadyAsked]",
                "✓ requesters: everyone",
                "✓ target: one of production-admin",
                "✓ duration: one of 3 seconds, 5 seconds, 40 seconds, 1 hour",
                "… reason: must be written; not judged here",
                "… approvers: 1 of the Slack group S0SRE",
                "→ outcome: refused: AlreadyAsked",
            ],
            asked.Lines);
        Assert.Contains("for 5 seconds:", never.Lines[0], StringComparison.Ordinal);
        Assert.Equal("→ outcome: waits for approval by 1 of the Slack group S0SRE; it lapses after 8 hours", never.Lines[^1]);
        var explanation = JsonDocument.Parse(refused.Output).RootElement.GetProperty("explanation");
        Assert.Equal(("refused", 7200), (explanation.GetProperty("ruling").GetString(), explanation.GetProperty("seconds").GetInt32()));
        Assert.Equal(["DurationNotAllowed", "Guest"], explanation.GetProperty("codes").EnumerateArray().Select(code => code.GetString()));
        Assert.Equal("→ outcome: refused: NotLinked", unlinked.Lines[^1]);
        var emergency = await journey.CommandHereAsync("check", "--break-glass", "--explain", "rita@acme.example", "production");
        Assert.Contains("for 3 seconds, in an emergency:", emergency.Lines[0], StringComparison.Ordinal);
        Assert.Contains(emergency.Lines, line => line.StartsWith("✗ breakGlass: ", StringComparison.Ordinal) && line.EndsWith("[BreakGlassNotOffered]", StringComparison.Ordinal));
        Assert.All([asked, never, refused, unlinked], outcome => Assert.True(outcome.Code == 0, $"{outcome}"));

        // Otto's link would be made by his first request, and isn't by the question.
        Assert.Equal(before, await CountsAsync(journey));
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_wish_for_an_approval_only_is_explained_without_an_account_in_OneLogin_and_stopped_by_the_command(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var file = journey.WriteFile("freeze.yaml", """
            version: 1
            admins: [ada@acme.example]
            flows:
              freeze:
                label: Deploy freeze exception
                approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
                notify: [ { channel: C0ACCESS } ]
            """);
        await journey.RowsAsync<int>(async context =>
        {
            var request = Given.ApprovalOnly(at: TimeProvider.System.GetUtcNow());
            context.Add(request);
            context.AddRange(request.News);
            return [await context.SaveChangesAsync(TestContext.Current.CancellationToken)];
        });

        var checkedFile = await journey.CommandHereAsync("check", file, "--online");
        var asked = await journey.CommandHereAsync("check", file, "--explain", Cast.Nils.SlackId, "freeze");
        var open = await journey.CommandHereAsync("check", file, "--json", "--explain", Cast.Rita.SlackId, "Deploy freeze exception");
        var misunderstood = await journey.CommandHereAsync("check", file, "--explain", Cast.Nils.SlackId, "freeze", "1h");
        var dry = await journey.CommandHereAsync("revoke", "--flow", "freeze", "--dry-run");
        var unlinked = await journey.CommandHereAsync("revoke", "--person", Cast.Rita.SlackId, "--json");

        Assert.Equal("No problems.", checkedFile.Lines[^1]);
        Assert.Contains($"{file}: 1 flow, 0 targets in 0 OneLogin roles.", checkedFile.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "nils (U0NILS, nils@acme.example) asks by freeze:",
                "✓ person: a full member of the workspace",
                "✓ requests: none that waits for this",
                "✓ requesters: everyone",
                "✓ target: none: it asks for an approval only",
                "… reason: must be written; not judged here",
                "… approvers: 1 of the Slack group S0SRE",
                "→ outcome: waits for approval by 1 of the Slack group S0SRE; it lapses after 8 hours",
            ],
            asked.Lines);
        Assert.Equal(["AlreadyAsked"], JsonDocument.Parse(open.Output).RootElement.GetProperty("explanation").GetProperty("codes").EnumerateArray().Select(code => code.GetString()));
        Assert.Equal(2, misunderstood.Code);
        Assert.Contains("freeze asks for an approval only: there is neither a target nor a duration to name. Leave out '1h'.", misunderstood.Errors, StringComparison.Ordinal);
        Assert.Equal(["U0RITA (U0RITA), Deploy freeze exception: waits for its approvers", "1 would be ended. Nothing was changed."], dry.Lines);
        var stopped = JsonDocument.Parse(unlinked.Output).RootElement;
        Assert.Equal((1, 0), (stopped.GetProperty("denied").GetInt32(), stopped.GetProperty("stillActive").GetInt32()));
        Assert.False(stopped.GetProperty("requests")[0].TryGetProperty("oneLoginUser", out _));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Tables_that_a_start_would_change_are_told_and_those_of_a_later_version_are_a_problem(Db db)
    {
        await using var journey = await ProcessJourney.MigratedAsync(db);

        var asTheyAre = await journey.CommandHereAsync("check", "--online");
        await journey.RowsAsync<int>(async context =>
            [await context.Database.ExecuteSqlAsync($"""UPDATE "__EFMigrationsHistory" SET "MigrationId" = '29991231235959_Later' WHERE "MigrationId" = {context.Database.GetMigrations().Last()}""")]);
        var later = await journey.CommandHereAsync("check", "--online");
        await journey.RowsAsync<int>(async context => [await context.Database.ExecuteSqlAsync($"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '29991231235959_Later'""")]);
        var earlier = await journey.CommandHereAsync("check", "--online");

        Assert.Equal((0, 1, 0), (asTheyAre.Code, later.Code, earlier.Code));
        Assert.Contains(asTheyAre.Lines, line => line.StartsWith("✓ ok: database ", StringComparison.Ordinal) && !line.Contains("start", StringComparison.Ordinal));
        Assert.Contains(later.Lines, line => line.Contains("Its tables are of a later version of AccessBot.", StringComparison.Ordinal) && line.EndsWith("[database-away]", StringComparison.Ordinal));
        Assert.Contains(earlier.Lines, line => line.EndsWith("whose tables the next start brings up to date", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_that_can_not_be_understood_is_answered_with_what_can_and_one_that_nobody_can_answer_is_a_problem()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);

        await RefusedAsync("There is no flow 'produktion'. Give one of: production.", "rita@acme.example", "produktion");
        await RefusedAsync("There is no target 'billing'. Give one of: production-admin.", "rita@acme.example", "production", "billing", "1h");
        await RefusedAsync("'billing' is neither a target", "rita@acme.example", "production", "billing");
        await RefusedAsync("The duration '1w' is not a duration", "rita@acme.example", "production", "production-admin", "1w");
        await RefusedAsync("Slack has nobody with the address or id 'nobody@acme.example'", "nobody@acme.example", "production");
        await RefusedAsync("Slack has nobody with the address or id 'rita'", "rita", "production");

        var before = await journey.CommandHereAsync("check", "--explain", "rita@acme.example", "production");
        var away = await journey.CommandHereAsync("check", "--explain", "rita@acme.example", "production", "--OneLogin:ClientSecret=wrong");

        Assert.Equal(0, before.Code);
        Assert.StartsWith("The database has no tables", before.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(1, away.Code);
        Assert.EndsWith("[onelogin-credential]", away.Lines[0], StringComparison.Ordinal);

        async Task RefusedAsync(string sentence, params string[] words)
        {
            var outcome = await journey.CommandHereAsync(["check", "--explain", .. words]);
            Assert.True(outcome.Code == 2, $"{outcome}");
            Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
            Assert.Empty(outcome.Output);
        }
    }

    private static async Task<string> CountsAsync(ProcessJourney journey) => string.Join(' ', await journey.RowsAsync<int>(async context =>
        [await context.Requests.CountAsync(), await context.AuditEntries.CountAsync(), await context.People.CountAsync(), await context.Alarms.CountAsync()]));
}
