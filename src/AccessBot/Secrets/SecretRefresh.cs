namespace AccessBot.Secrets;

/// <summary>Has secrets read again when it is time, and when a setting has come to refer to another.</summary>
internal sealed partial class SecretRefresh(SecretKeeper keeper, SecretSettings settings, TimeProvider clock, ILogger<SecretRefresh> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        keeper.Introduce();
        settings.Changed = keeper.Call;
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before: a call in between is for what was looked at already.
            var called = keeper.Called;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            try
            {
                await Task.WhenAny(called, Task.Delay(await ReadAsync(stoppingToken), clock, waiting.Token));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // What is being read is of no use any more.
            }

            await waiting.CancelAsync();
        }
    }

    private async Task<TimeSpan> ReadAsync(CancellationToken stopping)
    {
        try
        {
            return await keeper.ReadDueAsync().WaitAsync(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, e);
            return SecretKeeper.Pause;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "It was not seen which secrets are to be read again; the next look is in a minute.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
