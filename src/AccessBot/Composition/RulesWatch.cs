using System.Threading.Channels;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Composition;

/// <summary>Looks every two seconds whether other access rules stand in the file, and at once when it is told to by SIGHUP.</summary>
/// <remarks>
/// By what stands in it: editors replace files, mounts turn links, and times of change are anybody's. The operating system's notices
/// were not taken, for they miss both.
/// </remarks>
internal sealed partial class RulesWatch(
    RulesInForce rules, ReloadRules reload, IConfiguration configuration, TimeProvider clock, ILogger<RulesWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly string file = RulesModule.FileOf(configuration);

    // One look is enough for whatever came before it.
    private readonly Channel<bool> due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? hangup;
    private int told;
    private RulesOnDisk? last;
    private RulesOnDisk? judged;

    /// <remarks>It listens before the service is ready: the signal would end a process that doesn't.</remarks>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        hangup = Hangup.On(() =>
        {
            Interlocked.Exchange(ref told, 1);
            due.Writer.TryWrite(true);
        });
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        hangup?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reload.Begin();
        await using var timer = clock.CreateTimer(_ => due.Writer.TryWrite(true), state: null, TimeSpan.Zero, Every);
        try
        {
            while (await due.Reader.ReadAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start reads the file anyway.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            Judge(atOnce: Interlocked.Exchange(ref told, 0) == 1);
            await reload.SettleAsync(stopping);
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

    /// <summary>Judges what stood in the file at two looks, unless somebody says that it is finished: it may be in the middle of being written.</summary>
    private void Judge(bool atOnce)
    {
        var found = RulesOnDisk.Look(file, last);
        judged ??= found.Text is not null && found.Fingerprint() == rules.Edition.Fingerprint ? found : null;
        var settled = atOnce || found == last;
        last = found;
        if (!settled || (found == judged && !atOnce))
        {
            return;
        }

        judged = found;
        var (edition, problems) = found.Read();
        if (edition is not null)
        {
            reload.Take(edition);
        }
        else
        {
            reload.Refuse(problems);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Which access rules are in force is recorded when the database answers")]
        public static partial void Unavailable(ILogger logger, Exception e);

        [LoggerMessage(LogLevel.Error, "The look at the access rules failed; again in two seconds")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
