using AccessBot.Sandbox;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Where credentials are kept that AccessBot's settings refer to.</summary>
internal abstract class SecretStore : IAsyncDisposable
{
    private int tokens;

    /// <summary>AccessBot's settings as environment variables, such that it looks here.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>As an operator does it: the new one is in the store before the old one is refused.</summary>
    public Task ReplaceAsync(Credential credential, SandboxServer sandbox) =>
        credential == Credential.OneLogin ? ReplaceOneLoginAsync(sandbox) : ReplaceBotTokenAsync(sandbox);

    public abstract ValueTask DisposeAsync();

    protected abstract Task ReplaceOneLoginAsync(SandboxServer sandbox);

    protected abstract Task StoreBotTokenAsync(string token);

    private async Task ReplaceBotTokenAsync(SandboxServer sandbox)
    {
        var token = $"xoxb-replaced-{++tokens}";
        await StoreBotTokenAsync(token);
        sandbox.Slack.Reconfigure(slack => slack with { BotToken = token });
    }
}
