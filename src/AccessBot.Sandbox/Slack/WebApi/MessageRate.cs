namespace AccessBot.Sandbox.Slack;

// About one message a second and channel, which is the one limit that a bot meets in everyday work.
internal sealed class MessageRate(SlackWorkspace workspace)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, DateTimeOffset> _last = new(StringComparer.Ordinal);

    public void Take(string method, Arguments arguments)
    {
        if (!workspace.Settings.RateLimits || method is not ("chat.postMessage" or "chat.postEphemeral") || arguments.Text("channel") is not { } channel)
        {
            return;
        }

        var now = workspace.Time.GetUtcNow();
        if (_last.TryGetValue(channel, out var last) && now - last < Pause)
        {
            throw new SlackApiException("rate_limited") { RetryAfterSeconds = 1 };
        }

        _last[channel] = now;
    }
}
