using AccessBot.Cli;
using AccessBot.Composition;
using AccessBot.Tests.Support;
using AccessBot.Tests.Support.SecretsManager;
using Microsoft.AspNetCore.Builder;

namespace AccessBot.Tests.Secrets;

/// <summary>What is said at start of settings whose values can't be had, by the service and by its commands.</summary>
public sealed class SecretStartTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private SecretsManagerServer aws = null!;

    public async ValueTask InitializeAsync() => aws = await SecretsManagerServer.StartAsync();

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_with_the_settings_that_it_concerns()
    {
        aws.Put("accessbot/onelogin", """{"client_id":"hush-id","client_secret":"hush-secret"}""");

        var outcome = await StartAsync(
            "--Slack:BotToken=secretsmanager:accessbot/slack", "--Slack:SigningSecret=file:/run/secrets/no-such-file",
            "--OneLogin:ClientId=secretsmanager:accessbot/onelogin#clientId", "--OneLogin:ClientSecret=secretsmanager:accessbot/onelogin", "--Secrets:CacheMinutes=0");

        Refused(
            outcome, "AccessBot does not start:",
            "Slack:BotToken can't be read: AWS has no secret 'accessbot/slack' in eu-central-1",
            "Slack:SigningSecret can't be read: there is no file /run/secrets/no-such-file.",
            "OneLogin:ClientId can't be read: the secret 'accessbot/onelogin' has no key 'clientId'. It has 'client_id', 'client_secret'.",
            "OneLogin:ClientSecret can't be read: the secret 'accessbot/onelogin' is a JSON object.",
            "Secrets:CacheMinutes is 0.",
            "OneLogin:Domain is not set.",
            "Slack:WorkspaceId is not set.");
        Assert.DoesNotContain("hush", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWS_away_at_the_start_keeps_it_from_starting_and_is_said_once_for_all_that_it_concerns()
    {
        aws.IsAway = true;

        var outcome = await StartAsync("--OneLogin:ClientId=secretsmanager:accessbot/onelogin#id", "--OneLogin:ClientSecret=secretsmanager:accessbot/onelogin#secret");

        Refused(outcome, $"OneLogin:ClientId and OneLogin:ClientSecret can't be read: AWS Secrets Manager at {aws.Url} could not be reached for the secret 'accessbot/onelogin'");
    }

    [Theory]
    [InlineData("--Secrets:Region=Frankfurt", "Secrets:Region is 'Frankfurt', which is not the name of an AWS region")]
    [InlineData("--Secrets:CacheMinutes=1441", "Secrets:CacheMinutes is 1441")]
    [InlineData("--Secrets:CacheMinutes=soon", "Secrets:CacheMinutes is 'soon'")]
    [InlineData("--OneLogin:UsersPerCall=secretsmanager:accessbot/word", "OneLogin:UsersPerCall is '…'")]
    [InlineData("--OneLogin:Domain=secretsmanager:accessbot/word", "OneLogin:Domain is '…'")]
    [InlineData("--Database:Provider=secretsmanager:accessbot/word", "Database:Provider is '…'")]
    [InlineData("--Database:Provider=secretsmanager:missing", "Database:Provider can't be read: AWS has no secret 'missing'")]
    [InlineData("--Database:ConnectionString=file:/no/such/file", "Database:ConnectionString can't be read: there is no file /no/such/file.")]
    [InlineData("--Access:File=file:", "Access:File can't be read: 'file:' names no file.")]
    public async Task A_setting_that_can_not_be_meant_is_told_and_what_is_secret_is_not_repeated(string setting, string sentence)
    {
        aws.Put("accessbot/word", "hush/hush");

        var outcome = await StartAsync(setting);

        Refused(outcome, sentence);
        Assert.DoesNotContain("hush/hush", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_has_the_same_settings_and_says_the_same()
    {
        var outcome = await CommandOutcome.InProcessAsync(["--Slack:BotToken", "file:/no/such/token", "revoke", "--all", "--yes"], Limit);

        Refused(outcome, "accessbot revoke does nothing:", "Slack:BotToken can't be read: there is no file /no/such/token.");
    }

    [Fact]
    public async Task Credentials_region_and_endpoint_come_from_where_AWS_tools_have_them_for_a_command_as_well()
    {
        aws.InRegion = "ap-southeast-2";
        aws.Keys.Clear();
        aws.Keys["ASIABOT"] = new AwsKey("s/+=", "t/+=");
        aws.Put(ReferringCommand.Secret, ReferringCommand.SecretText);
        using var command = new ReferringCommand();

        var outcome = await command.RunAsync(
            aws.Url, "[profile bot]\nregion = ap-southeast-2\n", "[bot]\naws_access_key_id = ASIABOT\naws_secret_access_key = s/+=\naws_session_token = t/+=\n");

        Assert.Equal([ReferringCommand.Secret], aws.Reads);
        Refused(outcome, ReferringCommand.GotAsFarAsTheDatabase);
    }

    private async Task<CommandOutcome> StartAsync(params string[] args)
    {
        using var errors = new StringWriter();
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Synchronized(errors), IsPiped: true);
        var code = await CommandLine.RunAsync([.. Arguments(), .. args], static all =>
        {
            var builder = WebApplication.CreateBuilder(all);
            builder.AddAccessBot();
            return builder.Build().UseAccessBot();
        }, terminal).WaitAsync(Limit, TimeProvider.System);
        return new CommandOutcome(code, "", errors.ToString());
    }

    private string[] Arguments() => [.. aws.Settings.Select(s => $"--{s.Key}={s.Value}")];

    private static void Refused(CommandOutcome outcome, params string[] sentences)
    {
        Assert.True(outcome.Code == 2, $"{outcome}");
        Assert.All(sentences, sentence => Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }
}
