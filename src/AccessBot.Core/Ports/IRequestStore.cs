using AccessBot.Core.Audit;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>The rows. State, audit entries and notices of a request are saved together or not at all.</summary>
public interface IRequestStore
{
    /// <summary>One request, to look at; null if there is none with this id.</summary>
    Task<Request?> FindAsync(RequestId id, CancellationToken cancel);

    /// <summary>Saves a new request.</summary>
    /// <returns>The one that is stored: an earlier one, if the same submission made one before.</returns>
    Task<Request> AddAsync(Request request, CancellationToken cancel);

    /// <summary>
    /// Reads a request, lets it be changed, and saves it if nobody else changed it meanwhile; if somebody did, all of it is
    /// done again with the row as it is then.
    /// </summary>
    /// <param name="id">An id that exists.</param>
    /// <param name="change">May run several times; what it does beside changing the request must bear that.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="KeyNotFoundException">There is no such request.</exception>
    Task<T> ChangeAsync<T>(RequestId id, Func<Request, Task<T>> change, CancellationToken cancel);

    /// <summary>Every request that isn't closed, for this membership.</summary>
    Task<IReadOnlyList<Request>> OpenAsync(Membership membership, CancellationToken cancel);

    /// <summary>Every request of a selection that isn't closed, the oldest first. A row that can't be read is among them, as that.</summary>
    Task<IReadOnlyList<OpenRequest>> OpenAsync(RequestSelection selection, CancellationToken cancel);

    /// <summary>What the requests that aren't closed are for, each once.</summary>
    Task<IReadOnlyList<OpenKind>> OpenKindsAsync(CancellationToken cancel);

    /// <summary>What is to be done by this time, the revocations first and the most overdue first among them.</summary>
    /// <param name="now">What is due at this time, or was earlier.</param>
    /// <param name="impatient">Also what another nudge is on its way for: at start, when it may have been lost.</param>
    /// <param name="most">How many at most of each kind.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset now, bool impatient, int most, CancellationToken cancel);

    /// <summary>What will be due later: ends of grants and of waiting. For a queue that forgot.</summary>
    Task<IReadOnlyList<DueErrand>> UpcomingAsync(DateTimeOffset now, CancellationToken cancel);

    /// <summary>Saves what a notice shows. The request itself is left alone.</summary>
    Task SaveNoticeAsync(RequestId id, Notice notice, CancellationToken cancel);

    /// <summary>Appends an audit entry about somebody that belongs to no request.</summary>
    Task AppendAsync(string stream, AuditAction action, Actor by, DateTimeOffset at,
        IReadOnlyDictionary<string, string?> detail, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, holds this membership, then holds it until disposed.</summary>
    Task<IAsyncDisposable> HoldAsync(Membership membership, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, speaks for this request in Slack, then holds that until disposed.</summary>
    Task<IAsyncDisposable> HoldAsync(RequestId request, CancellationToken cancel);
}
