using AccessBot.Core.Ports;
using AccessBot.Persistence;
using AccessBot.Slack.Home;

namespace AccessBot.Jobs;

/// <summary>Has App Homes brought up to date every few seconds, in one of the processes.</summary>
internal sealed partial class HomesWatch(KeepHomes homes, Turns turns, TimeProvider clock, ILogger<HomesWatch> logger) : BackgroundService
{
    /// <summary>A tick that comes a little early is not passed over.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(KeepHomes.Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks at all of them.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            await turns.TakeAsync("homes", KeepHomes.Every - Slack, () => homes.ExecuteAsync(stopping), stopping);
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
        [LoggerMessage(LogLevel.Information, "The database does not say what App Homes are to show; it is asked again in a moment")]
        public static partial void Unavailable(ILogger logger, Exception e);

        [LoggerMessage(LogLevel.Error, "App Homes could not be brought up to date; it is tried again in a moment")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
