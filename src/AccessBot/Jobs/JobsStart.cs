using AccessBot.Core.UseCases;
using Hangfire;

namespace AccessBot.Jobs;

/// <summary>Looks for what was left behind, at start and from then on every minute.</summary>
internal sealed class JobsStart(ReconcileRequests reconcile, IRecurringJobManagerV2 recurring) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        recurring.AddOrUpdate<Errands>("reconcile", JobsModule.DefaultQueue, e => e.ReconcileAsync(CancellationToken.None), Cron.Minutely);
        await reconcile.ExecuteAtStartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
