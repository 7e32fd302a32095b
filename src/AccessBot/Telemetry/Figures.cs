using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;

namespace AccessBot.Telemetry;

/// <summary>What health and metrics say, read from the database at most every two seconds however often they are asked.</summary>
internal sealed class Figures(IOverdueRequests requests, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // What nobody has asked for in so long is not known any more.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1);
    private Reading? last;

    /// <summary>What was read last, for who can't wait; null if nothing was lately, or the database did not answer.</summary>
    public Snapshot? Known => last is { Snapshot: { } known } reading && Age(reading) < Stale ? known : null;

    /// <summary>What there is now, give or take two seconds.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<Snapshot> ReadAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            var reading = last is { } known && Age(known) < Fresh ? known : last = await ReadNowAsync(cancel);
            return reading.Snapshot ?? throw new StoreUnavailableException("The database did not answer a moment ago.", reading.Trouble!);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<Reading> ReadNowAsync(CancellationToken cancel)
    {
        try
        {
            var snapshot = new Snapshot(await requests.CountAsync(clock.GetUtcNow(), cancel), await requests.LiveGrantsAsync(cancel));
            return new Reading(snapshot, Trouble: null, clock.GetTimestamp());
        }
        catch (StoreUnavailableException e)
        {
            // Kept like an answer: who waited meanwhile doesn't wait as long again.
            return new Reading(Snapshot: null, e, clock.GetTimestamp());
        }
    }

    private TimeSpan Age(Reading reading) => clock.GetElapsedTime(reading.At);

    /// <param name="Overdue">All overdue revocations, by reason and role.</param>
    /// <param name="Live">Grants that are live.</param>
    public sealed record Snapshot(IReadOnlyList<Overdue> Overdue, int Live)
    {
        /// <summary>When the most overdue was due; null if none is overdue.</summary>
        public DateTimeOffset? Oldest => Overdue.Count == 0 ? null : Overdue.Min(o => o.Oldest);
    }

    private sealed record Reading(Snapshot? Snapshot, StoreUnavailableException? Trouble, long At);
}
