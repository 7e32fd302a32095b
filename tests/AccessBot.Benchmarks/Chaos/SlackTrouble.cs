namespace AccessBot.Benchmarks.Chaos;

/// <summary>How Slack fails.</summary>
internal enum SlackTrouble
{
    Down,
    ServerError,
    RateLimited,
    Slow,
    DroppedBefore,
    DroppedAfter,
}
