using System.Threading.Channels;

namespace AccessBot.Slack.Receiving;

/// <summary>Wakes the worker in this process. The inbox is the truth; a signal that is lost costs some seconds.</summary>
internal sealed class InboxSignal
{
    // Bounded, since a flood that the worker can't keep up with is in the inbox anyway.
    private readonly Channel<string> _keys = Channel.CreateBounded<string>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring(string key) => _keys.Writer.TryWrite(key);

    public IAsyncEnumerable<string> ReadAllAsync(CancellationToken cancel) => _keys.Reader.ReadAllAsync(cancel);
}
