using System.Diagnostics;
using System.Threading.Channels;

namespace AccessBot.Slack.Receiving;

/// <summary>Wakes the worker in this process. The inbox is the truth; a signal that is lost costs some seconds.</summary>
internal sealed class InboxSignal
{
    // Bounded, since a flood that the worker can't keep up with is in the inbox anyway.
    private readonly Channel<(string Key, ActivityContext Trace)> _keys = Channel.CreateBounded<(string, ActivityContext)>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="key">The delivery's.</param>
    /// <param name="trace">The trace that working it off belongs to.</param>
    public void Ring(string key, ActivityContext trace) => _keys.Writer.TryWrite((key, trace));

    public IAsyncEnumerable<(string Key, ActivityContext Trace)> ReadAllAsync(CancellationToken cancel) => _keys.Reader.ReadAllAsync(cancel);
}
