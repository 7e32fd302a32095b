namespace AccessBot.Sandbox.Slack;

// One message a second and channel, with short bursts tolerated, which is the one limit that a bot meets in everyday work. What only one person sees is
// no message of the channel's.
internal sealed class MessageRate(SlackWorkspace workspace)
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    // By channel: when all that was posted would have been, at one a second.
    private readonly Dictionary<string, DateTimeOffset> _spent = new(StringComparer.Ordinal);

    public void Take(string method, Arguments arguments)
    {
        if (!workspace.Settings.RateLimits || method is not "chat.postMessage" || arguments.Text("channel") is not { } channel)
        {
            return;
        }

        // A person's id stands for the direct message with them.
        channel = workspace.Roster.DirectMessageOf(channel)?.Id ?? channel;
        var now = workspace.Time.GetUtcNow();
        var spent = (_spent.TryGetValue(channel, out var known) && known > now ? known : now) + Each;
        if (spent - now > Each * workspace.Settings.PostBurst)
        {
            throw new SlackApiException("rate_limited") { RetryAfterSeconds = 1 };
        }

        _spent[channel] = spent;
    }
}
