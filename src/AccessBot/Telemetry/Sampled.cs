using AccessBot.Core.Ports;

namespace AccessBot.Telemetry;

/// <summary>What is read from the database at most every two seconds, however often it is asked.</summary>
/// <typeparam name="T">What is read.</typeparam>
internal abstract class Sampled<T>(TimeProvider clock) : IDisposable
    where T : class
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // What nobody has asked for in so long is not known any more.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1);
    private Reading? last;

    /// <summary>What was read last, for who can't wait; null if nothing was lately, or the database did not answer.</summary>
    public T? Known => last is { What: { } known } reading && Age(reading) < Stale ? known : null;

    /// <summary>What there is now, give or take two seconds.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<T> ReadAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            var reading = last is { } known && Age(known) < Fresh ? known : last = await ReadNowAsync(cancel);
            return reading.What ?? throw new StoreUnavailableException("The database did not answer a moment ago.", reading.Trouble!);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>Reads it.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    protected abstract Task<T> AskAsync(CancellationToken cancel);

    private async Task<Reading> ReadNowAsync(CancellationToken cancel)
    {
        try
        {
            return new Reading(await AskAsync(cancel), Trouble: null, clock.GetTimestamp());
        }
        catch (StoreUnavailableException e)
        {
            // Kept like an answer: who waited meanwhile doesn't wait as long again.
            return new Reading(What: null, e, clock.GetTimestamp());
        }
    }

    private TimeSpan Age(Reading reading) => clock.GetElapsedTime(reading.At);

    private sealed record Reading(T? What, StoreUnavailableException? Trouble, long At);
}
