using Microsoft.Extensions.Options;

namespace AccessBot.Slack;

/// <summary>How many Socket Mode connections this process has, for those who watch it.</summary>
public sealed class SlackSockets(IOptions<SlackOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private int _open;
    private DateTimeOffset _noneSince = clock.GetUtcNow();

    /// <summary>Whether Slack's deliveries come by Socket Mode at all; otherwise the rest means nothing.</summary>
    public bool AreUsed => options.Value.Door == SlackTransport.SocketMode;

    /// <summary>Connections that Slack has said hello on and that have not ended; while they are replaced, old and new.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open;
        }
    }

    /// <summary>Whether there has been one since the process began.</summary>
    public bool WereOpen { get; private set; }

    /// <summary>Since when there is none; null if there is one.</summary>
    public DateTimeOffset? NoneSince
    {
        get
        {
            lock (_gate)
                return _open == 0 ? _noneSince : null;
        }
    }

    internal void Opened()
    {
        lock (_gate)
        {
            _open++;
            WereOpen = true;
        }
    }

    internal void Closed()
    {
        lock (_gate)
        {
            if (--_open == 0)
                _noneSince = clock.GetUtcNow();
        }
    }
}
