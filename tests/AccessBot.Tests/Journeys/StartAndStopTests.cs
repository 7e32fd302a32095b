using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The process as an operator has it: it starts, or says in sentences why not; it stops when it is told to.</summary>
public sealed class StartAndStopTests
{
    [Fact]
    public async Task A_second_process_on_the_same_SQLite_file_is_refused()
    {
        await using var journey = await ProcessJourney.StartAsync(Db.Sqlite);
        var second = journey.NewBot();

        var ready = await second.StartAsync();

        Assert.False(ready);
        Refused(journey, second, "is used by another AccessBot process", "set Database:Provider to Postgres");
        Assert.Equal(BotState.Ready, journey.Bot.State);
    }

    [Fact]
    public async Task Every_setting_that_is_missing_is_named_at_once()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        var bot = journey.NewBot(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Slack__SigningSecret"] = "", ["Slack__BotToken"] = "", ["OneLogin__ClientId"] = "",
        });

        var ready = await bot.StartAsync();

        Assert.False(ready);
        Refused(journey, bot, "Slack:SigningSecret is not set", "Slack:BotToken is not set", "OneLogin:ClientId");
    }

    /// <summary>Whatever section it is in, and though the provider decides what there is.</summary>
    [Fact]
    public async Task Every_setting_that_is_wrong_is_named_at_once_with_a_sentence_of_its_own()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        var bot = journey.NewBot(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "Oracle", ["Database__ConnectionString"] = "Host=db", ["Slack__Command"] = "access", ["Slack__AlertsChannel"] = "#alerts", ["OneLogin__UsersPerCall"] = "many",
            ["Webhooks__SigningSecret"] = "short", ["Secrets__CacheMinutes"] = "0", ["PagerDuty__BaseUrl"] = "ftp://pd",
        });

        var ready = await bot.StartAsync();

        Assert.False(ready);
        Refused(journey, bot, "Database:Provider is 'Oracle'", "Slack:Command is not", "Slack:AlertsChannel is not", "OneLogin:UsersPerCall is 'many'", "Webhooks:SigningSecret", "Secrets:CacheMinutes", "PagerDuty:BaseUrl");
        Assert.DoesNotContain(journey.Said, line => line.Contains("Database:ConnectionString", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_problem_of_the_access_rules_is_named_at_once_with_its_place()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        var bot = journey.NewBot(rules: """
            version: 1
            admins: [ada@acme.example]
            targets:
              production-admin: { label: Production Admin, oneLoginRole: none, privilege: member }
            flows:
              production:
                label: Production access
                targets: [production-admn]
                durations: [30 parsecs]
                approvers:
                  - { anyOf: [ { slackGroup: S0SRE } ], count: 1 }
                notify:
                  - { channel: C0ACCESS }
            """);

        var ready = await bot.StartAsync();

        Assert.False(ready);
        Refused(journey, bot, "access0.yaml:4:", "access0.yaml:8:", "access0.yaml:9:");
    }

    [Theory]
    [InlineData("Access__File", "/no/such/access.yaml", "/no/such/access.yaml can't be read")]
    [InlineData("Database__Provider", "Oracle", "Database:Provider")]
    [InlineData("Database__ConnectionString", "Data Source=/no/such/folder/accessbot.db", "/no/such/folder")]
    public async Task A_setting_that_leads_nowhere_is_named(string setting, string value, string sentence)
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        var bot = journey.NewBot(new Dictionary<string, string>(StringComparer.Ordinal) { [setting] = value });

        var ready = await bot.StartAsync();

        Assert.False(ready);
        Refused(journey, bot, sentence);
    }

    [Fact]
    public async Task An_app_token_that_Slack_refuses_ends_it_with_a_sentence_and_a_code_of_its_own()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Sqlite);
        journey.PermittedErrors.Add(".SocketMode[");
        var bot = journey.NewBot(new Dictionary<string, string>(StringComparer.Ordinal) { ["Slack__AppToken"] = "xapp-wrong" });

        var ready = await bot.StartAsync();

        Assert.False(ready);
        Assert.True(bot.ExitCode == 3, $"It ended with {bot.ExitCode} and said:{journey.Lines()}");
        Assert.Contains(journey.Said, line => line.StartsWith("  |   Slack:AppToken is refused by Slack (invalid_auth). Make an app-level token", StringComparison.Ordinal));
        Assert.DoesNotContain(journey.Said, line => line.Contains("xapp-wrong", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_not_there_is_named()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);
        var bot = journey.NewBot(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Database__ConnectionString"] = "Host=127.0.0.1;Port=9;Database=accessbot;Username=accessbot;Password=hush-hush",
        });

        var ready = await bot.StartAsync();

        Assert.False(ready);
        Refused(journey, bot, "The database accessbot at 127.0.0.1:9 can't be opened");
        Assert.DoesNotContain(journey.Said, line => line.Contains("hush-hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_PostgreSQL_that_goes_away_while_it_starts_is_named()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);
        await using var other = await journey.HoldMigrationsAsync();
        var bot = journey.NewBot();
        var starting = bot.StartAsync();
        await journey.UntilAsync(async () => (await journey.WaitingToMigrateAsync()).Count > 0, "it waits for its turn to migrate");

        await journey.CutConnectionAsync((await journey.WaitingToMigrateAsync())[0]);
        var ready = await starting;

        Assert.False(ready);
        Refused(journey, bot, "went away while AccessBot started");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Told_to_end_it_ends_within_ten_seconds_and_without_a_fault(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);

        await journey.Bot.StopAsync();

        Assert.Equal(0, journey.Bot.ExitCode);
    }

    [Fact]
    public async Task Told_to_end_while_it_starts_it_ends_without_a_fault()
    {
        await using var journey = await ProcessJourney.PrepareAsync(Db.Postgres);
        await using var other = await journey.HoldMigrationsAsync();
        var bot = journey.NewBot();
        var starting = bot.StartAsync();
        await journey.UntilAsync(async () => (await journey.WaitingToMigrateAsync()).Count > 0, "it waits for its turn to migrate");

        await bot.StopAsync();
        await starting;

        Assert.True(bot.ExitCode == 0, $"It ended with {bot.ExitCode} and said:{journey.Lines()}");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Told_to_end_in_the_middle_of_a_grant_it_ends_as_soon_and_the_grant_is_made_at_the_next_start(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);
        var id = await journey.AskAsync("3600");
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(ProcessJourney.ForEver) with { AfterEffect = true }, "POST", "/api/2/roles/*/users");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HeldByOneLoginAsync();

        await journey.Bot.StopAsync();
        var code = journey.Bot.ExitCode;
        journey.OneLogin.Faults.Clear();
        await journey.StartAgainAsync();
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(0, code);
        Assert.Single(journey.Effective("POST"));
    }

    /// <summary>It ended by itself with a code of its own, and said all of this without a stack trace.</summary>
    private static void Refused(ProcessJourney journey, AccessBotProcess bot, params string[] sentences)
    {
        Assert.True(bot.ExitCode == 2, $"It ended with {bot.ExitCode} and said:{journey.Lines()}");
        Assert.All(sentences, sentence => Assert.Single(journey.Said, line => line.Contains(sentence, StringComparison.Ordinal)));
        Assert.DoesNotContain(journey.Said, line => line.StartsWith("  |    at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
    }
}
