using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support.SecretsManager;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Secrets Manager, as the tests have it. OneLogin's credential is replaced by another one and deleted, as the manual says.</summary>
internal sealed class SecretsInAws : SecretStore
{
    private const string OneLogin = "accessbot/onelogin";
    private const string Slack = "accessbot/slack";

    private readonly SecretsManagerServer aws;
    private OneLoginCredential stored;

    private SecretsInAws(SecretsManagerServer aws, OneLoginCredential credential)
    {
        this.aws = aws;
        Store(credential);
    }

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(
        aws.Settings.Select(s => KeyValuePair.Create(s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value!)), StringComparer.Ordinal)
    {
        ["OneLogin__ClientId"] = $"secretsmanager:{OneLogin}#client_id",
        ["OneLogin__ClientSecret"] = $"secretsmanager:{OneLogin}#client_secret",
        ["Slack__BotToken"] = $"secretsmanager:{Slack}#bot_token",
    };

    public static async Task<SecretStore> OfAsync(SandboxServer sandbox)
    {
        var secrets = new SecretsInAws(await SecretsManagerServer.StartAsync(), sandbox.Credential);
        await secrets.StoreBotTokenAsync(sandbox.Slack.Settings.BotToken);
        return secrets;
    }

    public override ValueTask DisposeAsync() => aws.DisposeAsync();

    protected override Task ReplaceOneLoginAsync(SandboxServer sandbox)
    {
        var old = stored.ClientId;
        Store(sandbox.OneLogin.Credentials.Add(OneLoginScope.ManageAll));
        sandbox.OneLogin.Credentials.Revoke(old);
        return Task.CompletedTask;
    }

    protected override Task StoreBotTokenAsync(string token)
    {
        aws.Put(Slack, $$"""{"bot_token":"{{token}}"}""");
        return Task.CompletedTask;
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(stored))]
    private void Store(OneLoginCredential credential)
    {
        stored = credential;
        aws.Put(OneLogin, $$"""{"client_id":"{{credential.ClientId}}","client_secret":"{{credential.ClientSecret}}"}""");
    }
}
