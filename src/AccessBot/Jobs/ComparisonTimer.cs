using AccessBot.Core.UseCases;
using AccessBot.Persistence;

namespace AccessBot.Jobs;

/// <summary>Has rows and OneLogin compared every quarter of an hour, by one of the processes.</summary>
internal sealed partial class ComparisonTimer(CompareWithOneLogin compare, Turns turns, TimeProvider clock, ILogger<ComparisonTimer> logger) : BackgroundService
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            while (await minute.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing is half done: it only reads and closes.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            await turns.TakeAsync("comparison", CompareWithOneLogin.Every - Slack, () => compare.ExecuteAsync(stopping), stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Rows and OneLogin could not be compared; the next try is in a minute or, if it had begun, a quarter of an hour")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
