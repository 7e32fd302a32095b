using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;

namespace AccessBot.Jobs;

/// <summary>Has it asked who is on call, at start and every minute, in every process: each has a way of its own to the services.</summary>
internal sealed partial class OnCallEveryMinute(WatchOnCall watch, TimeProvider clock, ILogger<OnCallEveryMinute> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            do
            {
                await AskAsync(stoppingToken);
            }
            while (await minute.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start asks first of all.
        }
    }

    private async Task AskAsync(CancellationToken stopping)
    {
        try
        {
            await watch.ExecuteAsync(stopping);
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
        [LoggerMessage(LogLevel.Information, "That it can't be told who is on call can't be said while the database does not answer; again in a minute")]
        public static partial void Unavailable(ILogger logger, Exception e);

        [LoggerMessage(LogLevel.Error, "It could not be asked who is on call; again in a minute")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
