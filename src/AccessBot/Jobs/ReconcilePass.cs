using AccessBot.Core.UseCases;
using AccessBot.Persistence;

namespace AccessBot.Jobs;

/// <summary>One look for what was left behind, and away with what nobody needs to know any more.</summary>
internal sealed class ReconcilePass(ReconcileRequests reconcile, RaiseAlarms alarms, WatchBreakGlass emergencies, Inbox inbox, TimeProvider clock)
{
    /// <summary>How long a done delivery is remembered, to know it when Slack repeats it.</summary>
    private static readonly TimeSpan InboxMemory = TimeSpan.FromDays(1);

    /// <summary>What is done every minute.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await reconcile.ExecuteAsync(cancel);
        await inbox.ForgetAsync(clock.GetUtcNow() - InboxMemory, cancel);

        // First, for whoever looks calls people for all alarms: not for what was reviewed since the last look.
        await emergencies.ExecuteAsync(cancel);
        await alarms.ExecuteAsync(cancel);
    }

    /// <summary>What is done at start.</summary>
    public Task RunAtStartAsync(CancellationToken cancel) => reconcile.ExecuteAtStartAsync(cancel);
}
