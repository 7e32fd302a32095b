namespace AccessBot.Core.Ports;

/// <summary>The clock of the machine that the database is on.</summary>
public interface IDatabaseClock
{
    /// <summary>
    /// How far this process's clock is ahead of the database's for sure: what may be the way there and back is left out.
    /// Negative if it is behind, zero if nothing is sure, null if there is no other clock.
    /// </summary>
    Task<TimeSpan?> AheadAsync(CancellationToken cancel);
}
