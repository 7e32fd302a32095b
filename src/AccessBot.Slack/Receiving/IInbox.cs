namespace AccessBot.Slack.Receiving;

/// <summary>Keeps what was acknowledged to Slack until it is done, over a crash.</summary>
/// <remarks>
/// A claim is exclusive among all processes and lapses when it isn't kept for <see cref="ClaimLapse"/>, so that what a crashed process
/// had claimed is soon claimed again. What is completed is remembered long enough to know a repeated delivery by its key (a day is plenty).
/// It is resolved in a scope of its own for each call, and called from several threads.
/// </remarks>
public interface IInbox
{
    /// <summary>How long a claim holds that isn't kept: how long somebody waits for what they clicked in a process that was killed.</summary>
    static readonly TimeSpan ClaimLapse = TimeSpan.FromSeconds(15);

    /// <summary>Stores a delivery that nobody has claimed yet and that is due at once.</summary>
    /// <returns>False if this key was stored before, whatever has become of it: the delivery is a repeated one.</returns>
    Task<bool> StoreAsync(Delivery delivery, CancellationToken cancel);

    /// <summary>Claims one delivery, counting the attempt; null if it is done, not due yet, claimed by another, or unknown.</summary>
    Task<Delivery?> ClaimAsync(string key, CancellationToken cancel);

    /// <summary>Claims the longest waiting of those that are due, not done and not claimed; empty if there are none.</summary>
    Task<IReadOnlyList<Delivery>> ClaimDueAsync(int most, CancellationToken cancel);

    /// <summary>Keeps a claim that has not lapsed for as long as a new one.</summary>
    Task KeepAsync(Delivery claimed, CancellationToken cancel);

    /// <summary>It is done, or given up: it is not claimed again.</summary>
    Task CompleteAsync(string key, CancellationToken cancel);

    /// <summary>It failed: gives the claim back, to be due at a later time.</summary>
    /// <param name="key">Which.</param>
    /// <param name="when">When it is due again.</param>
    /// <param name="problem">What went wrong, for an operator who looks at the table.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task PostponeAsync(string key, DateTimeOffset when, string problem, CancellationToken cancel);
}
