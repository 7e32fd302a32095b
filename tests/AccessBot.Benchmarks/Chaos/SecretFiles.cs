using AccessBot.Sandbox;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>One file for each, in a folder that goes with it. OneLogin's credential stays and has its secret replaced.</summary>
internal sealed class SecretFiles : SecretStore
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-secrets-");

    private SecretFiles()
    {
    }

    public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OneLogin__ClientSecret"] = $"file:{ClientSecret}",
        ["Slack__BotToken"] = $"file:{BotToken}",
    };

    private string ClientSecret => Path.Combine(folder.FullName, "onelogin-client-secret");

    private string BotToken => Path.Combine(folder.FullName, "slack-bot-token");

    public static async Task<SecretStore> OfAsync(SandboxServer sandbox)
    {
        var files = new SecretFiles();
        await WriteAsync(files.ClientSecret, sandbox.Credential.ClientSecret);
        await WriteAsync(files.BotToken, sandbox.Slack.Settings.BotToken);
        return files;
    }

    public override ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override async Task ReplaceOneLoginAsync(SandboxServer sandbox)
    {
        await WriteAsync(ClientSecret, sandbox.OneLogin.Credentials.Rotate(sandbox.Credential.ClientId).ClientSecret);

        // A token that was had for the old secret would live on for ten hours.
        sandbox.OneLogin.Credentials.ExpireTokens();
    }

    protected override Task StoreBotTokenAsync(string token) => WriteAsync(BotToken, token);

    // In one step, as Kubernetes swaps them: nobody reads half of one.
    private static async Task WriteAsync(string file, string secret)
    {
        await File.WriteAllTextAsync(file + ".new", secret);
        File.Move(file + ".new", file, overwrite: true);
    }
}
