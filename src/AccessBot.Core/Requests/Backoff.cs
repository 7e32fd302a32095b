namespace AccessBot.Core.Requests;

/// <summary>How long to wait after a failure: doubling from a second up to a bound, with jitter, for ever.</summary>
public static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The wait after this many failures in a row (1, 2, …): half of it sure, half of it chance.</summary>
    public static TimeSpan After(int failures)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Clamp(failures - 1, 0, 16)), Longest.TotalSeconds);
#pragma warning disable CA5394 // Jitter spreads retries; nobody gains by guessing it.
        return TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}
