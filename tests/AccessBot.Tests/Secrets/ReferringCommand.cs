using AccessBot.Tests.Support;

namespace AccessBot.Tests.Secrets;

/// <summary>A command of the real binary, all of whose secrets are references, in an environment and with AWS files of its own.</summary>
internal sealed class ReferringCommand : IDisposable
{
    /// <summary>What it says when every setting could be read: the last of them leads to where no database is.</summary>
    public const string GotAsFarAsTheDatabase = "There is no database file /no/such/place.db";

    /// <summary>The secret that it refers to, and all that is looked for in it.</summary>
    public const string Secret = "accessbot";

    public const string SecretText = """{"token":"xoxb-1","signing":"s-1","id":"i-1","secret":"s-1"}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-aws-");

    /// <param name="endpoint">Where AWS is, all of it.</param>
    /// <param name="config">AWS's file of profiles, one of them called bot.</param>
    /// <param name="credentials">AWS's file of keys.</param>
    public async Task<CommandOutcome> RunAsync(Uri endpoint, string config, string credentials) => await CommandOutcome.OfAsync(
        AccessBotUnderTest.Binary, ["revoke", "--all", "--yes"], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ACCESS_KEY_ID"] = "", ["AWS_SECRET_ACCESS_KEY"] = "", ["AWS_REGION"] = "", ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PROFILE"] = "bot", ["AWS_CONFIG_FILE"] = await WriteAsync("config", config), ["AWS_SHARED_CREDENTIALS_FILE"] = await WriteAsync("credentials", credentials),
            ["AWS_ENDPOINT_URL"] = endpoint.AbsoluteUri,
            ["Slack__WorkspaceId"] = "T0ACME", ["Slack__BotToken"] = "secretsmanager:accessbot#token", ["Slack__SigningSecret"] = "secretsmanager:accessbot#signing",
            ["OneLogin__Domain"] = "acme.onelogin.com", ["OneLogin__ClientId"] = "secretsmanager:accessbot#id", ["OneLogin__ClientSecret"] = "secretsmanager:accessbot#secret",
            ["Database__ConnectionString"] = $"file:{await WriteAsync("connection", "Data Source=/no/such/place.db\n")}",
            ["Access__File"] = await WriteAsync("access.yaml", JourneyRules.Usual),
        }, Limit);

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }
}
