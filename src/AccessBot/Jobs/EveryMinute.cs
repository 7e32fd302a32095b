using AccessBot.Core.Ports;

namespace AccessBot.Jobs;

/// <summary>Has something done at start and every minute, in every process.</summary>
/// <param name="what">What is done, for the log: "comparing the clocks".</param>
/// <param name="clock">The time.</param>
/// <param name="logger">The log.</param>
internal abstract partial class EveryMinute(string what, TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>Does it.</summary>
    protected abstract Task WorkAsync(CancellationToken stopping);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await minute.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start does it first of all.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await WorkAsync(stopping);
        }
        catch (StoreUnavailableException e)
        {
            Log.Unavailable(logger, e, what);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, e, what);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The database does not answer, which {What} needs; again in a minute")]
        public static partial void Unavailable(ILogger logger, Exception e, string what);

        [LoggerMessage(LogLevel.Error, "Something went wrong at {What}; again in a minute")]
        public static partial void Failed(ILogger logger, Exception e, string what);
    }
}
