using AccessBot.Persistence;

namespace AccessBot.Jobs;

/// <summary>Looks for what was left behind, in each process at its start, and from then on every minute in one of them.</summary>
/// <remarks>
/// Not a recurring job of Hangfire's: this is what mends lost jobs, so it must not be lost with them; and Hangfire.PostgreSql's
/// locks are rows, which a killed process leaves behind. <see cref="Turns"/> ends with the process that holds it.
/// </remarks>
internal sealed partial class ReconcileEveryMinute(ReconcilePass pass, Turns turns, TimeProvider clock, ILogger<ReconcileEveryMinute> logger) : BackgroundService
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        var started = false;
        try
        {
            do
            {
                started = await PassAsync(atStart: !started, stoppingToken) || started;
            }
            while (await minute.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks first of all.
        }
    }

    private async Task<bool> PassAsync(bool atStart, CancellationToken stopping)
    {
        try
        {
            await (atStart ? pass.RunAtStartAsync(stopping)
                : turns.TakeAsync("reconcile pass", TimeSpan.FromMinutes(1) - Slack, () => pass.RunAsync(stopping), stopping));
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, e);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The reconcile pass failed; the next is in a minute")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
