using System.Text.Json;
using AccessBot.Core.Checking;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using AccessBot.Tests.Support.SecretsManager;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot check --online</c> where everything is right, and where each thing that it looks at is the only one that is wrong.</summary>
public sealed class CheckOnlineTroubleTests
{
    private const string Rules = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878, privilege: member }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [1h]
            reason: { required: true }
            requesters: [ { user: rita@acme.example }, { user: U0BEN } ]
            approvers:
              - { anyOf: [ { slackGroup: S0SRE }, { onCall: { pagerDutySchedule: PDAY } }, { onCall: { opsgenieSchedule: Night } } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
        """;

    private static readonly Dictionary<string, OneThingBroken> Broken = new(StringComparer.Ordinal)
    {
        ["a setting"] = new(_ => ["--Slack:Command=access"], "Slack:Command is not a slash command.", "It begins with a slash", "bad-setting"),
        ["a secret"] = new(_ => ["--OneLogin:ClientSecret=file:/no/such/secret"], "OneLogin:ClientSecret can't be read:", "there is no file /no/such/secret", "bad-setting"),
        ["the rules"] = new(j => [$"--Access:File={j.WriteFile("broken.yaml", Rules.Replace("oneLoginRole: 81878", "oneLoginRole: admin", StringComparison.Ordinal))}"], "", "which is not a whole number.", "bad-number"),
        ["the file of the rules"] = new(_ => ["--Access:File=/no/such/access.yaml"], "Access:File: ", "/no/such/access.yaml", "unreadable-file"),
        ["the database"] = new(_ => ["--Database:ConnectionString=Data Source=/no/such/folder/accessbot.db"], "database file /no/such/folder/accessbot.db", "Make it, for AccessBot to write in", "database-away"),
        ["the clock"] = new(j => Done(() => j.Slack.Reconfigure(s => s with { ClockAhead = TimeSpan.FromMinutes(5) })),
            "clock: this machine's and Slack's: ", "Have this machine take its time from NTP.", "clock-off"),
        ["the domain"] = new(j => [$"--OneLogin:BaseUrl={new Uri(j.Sandbox.Url, "elsewhere")}"], "OneLogin: http://", "Check OneLogin:Domain and OneLogin:BaseUrl.", "onelogin-domain"),
        ["a domain that there is not"] = new(_ => ["--OneLogin:BaseUrl=", "--OneLogin:Domain=no-such-tenant.invalid"], "OneLogin: https://no-such-tenant.invalid/: OneLogin:Domain: ", "Set OneLogin:Domain to the host that you administer OneLogin at", "onelogin-domain"),
        ["OneLogin's answer"] = new(j => Done(() => j.OneLogin.Faults.Inject(OneLoginFault.TooManyRequests(TimeSpan.FromMinutes(5)))),
            "OneLogin: http://", "See that OneLogin:Domain is right and that OneLogin can be reached from here", "onelogin-away"),
        ["the client secret"] = new(_ => ["--OneLogin:ClientSecret=wrong"], "OneLogin: the token for the client id ", "Check OneLogin:ClientId and OneLogin:ClientSecret against Developers > API Credentials in OneLogin.", "onelogin-credential"),
        ["the credential's owner"] = new(j => Done(() => j.OneLogin.Credentials.DeleteOwner(j.Sandbox.Credential.ClientId)), "OneLogin: the token for the client id ", "create a new one as a user who stays", "onelogin-owner"),
        ["a scope of reading"] = new(j => Done(() => j.OneLogin.Credentials.ChangeScope(j.Sandbox.Credential.ClientId, OneLoginScope.ReadAll)),
            "OneLogin: the scope Manage All: ", "Make a credential with the scope Manage All under Developers > API Credentials", "onelogin-scope"),
        ["a role"] = new(j => Done(() => j.OneLogin.DeleteRole(Cast.ProductionAdmin)), "production-admin → 81878: targets.production-admin: OneLogin has no role 81878.", "Write the id that stands in the address", "role-missing"),
        ["a requester without an account"] = new(j => Done(() => j.OneLogin.DeleteUser(Cast.Rita.OneLoginId!.Value)),
            "requesters: rita@acme.example: flows.production.requesters: Nothing can ever be granted to rita@acme.example: OneLogin has nobody with the address rita@acme.example.", "Take them out of the rules", "never-granted"),
        ["a requester who is suspended"] = new(j => Done(() => j.OneLogin.ChangeUser(Cast.Ben.OneLoginId!.Value, user => user with { Status = 2 })),
            "requesters: the Slack user U0BEN: ", "their OneLogin user is suspended. Take them out", "never-granted"),
        ["a requester who is a guest"] = new(j => Done(() => j.Slack.ChangePerson(Cast.Ben.SlackId, person => person with { IsRestricted = true })),
            "requesters: the Slack user U0BEN: ", "only full members of the workspace can ask. Take them out", "never-granted"),
        ["the bot token"] = new(_ => ["--Slack:BotToken=xoxb-wrong"], "Slack: Slack:BotToken: Slack refused auth.test: invalid_auth.", "Set Slack:BotToken to the Bot User OAuth Token", "slack-token"),
        ["Slack's answer"] = new(j => Done(() => j.Slack.Faults.RateLimit(300, times: null)), "Slack: Slack:ApiBaseUrl: ", "See that Slack can be reached from here", "slack-away"),
        ["a scope of the bot's"] = new(j => Done(() => j.Slack.Reconfigure(s => s with { Scopes = s.Scopes.Remove("im:write") })), "Slack: the scope im:write: ", "install the app again", "slack-scope"),
        ["the workspace"] = new(_ => ["--Slack:WorkspaceId=T0OTHER"], "Slack: the bot ", "Set Slack:WorkspaceId (or Slack:EnterpriseId) to the id above", "slack-workspace"),
        ["a channel that the bot is not in"] = new(j => Done(() => j.Slack.ChangeChannel(Cast.AccessRequests, channel => channel with { Members = [Cast.Ana.SlackId] })),
            "Slack: #access-requests (C0ACCESS): flows.production.notify: The bot is not in #access-requests", "Write /invite and the bot's name in that channel.", "slack-channel"),
        ["a channel that is archived"] = new(j => Done(() => j.Slack.ChangeChannel(Cast.Alerts, channel => channel with { IsArchived = true })),
            "Slack: #access-alerts (C0ALERTS): Slack:AlertsChannel: The channel C0ALERTS is archived.", "Unarchive it, or name another one.", "slack-channel"),
        ["a channel that there is not"] = new(_ => ["--Slack:AlertsChannel=C0NOWHERE"], "Slack: C0NOWHERE: Slack:AlertsChannel: Slack has no channel C0NOWHERE", "Correct the id", "slack-channel"),
        ["a user group without anybody"] = new(j => Done(() => j.Slack.ChangeGroup(Cast.Responders, group => group with { Members = [] })), "Slack: the user group S0SRE: ", "Put people into it in Slack", "slack-group"),
        ["a user group that is disabled"] = new(j => Done(() => j.Slack.ChangeGroup(Cast.Responders, group => group with { IsDisabled = true })), "Slack: the user group S0SRE: ", "Correct the id: it begins with S", "slack-group"),
        ["user groups on a plan without"] = new(j => Done(() => j.Slack.Reconfigure(s => s with { PaidPlan = false })), "Slack: the user group S0SRE: ", "Name a slackChannel or people in place of it.", "slack-group"),
        ["the signing secret"] = new(_ => ["--Slack:SigningSecret=not-a-signing-secret"], "Slack: the form of the signing secret: Slack:SigningSecret: The signing secret is not 32 hexadecimal digits", "Copy the Signing Secret that stands under Basic Information", "slack-signing-secret"),
        ["the app token"] = new(_ => ["--Slack:AppToken=xapp-wrong"], "Slack: Socket Mode: Slack:AppToken is refused by Slack (invalid_auth).", "xapp-", "slack-app-token"),
        ["PagerDuty"] = new(_ => ["--PagerDuty:ApiToken=wrong"], "on call: those on call by the PagerDuty schedule PDAY: PagerDuty:ApiToken: PagerDuty refuses AccessBot's key (401).", "Correct PagerDuty:ApiToken", "oncall-away"),
        ["Opsgenie"] = new(_ => ["--Opsgenie:ApiKey=wrong"], "on call: those on call by the Opsgenie schedule Night: Opsgenie:ApiKey: Opsgenie refuses AccessBot's key (401).", "Correct Opsgenie:ApiKey", "oncall-away"),
        ["the dashboard's authority"] = new(j => [.. WithDashboard(j), $"--Dashboard:Authority={new Uri(j.Sandbox.Url, "elsewhere")}"],
            "dashboard: https://access.acme.example/jobs, signed in to at http://", "Set Dashboard:Authority to the Issuer URL", "dashboard-sign-in"),
        ["whose the dashboard's authority is"] = new(j => [.. WithDashboard(j), .. Done(() => j.OneLogin.Behaviours.Issuer = "https://other.onelogin.com/oidc/2")],
            "dashboard: https://access.acme.example/jobs, signed in to at http://", "Set Dashboard:Authority to the Issuer URL", "dashboard-sign-in"),
        ["a setting of the dashboard's"] = new(_ => ["--Dashboard:Url=https://access.acme.example", "--Dashboard:ClientId=id"],
            "Dashboard:ClientSecret is not set, and Dashboard:Url is.", "Set all of Dashboard:Url, Dashboard:ClientId and Dashboard:ClientSecret", "bad-setting"),
    };

    public static TheoryData<string> Things => [.. Broken.Keys];

    [Theory, MemberData(nameof(Things))]
    public async Task The_one_thing_that_is_wrong_has_the_only_line_that_says_so_with_what_to_do(string thing)
    {
        var broken = Broken[thing];
        await using var journey = await PrepareAsync(Db.Sqlite);
        var settings = broken.Break(journey);

        var outcome = await CheckAsync(journey, settings);

        Assert.True(outcome.Code == 1, $"{outcome}");
        var wrong = Assert.Single(outcome.Lines, line => line.StartsWith('✗'));
        Assert.StartsWith($"✗ wrong: {broken.Line}", wrong, StringComparison.Ordinal);
        Assert.Contains(broken.Remedy, wrong, StringComparison.Ordinal);
        Assert.EndsWith($"[{broken.Code}]", wrong, StringComparison.Ordinal);
        Assert.Equal("1 problem.", outcome.Lines[^1]);
    }

    [Fact]
    public void Each_code_is_provoked()
    {
        // What takes too long is made so in OnlineLooksTests, where time can be moved.
        Assert.Equal([CheckCode.TooSlow], CheckCode.Meanings.Keys.Except(Broken.Values.Select(broken => broken.Code), StringComparer.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Where_everything_is_right_each_thing_has_a_line_and_nothing_is_changed(Db db)
    {
        await using var journey = await PrepareAsync(db);
        var (messages, groupsBefore) = (journey.Slack.Messages(Cast.AccessRequests).Count, journey.Slack.Channels.Count);

        var outcome = await CheckAsync(journey);

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.DoesNotContain(outcome.Lines, line => line.StartsWith('✗'));
        string[] good =
        [
            "settings: complete", "secrets: no setting refers to one", "database ", "OneLogin: http://", "OneLogin: the token for the client id ",
            "OneLogin: the scope Manage All", "production-admin → 81878 \"Production Admin\"", "on call: those on call by the Opsgenie schedule Night, 1 at the moment",
            "on call: those on call by the PagerDuty schedule PDAY, 1 at the moment", "Slack: the bot ", "Slack: all 9 scopes", "clock: this machine's and Slack's",
            "Slack: #access-alerts (C0ALERTS), for Slack:AlertsChannel", "Slack: #access-requests (C0ACCESS), for flows.production.notify", "Slack: the user group S0SRE, 2 in it",
            "Slack: the form of the signing secret", "dashboard: there is none, as Dashboard:Url is not set", "requesters: rita@acme.example", "requesters: the Slack user U0BEN",
        ];
        Assert.All(good, what => Assert.Contains(outcome.Lines, line => line.StartsWith($"✓ ok: {what}", StringComparison.Ordinal)));
        Assert.Contains(outcome.Lines, line => line.StartsWith("… open: OneLogin: the credential's owner: OneLogin's API doesn't say who made a credential.", StringComparison.Ordinal));
        Assert.Contains(outcome.Lines, line => line.StartsWith(
            db == Db.Sqlite ? "… open: clock: this machine's and the database's: SQLite has no clock" : "✓ ok: clock: this machine's and the database's", StringComparison.Ordinal));

        Assert.All(journey.OneLogin.Calls.All, call => Assert.True(call.Method == "GET" || call.Path == "/auth/oauth2/v2/token", $"{call}"));
        Assert.All(journey.Slack.Calls, call => Assert.Contains(call.Method, (string[])["auth.test", "conversations.info", "usergroups.users.list", "users.info", "users.lookupByEmail"]));
        Assert.Equal((messages, groupsBefore), (journey.Slack.Messages(Cast.AccessRequests).Count, journey.Slack.Channels.Count));
    }

    [Fact]
    public async Task A_dashboard_has_a_line_and_another_that_says_what_has_to_stand_in_OneLogin()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);

        var outcome = await CheckAsync(journey, WithDashboard(journey));

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.Contains($"✓ ok: dashboard: https://access.acme.example/jobs, signed in to at {journey.Sandbox.OneLoginUrl}/oidc/2", outcome.Lines);
        Assert.Contains(outcome.Lines, line => line.StartsWith("… open: dashboard: the app in OneLogin: ", StringComparison.Ordinal) && line.Contains("https://access.acme.example/jobs/signed-in", StringComparison.Ordinal));
        Assert.DoesNotContain(journey.Sandbox.DashboardApp.ClientSecret, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_may_not_even_read_roles_is_told_by_the_scope_and_by_the_role()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);
        journey.OneLogin.Credentials.ChangeScope(journey.Sandbox.Credential.ClientId, OneLoginScope.AuthenticationOnly);

        var outcome = await CheckAsync(journey);

        Assert.All(
            outcome.Lines.Where(line => line.StartsWith('✗') && line.Contains("OneLogin:ClientId", StringComparison.Ordinal)),
            line => Assert.EndsWith("[onelogin-scope]", line, StringComparison.Ordinal));
        Assert.Contains(outcome.Lines, line => line.StartsWith("✗ wrong: production-admin → 81878: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_Delegated_Administration_the_scope_is_left_open_and_not_called_good()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);
        journey.OneLogin.Behaviours.DelegatedAdministration = false;

        var outcome = await CheckAsync(journey);

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.Contains(outcome.Lines, line => line.StartsWith("… open: OneLogin: the scope Manage All: OneLogin answered 401 where it lists privileges", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_can_not_be_looked_at_because_of_something_else_says_so_and_the_rest_goes_on()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);

        var outcome = await CheckAsync(journey, "--OneLogin:ClientSecret=wrong", "--Slack:ApiBaseUrl=http://127.0.0.1:9/");

        Assert.Equal(["onelogin-credential", "slack-away"], Codes(outcome));
        Assert.Contains("… open: OneLogin: the roles: not looked at, because of this: OneLogin does not take the API credential.", outcome.Lines);
        Assert.Contains("… open: Slack: the channels: not looked at, because of this: Slack does not answer.", outcome.Lines);
        Assert.Contains("… open: requesters: not looked at, because of this: OneLogin does not take the API credential.", outcome.Lines);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("Socket Mode", StringComparison.Ordinal));
        Assert.Contains("✓ ok: on call: those on call by the PagerDuty schedule PDAY, 1 at the moment", outcome.Lines);
    }

    [Fact]
    public async Task Rules_that_can_not_be_used_leave_open_what_they_name_and_nothing_else()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);

        var outcome = await CheckAsync(journey, "--Access:File=/no/such/access.yaml", "--Slack:AlertsChannel=C0NOWHERE");

        Assert.Equal(["slack-channel", "unreadable-file"], Codes(outcome).Order(StringComparer.Ordinal));
        Assert.All((string[])["OneLogin: the roles", "on call", "Slack: the user groups", "requesters"],
            what => Assert.Contains($"… open: {what}: not looked at before the access rules can be used.", outcome.Lines));
        Assert.Contains("✓ ok: OneLogin: the scope Manage All", outcome.Lines);
    }

    [Fact]
    public async Task Settings_that_can_not_be_used_leave_everything_outside_open()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);

        var outcome = await CheckAsync(journey, "--Slack:Command=access");

        Assert.Contains("… open: everything outside: not looked at before the settings can be used.", outcome.Lines);
        Assert.Empty(journey.OneLogin.Calls.All);
        Assert.Empty(journey.Slack.Calls);
    }

    [Fact]
    public async Task A_file_that_a_secret_comes_from_is_named_and_what_is_in_it_is_not()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);
        var file = journey.WriteFile("secret", journey.Sandbox.Credential.ClientSecret);

        var outcome = await CheckAsync(journey, $"--OneLogin:ClientSecret=file:{file}");

        Assert.Contains($"✓ ok: secrets: OneLogin:ClientSecret from file:{file}", outcome.Lines);
        Assert.DoesNotContain(journey.Sandbox.Credential.ClientSecret, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_Secrets_Manager_is_named_with_the_version_that_was_read()
    {
        await using var aws = await SecretsManagerServer.StartAsync();
        await using var journey = await PrepareAsync(Db.Sqlite);
        var version = aws.Put("accessbot", $$"""{"id":"{{journey.Sandbox.Credential.ClientId}}","secret":"{{journey.Sandbox.Credential.ClientSecret}}"}""");

        string[] referring = ["--OneLogin:ClientId=secretsmanager:accessbot#id", "--OneLogin:ClientSecret=secretsmanager:accessbot#secret"];
        var settings = RunningBot.SettingsFor(journey.Sandbox, journey.WriteFile("whole.yaml", Rules)).Append(new("Database:ConnectionString", journey.ConnectionString));

        // In a process of its own: where AWS is stands in its environment.
        var outcome = await CommandOutcome.OfAsync(
            AccessBotUnderTest.Binary, [.. settings.Select(s => $"--{s.Key}={s.Value}"), .. referring, "check", "--online"],
            aws.Settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!, StringComparer.Ordinal), TimeSpan.FromMinutes(1));

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.Contains($"✓ ok: secrets: OneLogin:ClientId and OneLogin:ClientSecret from secretsmanager:accessbot, version {version}", outcome.Lines);
    }

    [Fact]
    public async Task Programs_read_of_each_thing_whether_it_is_ok_wrong_or_open()
    {
        await using var journey = await PrepareAsync(Db.Sqlite);
        journey.OneLogin.DeleteRole(Cast.ProductionAdmin);

        var outcome = await CheckAsync(journey, "--json");

        var root = JsonDocument.Parse(outcome.Output).RootElement;
        var online = root.GetProperty("online").EnumerateArray().ToDictionary(one => one.GetProperty("what").GetString()!, StringComparer.Ordinal);
        Assert.False(root.GetProperty("ok").GetBoolean());
        Assert.Equal(("wrong", false, "role-missing"), (State("production-admin → 81878"), online["production-admin → 81878"].GetProperty("ok").GetBoolean(), online["production-admin → 81878"].GetProperty("code").GetString()));
        Assert.Equal(("ok", true), (State("OneLogin: the scope Manage All"), online["OneLogin: the scope Manage All"].GetProperty("ok").GetBoolean()));
        Assert.Equal(("open", false), (State("OneLogin: the credential's owner"), online["OneLogin: the credential's owner"].GetProperty("ok").GetBoolean()));
        Assert.StartsWith("OneLogin's API doesn't say", online["OneLogin: the credential's owner"].GetProperty("why").GetString(), StringComparison.Ordinal);

        string? State(string what) => online[what].GetProperty("state").GetString();
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(-2, null)]
    [InlineData(75, "AccessBot's clock is 75 seconds ahead of the database's.")]
    [InlineData(-4, "AccessBot's clock is 4 seconds behind the database's.")]
    public async Task A_clock_that_is_off_the_database_s_by_more_than_is_borne_is_wrong(int seconds, string? message)
    {
        var database = new GivenDatabaseClock { Ahead = TimeSpan.FromSeconds(seconds) };

        var looked = Assert.Single(await new DatabaseClockCheck(database, new FakeTimeProvider()).LookAsync(TestContext.Current.CancellationToken));

        Assert.Equal((message is null ? null : CheckCode.ClockOff, message), (looked.Problem?.Code, looked.Problem?.Message));
        Assert.Null(looked.Open);
    }

    private static IEnumerable<string> Codes(CommandOutcome outcome) => outcome.Lines.Where(line => line.StartsWith('✗')).Select(line => line[(line.LastIndexOf('[') + 1)..^1]);

    private static string[] Done(Action change)
    {
        change();
        return [];
    }

    private static string[] WithDashboard(ProcessJourney journey) => [.. Visitor.Settings(journey.Sandbox).Select(setting => $"--{setting.Key}={setting.Value}")];

    private static async Task<ProcessJourney> PrepareAsync(Db db)
    {
        var journey = await ProcessJourney.PrepareAsync(db);
        journey.Sandbox.PagerDuty.Schedules["PDAY"] = [Cast.Ana.Email];
        journey.Sandbox.Opsgenie.SetSchedule(Guid.NewGuid(), "Night", Cast.Ben.Email);
        return journey;
    }

    private static Task<CommandOutcome> CheckAsync(ProcessJourney journey, params string[] settings) =>
        journey.CommandHereAsync(["check", "--online", $"--Access:File={journey.WriteFile("whole.yaml", Rules)}", .. settings]);
}
