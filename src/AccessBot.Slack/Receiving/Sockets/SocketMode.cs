using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>
/// Socket Mode, where that is the transport: two connections, so that one is there while the other is replaced or lost. A Slack that is
/// away is waited for, for ever; one that refuses ends the process.
/// </summary>
internal sealed partial class SocketMode(
    SocketDialer dialer,
    SlackSockets sockets,
    SlackRefusal refusal,
    IOptions<SlackOptions> options,
    IHostApplicationLifetime process,
    TimeProvider clock,
    ILogger<SocketMode> logger) : BackgroundService
{
    public const int Connections = 2;

    /// <summary>Between their starts, so that Slack doesn't have them replaced at the same time for ever after.</summary>
    public static readonly TimeSpan Stagger = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a refused process goes on. Whoever has it started again and again, as is advised, has access ended on time meanwhile: it
    /// is looked for every second what is due.
    /// </summary>
    public static readonly TimeSpan LastWork = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Door != SlackTransport.SocketMode)
            return;

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var slots = Enumerable.Range(0, Connections).Select(n => new SocketSlot(dialer, sockets, clock, logger).RunAsync(n * Stagger, over.Token)).ToList();
        try
        {
            await await Task.WhenAny(slots);
        }
        catch (SocketModeRefusedException e)
        {
            await EndAsync(e, stoppingToken);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(slots).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EndAsync(SocketModeRefusedException e, CancellationToken stopping)
    {
        Log.Refused(logger, e.Message);
        refusal.Sentence = e.Message;
        await Task.Delay(LastWork, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "AccessBot ends: {Sentence}")]
        public static partial void Refused(ILogger logger, string sentence);
    }
}
