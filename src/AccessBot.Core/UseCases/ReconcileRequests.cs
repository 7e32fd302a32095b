using AccessBot.Core.Ports;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Finds every row whose state and clock disagree and sends the nudge that was lost. At start, and every minute.</summary>
public sealed partial class ReconcileRequests(IRequestStore store, IJobQueue queue, TimeProvider clock, ILogger<ReconcileRequests> logger)
{
    private const int MostPerPass = 500;

    /// <summary>Sends a nudge for all that is due and isn't being done.</summary>
    public Task ExecuteAsync(CancellationToken cancel) => NudgeDueAsync(impatient: false, cancel);

    /// <summary>At start: also for what another nudge was on its way for, since it may be lost.</summary>
    public Task ExecuteAtStartAsync(CancellationToken cancel) => NudgeDueAsync(impatient: true, cancel);

    private async Task NudgeDueAsync(bool impatient, CancellationToken cancel)
    {
        var due = await store.DueAsync(clock.GetUtcNow(), impatient, MostPerPass, cancel);
        foreach (var errand in due)
        {
            queue.Nudge(errand.Errand, errand.Request);
        }

        if (due.Count > 0)
        {
            Log.Nudged(logger, due.Count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} requests were due and are nudged again")]
        public static partial void Nudged(ILogger logger, int count);
    }
}
