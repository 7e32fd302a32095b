using System.Threading.Channels;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Jobs;

namespace AccessBot.Cli;

/// <summary>The service's work in a process that runs one command: it takes away what is due and tells Slack, once it may.</summary>
/// <remarks>Whatever it doesn't get to is found by the service, which goes by the rows: nothing depends on a nudge.</remarks>
internal sealed partial class OwnHands(IServiceProvider services, TimeProvider clock, ILogger<OwnHands> logger) : IJobQueue, IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Channel<RequestId?> unsaid = Channel.CreateUnbounded<RequestId?>();
    private readonly CancellationTokenSource end = new();
    private RevocationWatch? watch;
    private Task speaking = Task.CompletedTask;
    private int leftToSay;

    public void Nudge(Errand errand, RequestId request)
    {
        if (errand == Errand.Announce)
        {
            Say(request);
        }
    }

    public void NudgeAt(Errand errand, RequestId request, DateTimeOffset when) => _ = LaterAsync(errand, request, when);

    /// <remarks>Looked for every second anyway.</remarks>
    public void RevokeDueAt(DateTimeOffset when)
    {
        // As above.
    }

    public void AnnounceAll() => Say(request: null);

    /// <remarks>Rules are told by the service: a command may be over before they have done anything.</remarks>
    public void TellAllRules()
    {
        // As above.
    }

    /// <summary>Begins; what was to be said before is said then.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        speaking = SpeakAsync();
        watch = ActivatorUtilities.CreateInstance<RevocationWatch>(services);
        await watch.StartAsync(cancel);
    }

    /// <summary>Waits until Slack has been told, or the limit is over.</summary>
    public async Task SaidAsync(TimeSpan limit, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        while (Volatile.Read(ref leftToSay) > 0 && clock.GetElapsedTime(start) < limit)
        {
            await Task.Delay(BetweenLooks, clock, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // It is registered under two names, and disposed under both.
        if (end.IsCancellationRequested)
        {
            return;
        }

        await end.CancelAsync();
        if (watch is not null)
        {
            await watch.StopAsync(CancellationToken.None);
            watch.Dispose();
        }

        await speaking;
        end.Dispose();
    }

    private void Say(RequestId? request)
    {
        Interlocked.Increment(ref leftToSay);
        unsaid.Writer.TryWrite(request);
    }

    private async Task LaterAsync(Errand errand, RequestId request, DateTimeOffset when)
    {
        var wait = when - clock.GetUtcNow();
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Nudge(errand, request);
    }

    private async Task SpeakAsync()
    {
        try
        {
            await foreach (var request in unsaid.Reader.ReadAllAsync(end.Token))
            {
                await SpeakAsync(request);
                Interlocked.Decrement(ref leftToSay);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The command is over.
        }
    }

    private async Task SpeakAsync(RequestId? request)
    {
        try
        {
            await (request is { } one
                ? services.GetRequiredService<IAnnouncer>().AnnounceAsync(one, end.Token)
                : services.GetRequiredService<AnnounceBehind>().ExecuteAsync(end.Token));
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            Log.NotSaid(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Some messages are left to the service")]
        public static partial void NotSaid(ILogger logger, Exception e);
    }
}
