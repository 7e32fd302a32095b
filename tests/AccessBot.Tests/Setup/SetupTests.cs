using System.Runtime.Versioning;
using AccessBot.Cli;
using AccessBot.Core.Rules;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack;
using AccessBot.Slack.Manifest;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Setup;

/// <summary><c>accessbot setup</c>, as a conversation with somebody at a terminal, against the sandbox.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task Whoever_answers_its_questions_has_settings_secrets_rules_and_a_manifest_that_check_has_no_complaint_about()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var console = setup.Somebody();

        var code = await setup.RunAsync(console);

        Assert.True(code == ExitCode.Done, console.Output);
        Assert.Empty(console.Unasked);
        Assert.Equal(
            ["access.yaml", "secrets/onelogin-client-id", "secrets/onelogin-client-secret", "secrets/slack-app-token", "secrets/slack-bot-token", "settings.env", "slack-manifest.json"],
            setup.Files().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            $"""
            {AccessBot.Setup.SettingsFile.Heading}
            Slack__WorkspaceId={setup.Sandbox.Slack.Settings.TeamId}
            Slack__AlertsChannel={Cast.Alerts}
            Slack__ApiBaseUrl={setup.Sandbox.SlackApiUrl}
            Slack__BotToken=file:{setup.Path("secrets/slack-bot-token")}
            Slack__AppToken=file:{setup.Path("secrets/slack-app-token")}
            OneLogin__Domain=sandbox.onelogin.com
            OneLogin__BaseUrl={setup.Sandbox.OneLoginUrl}
            OneLogin__ClientId=file:{setup.Path("secrets/onelogin-client-id")}
            OneLogin__ClientSecret=file:{setup.Path("secrets/onelogin-client-secret")}
            Access__File={setup.Path("access.yaml")}
            Database__ConnectionString=DataSource={setup.Path("accessbot.db")}

            """, setup.Text("settings.env"));
        Assert.Equal(setup.Sandbox.Slack.Settings.BotToken, setup.Text("secrets/slack-bot-token"));
        Assert.Equal(SlackManifest.Text(SlackTransport.SocketMode, SlackManifest.SampleAddress, "/access"), setup.Text("slack-manifest.json"));
        Assert.Contains("The token is of the workspace sandbox (T0SANDBOX).", console.Lines);
        Assert.Contains("✓ ok: production-admin → 81878 \"Production Admin\"", console.Lines);
        Assert.Contains("No problems.", console.Lines);
    }

    [Fact]
    public async Task No_secret_is_ever_shown()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var console = setup.Somebody();

        await setup.RunAsync(console, "--Webhooks:SigningSecret=hush-hush-hush-hush", "--Other:Thing=who-knows");

        Assert.All(
            [setup.Sandbox.Slack.Settings.BotToken, setup.Sandbox.Slack.Settings.AppToken, setup.Sandbox.Credential.ClientSecret, "hush-hush-hush-hush", "who-knows"],
            secret => Assert.DoesNotContain(secret, console.Output, StringComparison.Ordinal));
        Assert.Equal("hush-hush-hush-hush", setup.Text("secrets/webhooks-signing-secret"));
        Assert.Contains("\nOther__Thing=who-knows\n", setup.Text("settings.env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_that_is_answered_by_Enter_changes_no_byte_and_touches_no_file()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var first = setup.Somebody();
        await setup.RunAsync(first);
        File.WriteAllText(setup.Path("settings.env"), $"; somebody's\n{setup.Text("settings.env")}\nexport PATH_OF_MINE=\"a b\"  \n#Slack__Command=/old");
        var (before, times) = (setup.Files(), Times());

        using var second = new ScriptedConsole();
        var code = await setup.RunAsync(second);

        Assert.True(code == ExitCode.Done, second.Output);
        Assert.Equal(before, setup.Files());
        Assert.Equal(times, Times());
        Assert.Contains("Nothing: all of it is there.", second.Lines);

        IReadOnlyList<DateTime> Times() => [.. setup.Files().Keys.Order(StringComparer.Ordinal).Select(name => File.GetLastWriteTimeUtc(setup.Path(name)))];
    }

    [Fact]
    public async Task Over_HTTP_it_wants_a_public_address_and_the_signing_secret()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var console = setup.Somebody()
            .Pick("How Slack's deliveries come", 1)
            .Type("Slash command", "/sesame")
            .Type("Public address", "http://accessbot.acme.com")
            .Type("Public address", "https://accessbot.acme.com/bot")
            .Type("Signing Secret", setup.Sandbox.Slack.Settings.SigningSecret);

        var code = await setup.RunAsync(console);

        Assert.True(code == ExitCode.Done, console.Output);
        Assert.Equal(["App-level token"], console.Unasked);
        Assert.Contains(console.Lines, line => line.Contains("Write an https address", StringComparison.Ordinal));
        Assert.Equal(SlackManifest.Text(SlackTransport.Http, new Uri("https://accessbot.acme.com/bot"), "/sesame"), setup.Text("slack-manifest.json"));
        Assert.Equal(setup.Sandbox.Slack.Settings.SigningSecret, setup.Text("secrets/slack-signing-secret"));
        var settings = setup.Text("settings.env");
        Assert.Contains("\nSlack__Command=/sesame\n", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("AppToken", settings, StringComparison.Ordinal);

        // The address stands in the manifest only, and is found there again.
        var before = setup.Files();
        using var again = new ScriptedConsole();
        Assert.True(await setup.RunAsync(again) == ExitCode.Done, again.Output);
        Assert.Equal(before, setup.Files());
    }

    [Fact]
    public async Task Who_changes_the_transport_keeps_everything_else()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var first = setup.Somebody();
        await setup.RunAsync(first);

        using var second = new ScriptedConsole()
            .Pick("How Slack's deliveries come", 1).Type("Public address", "https://accessbot.acme.com").Type("Signing Secret", setup.Sandbox.Slack.Settings.SigningSecret);
        var toHttp = await setup.RunAsync(second);
        var http = setup.Text("settings.env");
        using var third = new ScriptedConsole().Pick("How Slack's deliveries come", 0);
        var back = await setup.RunAsync(third);

        Assert.True((toHttp, back) == (ExitCode.Done, ExitCode.Done), second.Output + third.Output);
        Assert.Contains("\nSlack__Transport=Http\n", http, StringComparison.Ordinal);
        Assert.Contains("\nSlack__Transport=SocketMode\n", setup.Text("settings.env"), StringComparison.Ordinal);
        Assert.Equal(SlackManifest.Text(SlackTransport.SocketMode, SlackManifest.SampleAddress, "/access"), setup.Text("slack-manifest.json"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_token_is_told_as_check_tells_it_and_it_is_asked_for_again()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var console = new ScriptedConsole()
            .Type("Bot User OAuth Token", "xapp-1-wrong-box")
            .Type("Bot User OAuth Token", "xoxp-of-a-person")
            .Type("Bot User OAuth Token", "xoxb-wrong")
            .Type("App-level token", "xoxb-wrong-box")
            .Type("App-level token", setup.Sandbox.Slack.Settings.AppToken)
            .Type("Bot User OAuth Token", setup.Sandbox.Slack.Settings.BotToken)
            .Type("OneLogin's host", "https://sandbox.onelogin.com")
            .Type("OneLogin's host", "sandbox.onelogin.com")
            .Type("Client ID", setup.Sandbox.Credential.ClientId)
            .Type("Client Secret", "wrong")
            .Type("Client Secret", setup.Sandbox.Credential.ClientSecret)
            .End("Database");

        var code = await setup.RunAsync(console);

        Assert.Equal(ExitCode.Left, code);
        Assert.Empty(console.Unasked);
        Assert.Contains("Slack:BotToken is an app-level token (xapp-…)", console.Output, StringComparison.Ordinal);
        Assert.Contains("Slack:BotToken is a user's token (xoxp-…)", console.Output, StringComparison.Ordinal);
        Assert.Contains("✗ wrong: Slack: Slack:BotToken: Slack refused auth.test: invalid_auth.", console.Output, StringComparison.Ordinal);
        Assert.Contains("Slack:AppToken is not an app-level token.", console.Output, StringComparison.Ordinal);
        Assert.Contains("OneLogin:Domain is 'https://sandbox.onelogin.com', which is not a host name.", console.Output, StringComparison.Ordinal);
        Assert.Contains(console.Lines, line => line.StartsWith("✗ wrong: OneLogin: the token for the client id ", StringComparison.Ordinal) && line.EndsWith("[onelogin-credential]", StringComparison.Ordinal));
        Assert.Contains("✓ ok: OneLogin: the scope Manage All", console.Lines);
    }

    [Fact]
    public async Task Who_goes_on_without_OneLogin_writes_roles_by_their_ids()
    {
        await using var setup = await SetupFolder.StartAsync();
        setup.Sandbox.OneLogin.Credentials.DeleteOwner(setup.Sandbox.Credential.ClientId);
        using var somebody = setup.Somebody();
        using var console = new ScriptedConsole()
            .Pick("What now", 1)
            .Type("Roles of OneLogin's that people may ask for: their ids", "Production Admin")
            .Type("Roles of OneLogin's that people may ask for: their ids", "81878, 31337")
            .Type("What people see role 81878", "Production: Admin")
            .Also(somebody);

        var code = await setup.RunAsync(console);

        Assert.Equal(ExitCode.Left, code);
        Assert.Equal(["Roles of OneLogin's"], console.Unasked);
        Assert.Contains("Write numbers, like 81878", console.Output, StringComparison.Ordinal);
        var rules = RulesFile.Read(setup.Text("access.yaml"), "access.yaml");
        Assert.Empty(rules.Problems);
        Assert.Equal([("Production: Admin", 81878L), ("Role 31337", 31337L)], rules.Rules!.Flows[0].Targets.Select(target => (target.Label, target.OneLoginRole)));
        Assert.Contains("[onelogin-owner]", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_Secrets_Manager_it_says_the_commands_and_writes_references()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var console = setup.Somebody()
            .Pick("Database", 1)
            .Type("Connection string", "Host=127.0.0.1;Port=9;Database=accessbot;Username=accessbot;Password=hush-hush")
            .Pick("Secrets", 1)
            .Type("Which AccessBot it is", "staging")
            .Type("Name of the secret for bot_token", "a name with blanks")
            .Type("Name of the secret for bot_token", "arn:slack")
            .Type("Name of the secret for client_id", "arn:onelogin")
            .Type("Name of the secret for connection_string", "arn:database");

        var code = await setup.RunAsync(console);

        // They have names that can't be, so that check asks nobody over the network, and says so.
        Assert.True(code == ExitCode.Left, console.Output);
        Assert.Empty(console.Unasked);
        Assert.Contains("""{"bot_token":"VALUE","app_token":"VALUE"}""", console.Lines);
        Assert.Contains("aws secretsmanager create-secret --name arn:slack --tags Key=AccessBotEnv,Value=staging --secret-string file:///dev/stdin", console.Lines);
        Assert.Contains("aws secretsmanager put-secret-value --secret-id arn:onelogin --secret-string file:///dev/stdin", console.Lines);
        Assert.Contains("""{"connection_string":"VALUE"}""", console.Lines);
        var settings = setup.Text("settings.env");
        Assert.Contains("\nSlack__AppToken=secretsmanager:arn:slack#app_token\n", settings, StringComparison.Ordinal);
        Assert.Contains("\nOneLogin__ClientSecret=secretsmanager:arn:onelogin#client_secret\n", settings, StringComparison.Ordinal);
        Assert.Contains("\nDatabase__Provider=Postgres\nDatabase__ConnectionString=secretsmanager:arn:database#connection_string\n", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", settings + console.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(setup.Path("secrets")));
    }

    [Fact]
    public async Task A_secret_in_AWS_of_which_one_value_is_new_is_written_whole()
    {
        await using var setup = await SetupFolder.StartAsync();
        File.WriteAllText(setup.Path("settings.env"), "Slack__BotToken=secretsmanager:arn:x#bot_token\nSlack__AppToken=secretsmanager:arn:x#app_token\n");
        using var console = new ScriptedConsole()
            .Type("Bot User OAuth Token", setup.Sandbox.Slack.Settings.BotToken)
            .Pick("What now", 1)
            .Type("The workspace's id", setup.Sandbox.Slack.Settings.TeamId)
            .Type("OneLogin's host", "sandbox.onelogin.com")
            .Type("Client ID", setup.Sandbox.Credential.ClientId)
            .Type("Client Secret", setup.Sandbox.Credential.ClientSecret)
            .Pick("What now", 1)
            .End("Enter goes on");

        await setup.RunAsync(console);

        Assert.Contains("aws secretsmanager put-secret-value --secret-id arn:x --secret-string file:///dev/stdin", console.Lines);
        Assert.Contains("""{"bot_token":"VALUE","app_token":"VALUE"}""", console.Lines);
    }

    [Theory, InlineData("Slash command"), InlineData("Client ID"), InlineData("Roles of OneLogin's"), InlineData("Write it?")]
    public async Task Whose_input_ends_has_a_manifest_at_most(string question)
    {
        await using var setup = await SetupFolder.StartAsync();
        using var somebody = setup.Somebody();
        using var console = new ScriptedConsole().End(question).Also(somebody);

        var code = await setup.RunAsync(console);

        Assert.Equal(ExitCode.Left, code);
        Assert.True(setup.Files().Count <= 1, string.Join(' ', setup.Files().Keys));
        Assert.Contains(console.Lines, line => line.StartsWith("Interrupted. Nothing was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_leaves_what_was_there_as_it_was()
    {
        await using var setup = await SetupFolder.StartAsync();
        File.WriteAllText(setup.Path("settings.env"), "Slack__Command=/mine\n");
        using var interrupt = new CancellationTokenSource();
        using var somebody = setup.Somebody();
        using var console = new ScriptedConsole().Instead("Who approves", interrupt.Cancel).Also(somebody);

        var code = await setup.RunAsync(console, interrupt.Token);

        Assert.Equal(ExitCode.Left, code);
        Assert.Equal("Slack__Command=/mine\n", setup.Text("settings.env"));
        Assert.Equal(["settings.env", "slack-manifest.json"], setup.Files().Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Interrupted. Nothing was written but slack-manifest.json, which the Slack app is made of.", console.Lines);
    }

    [Fact]
    public async Task Rules_that_are_there_are_looked_at_and_left_alone()
    {
        await using var setup = await SetupFolder.StartAsync();
        File.WriteAllText(setup.Path("access.yaml"), "version: 1\nadmins: [nobody]\n");
        using var console = setup.Somebody();

        var code = await setup.RunAsync(console);

        Assert.Equal(ExitCode.Left, code);
        Assert.Equal("version: 1\nadmins: [nobody]\n", setup.Text("access.yaml"));
        Assert.Contains(console.Lines, line => line.EndsWith("access.yaml is there, and is left alone. Not all is well with it:", StringComparison.Ordinal));
        Assert.Contains(console.Lines, line => line.Contains("access.yaml:2:", StringComparison.Ordinal));
        Assert.Contains("Admins of AccessBot", console.Unasked);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Secrets_are_their_owner_s_only_and_a_file_that_is_there_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");
        await using var setup = await SetupFolder.StartAsync();
        using var first = setup.Somebody();
        await setup.RunAsync(first);
        var modes = Modes();
        File.SetUnixFileMode(setup.Path("secrets/slack-bot-token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.WriteAllText(setup.Path("secrets/slack-bot-token"), "xoxb-old");

        using var second = new ScriptedConsole().Type("Bot User OAuth Token", setup.Sandbox.Slack.Settings.BotToken);
        var code = await setup.RunAsync(second);

        Assert.True(code == ExitCode.Done, second.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(setup.Path("secrets")));
        Assert.All(modes, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(setup.Path("secrets/slack-bot-token")));
        Assert.Equal(setup.Sandbox.Slack.Settings.BotToken, setup.Text("secrets/slack-bot-token"));

        IReadOnlyList<UnixFileMode> Modes() => [.. Directory.EnumerateFiles(setup.Path("secrets")).Append(setup.Path("settings.env")).Select(File.GetUnixFileMode)];
    }

    [Fact]
    public async Task Names_that_look_like_markup_or_a_terminal_s_commands_are_shown_as_they_are()
    {
        await using var setup = await SetupFolder.StartAsync();
        setup.Sandbox.Slack.Reconfigure(settings => settings with { TeamDomain = "[red]\u001b[2J[/]" });
        setup.Sandbox.OneLogin.AddRole(new OneLoginRole(5, "[bold]A: 'role'[/"));
        using var somebody = setup.Somebody();
        using var console = new ScriptedConsole().Mark("Roles of OneLogin's", 3).Type("What people see it as", "[blue] #1: \"x\"").Also(somebody);

        var code = await setup.RunAsync(console);

        Assert.True(code == ExitCode.Done, console.Output);
        Assert.Contains("The token is of the workspace [red] [2J[/] (T0SANDBOX).", console.Lines);
        Assert.DoesNotContain("\u001b", console.Output, StringComparison.Ordinal);
        Assert.Contains(console.Lines, line => line.StartsWith("✓ ok: ", StringComparison.Ordinal) && line.Contains("[bold]A: 'role'[/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_roles_some_are_found_by_typing()
    {
        await using var setup = await SetupFolder.StartAsync();
        foreach (var id in Enumerable.Range(1, 40))
        {
            setup.Sandbox.OneLogin.AddRole(new OneLoginRole(id, $"[Team] number {id}"));
        }

        using var somebody = setup.Somebody();
        using var console = new ScriptedConsole()
            .Type("Roles of OneLogin's", "number 37")
            .Type("Roles of OneLogin's", "production")
            .Pick("Roles of OneLogin's", 0)
            .Also(somebody);

        var code = await setup.RunAsync(console);

        Assert.True(code == ExitCode.Done, console.Output);
        Assert.Equal([37L, Cast.ProductionAdmin], RulesFile.Read(setup.Text("access.yaml"), "").Rules!.Flows[0].Targets.Select(target => target.OneLoginRole));
    }

    [Fact]
    public async Task A_token_of_another_workspace_changes_the_settings_only_if_somebody_says_so()
    {
        await using var setup = await SetupFolder.StartAsync();
        File.WriteAllText(setup.Path("settings.env"), "Slack__WorkspaceId=T0OTHER\n");
        using var console = setup.Somebody()
            .Pick("What now", 0)
            .Type("Bot User OAuth Token", setup.Sandbox.Slack.Settings.BotToken)
            .Type("Slack:WorkspaceId is T0OTHER so far.", "n")
            .Type("Slack:WorkspaceId is T0OTHER so far.", "y");

        var code = await setup.RunAsync(console);

        Assert.True(code == ExitCode.Done, console.Output);
        Assert.Contains("[slack-workspace]", console.Output, StringComparison.Ordinal);
        Assert.StartsWith("Slack__WorkspaceId=T0SANDBOX\n", setup.Text("settings.env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_of_a_whole_organisation_is_served_as_that()
    {
        await using var setup = await SetupFolder.StartAsync();
        setup.Sandbox.Slack.Reconfigure(settings => settings with { EnterpriseId = "E0ACME", OrganizationTeams = [settings.TeamId] });
        using var console = setup.Somebody().End("OneLogin's host");

        await setup.RunAsync(console);

        Assert.Contains("The token is of the organisation sandbox (E0ACME).", console.Lines);
    }

    [Fact]
    public async Task Settings_that_are_given_are_not_asked_for_unless_they_can_not_be_used()
    {
        await using var setup = await SetupFolder.StartAsync();
        using var console = setup.Somebody();

        var code = await setup.RunAsync(console, "--OneLogin:Domain=https://nonsense", $"--Slack:BotToken={setup.Sandbox.Slack.Settings.BotToken}", "--Slack:Command=/sesame");

        Assert.True(code == ExitCode.Done, console.Output);
        Assert.Equal(["Bot User OAuth Token"], console.Unasked);
        Assert.Contains("Slash command: /sesame, by the command line.", console.Lines);
        Assert.Contains("\nSlack__Command=/sesame\n", setup.Text("settings.env"), StringComparison.Ordinal);
        Assert.Contains("\nOneLogin__Domain=sandbox.onelogin.com\n", setup.Text("settings.env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_can_not_be_told_apart_is_not_touched()
    {
        await using var setup = await SetupFolder.StartAsync();
        File.WriteAllText(setup.Path("settings.env"), "A=1\nSlack__Command=\"/mine\n");
        using var console = setup.Somebody();

        var code = await setup.RunAsync(console);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.StartsWith($"{setup.Path("settings.env")}:2: This line goes on", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anybody_to_ask_it_says_where_to_begin()
    {
        var outcome = await CommandOutcome.InProcessAsync(["setup"], TimeSpan.FromMinutes(1));

        Assert.Equal((ExitCode.BadInput, ""), (outcome.Code, outcome.Output));
        Assert.Equal(1, outcome.Errors.AsSpan().Count('\n'));
        Assert.All(["deploy/systemd/settings.env", "deploy/access.sample.yaml"], file => Assert.Contains(file, outcome.Errors, StringComparison.Ordinal));
        Assert.All(["deploy/systemd/settings.env", "deploy/access.sample.yaml"], file => Assert.True(File.Exists(Repository.File(file))));
    }
}
