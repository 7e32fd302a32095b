using AccessBot.Core.Alarms;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>What the rows say about access that should have ended. Each question is by an index that no closed request is in.</summary>
public interface IOverdueRequests
{
    /// <summary>All that is overdue at this time, by reason and role.</summary>
    Task<IReadOnlyList<Overdue>> CountAsync(DateTimeOffset now, CancellationToken cancel);

    /// <summary>The most overdue for one reason, the oldest first.</summary>
    /// <param name="trouble">The reason.</param>
    /// <param name="role">Of this role only; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<Request>> FirstAsync(Trouble? trouble, long? role, DateTimeOffset now, int most, CancellationToken cancel);

    /// <summary>Overdue requests that nobody has tried to end and whose messages don't say so, or said so before the given time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="said">What was said before this time is said again.</param>
    /// <param name="most">How many at most, the most overdue first.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<RequestId>> UntriedAsync(DateTimeOffset now, DateTimeOffset said, int most, CancellationToken cancel);

    /// <summary>How many grants are live.</summary>
    Task<int> LiveGrantsAsync(CancellationToken cancel);
}
