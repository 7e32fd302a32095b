using System.Collections.Concurrent;

namespace AccessBot.Slack.Wire;

/// <summary>Remembers which methods Slack wants to be left alone with, and until when.</summary>
/// <remarks>Slack limits each method by itself: https://docs.slack.dev/apis/web-api/rate-limits. Posts are <see cref="SlackPace"/>'s.</remarks>
internal sealed class SlackThrottle(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _closedUntil = new(StringComparer.Ordinal);

    public void Close(string method, TimeSpan duration)
    {
        var until = clock.GetUtcNow() + duration;
        _closedUntil.AddOrUpdate(method, until, (_, other) => other > until ? other : until);
    }

    /// <summary>How long the method stays closed; zero if it is open.</summary>
    public TimeSpan Left(string method)
    {
        if (!_closedUntil.TryGetValue(method, out var until))
            return TimeSpan.Zero;

        var left = until - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
