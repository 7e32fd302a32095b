using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;

namespace AccessBot.Jobs;

/// <summary>Looks every second, in every process, for access whose time is over.</summary>
/// <remarks>
/// <para>The job that was scheduled for a grant's end normally comes first, and to the moment. This is for when it doesn't: it
/// was lost, or the process that held Hangfire's schedule was killed, whose lock is a row that stays for half a minute. It
/// costs one small indexed query.</para>
/// <para>A look is not waited for before the next: what one waits for, a OneLogin that is slow for one role, is no other's.</para>
/// </remarks>
internal sealed partial class RevocationWatch(RevokeDue revoke, TimeProvider clock, ILogger<RevocationWatch> logger) : BackgroundService
{
    private const int MostAtOnce = 16;

    /// <summary>What has been begun at a stop is finished, within what a stop may take.</summary>
    private static readonly TimeSpan Finish = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource end = new();
    private readonly List<Task> looks = [];
    private bool isAway;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAny(Task.WhenAll(looks), Task.Delay(Finish, clock, cancellationToken));
        await end.CancelAsync();
        await Task.WhenAll(looks);
    }

    public override void Dispose()
    {
        end.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            do
            {
                looks.RemoveAll(look => look.IsCompleted);
                if (looks.Count < MostAtOnce)
                {
                    looks.Add(Task.Run(LookAsync, CancellationToken.None));
                }
            }
            while (await second.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start looks first of all.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await revoke.ExecuteAsync(end.Token);
            isAway = false;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // What was not finished is found at the next start.
        }
        catch (StoreUnavailableException e)
        {
            if (!isAway)
            {
                isAway = true;
                Log.Away(logger, e);
            }
        }
        catch (Exception e)
        {
            Log.Failed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The database does not say what is to be taken away; it is asked every second")]
        public static partial void Away(ILogger logger, Exception e);

        [LoggerMessage(LogLevel.Error, "A look for what is to be taken away failed; the next is in a second")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
