using AccessBot.Core.Ports;
using AccessBot.Persistence;
using Hangfire;

namespace AccessBot.Telemetry;

/// <summary>How many jobs wait in each of Hangfire's queues, and for how long, read at most every two seconds however often it is asked.</summary>
internal sealed class JobFigures(JobStorage storage, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1);
    private Reading? last;

    /// <summary>What was read last; nothing if nothing was lately.</summary>
    public IReadOnlyList<WaitingJobs> Known => last is { } reading && clock.GetElapsedTime(reading.At) < Stale ? reading.Queues : [];

    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task ReadAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            if (last is not { } known || clock.GetElapsedTime(known.At) >= Fresh)
            {
                // Hangfire has no asynchronous way to ask.
                last = new Reading(await DatabaseFault.TranslateAsync(() => Task.Run(Read, cancel)), clock.GetTimestamp());
            }
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private IReadOnlyList<WaitingJobs> Read()
    {
        var jobs = storage.GetMonitoringApi();
        var now = clock.GetUtcNow().UtcDateTime;
        var waiting = jobs.Queues().ToDictionary(queue => queue.Name, queue => new WaitingJobs(
            queue.Name, queue.Length, queue.FirstJobs.Select(job => job.Value?.EnqueuedAt).Min() is { } since && now > since ? now - since : TimeSpan.Zero), StringComparer.Ordinal);

        // Hangfire forgets a queue that is empty; an alarm can't tell that from a process that is gone.
        return [.. Jobs.JobsModule.Queues.Select(name => waiting.GetValueOrDefault(name) ?? new WaitingJobs(name, 0, TimeSpan.Zero))];
    }

    private sealed record Reading(IReadOnlyList<WaitingJobs> Queues, long At);
}
