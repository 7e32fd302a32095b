using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;

namespace AccessBot.Jobs;

/// <summary>Has the clocks compared, at start and every minute, in every process, whichever of them does the reconcile pass.</summary>
internal sealed partial class ClockEveryMinute(CompareClocks clocks, TimeProvider clock, ILogger<ClockEveryMinute> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            do
            {
                await CompareAsync(stoppingToken);
            }
            while (await minute.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start compares first of all.
        }
    }

    private async Task CompareAsync(CancellationToken stopping)
    {
        try
        {
            await clocks.ExecuteAsync(stopping);
        }
        catch (StoreUnavailableException e)
        {
            Log.Unavailable(logger, e);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The clocks can't be compared while the database does not answer; again in a minute")]
        public static partial void Unavailable(ILogger logger, Exception e);

        [LoggerMessage(LogLevel.Error, "The clocks could not be compared; again in a minute")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
