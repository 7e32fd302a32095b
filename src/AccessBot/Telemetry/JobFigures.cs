using AccessBot.Jobs;
using AccessBot.Persistence;
using Hangfire;

namespace AccessBot.Telemetry;

/// <summary>How many jobs wait in each of Hangfire's queues, and for how long.</summary>
internal sealed class JobFigures(JobStorage storage, TimeProvider clock) : Sampled<IReadOnlyList<WaitingJobs>>(clock)
{
    private readonly TimeProvider clock = clock;

    // Hangfire has no asynchronous way to ask.
    protected override Task<IReadOnlyList<WaitingJobs>> AskAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync(() => Task.Run(Read, cancel));

    private IReadOnlyList<WaitingJobs> Read()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var waiting = storage.GetMonitoringApi().Queues().ToDictionary(queue => queue.Name, queue => new WaitingJobs(
            queue.Name, queue.Length, queue.FirstJobs.Select(job => job.Value?.EnqueuedAt).Min() is { } since && now > since ? now - since : TimeSpan.Zero), StringComparer.Ordinal);

        // Hangfire forgets a queue that is empty; an alarm can't tell that from a process that is gone.
        return [.. JobsModule.Queues.Select(name => waiting.GetValueOrDefault(name) ?? new WaitingJobs(name, 0, TimeSpan.Zero))];
    }
}
