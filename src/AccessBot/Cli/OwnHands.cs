using System.Threading.Channels;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.OneLogin;

namespace AccessBot.Cli;

/// <summary>Nudges in a process that runs one command: it follows them itself, once it may.</summary>
/// <remarks>Whatever it doesn't get to is found by the service, which goes by the rows: nothing depends on a nudge.</remarks>
internal sealed partial class OwnHands(IServiceProvider services, TimeProvider clock, ILogger<OwnHands> logger) : IJobQueue, IAsyncDisposable
{
    /// <summary>Fewer than revocations: Slack lets through about one message a second.</summary>
    private const int Speakers = 2;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Channel<RequestId> revocations = Channel.CreateUnbounded<RequestId>();
    private readonly Channel<RequestId> announcements = Channel.CreateUnbounded<RequestId>();
    private readonly CancellationTokenSource end = new();
    private Task work = Task.CompletedTask;
    private int unsaid;

    public bool ForgetsAtRestart => true;

    public void Nudge(Errand errand, RequestId request)
    {
        switch (errand)
        {
            case Errand.Revoke:
                revocations.Writer.TryWrite(request);
                break;
            case Errand.Announce:
                Interlocked.Increment(ref unsaid);
                announcements.Writer.TryWrite(request);
                break;
            default:
                // No command gives access or waits for a decision: that is the service's.
                break;
        }
    }

    public void NudgeAt(Errand errand, RequestId request, DateTimeOffset when) => _ = LaterAsync(errand, request, when);

    /// <summary>Begins to follow the nudges, those included that were sent before.</summary>
    public void Begin() => work = Task.WhenAll(
    [
        .. Enumerable.Range(0, OneLoginPatience.AtOnce).Select(_ => FollowAsync(revocations.Reader, RevokeAsync)),
        .. Enumerable.Range(0, Speakers).Select(_ => FollowAsync(announcements.Reader, AnnounceAsync)),
    ]);

    /// <summary>Waits until Slack has been told, or the limit is over.</summary>
    public async Task SaidAsync(TimeSpan limit, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        while (Volatile.Read(ref unsaid) > 0 && clock.GetElapsedTime(start) < limit)
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
        await work;
        end.Dispose();
    }

    private async Task LaterAsync(Errand errand, RequestId request, DateTimeOffset when)
    {
        var wait = when - clock.GetUtcNow();
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Nudge(errand, request);
    }

    private async Task FollowAsync(ChannelReader<RequestId> nudges, Func<RequestId, Task> follow)
    {
        try
        {
            await foreach (var request in nudges.ReadAllAsync(end.Token))
            {
                await follow(request);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The command is over; what was going on is read off the rows by whoever comes next.
        }
    }

    private async Task RevokeAsync(RequestId request)
    {
        try
        {
            await services.GetRequiredService<RevokeAccess>().ExecuteAsync(request, end.Token);
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            Log.Failed(logger, e, request);
            NudgeAt(Errand.Revoke, request, clock.GetUtcNow() + AfterFailure);
        }
    }

    private async Task AnnounceAsync(RequestId request)
    {
        try
        {
            await services.GetRequiredService<IAnnouncer>().AnnounceAsync(request, end.Token);
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            Log.NotSaid(logger, e, request);
        }
        finally
        {
            Interlocked.Decrement(ref unsaid);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Request {Request} could not be revoked by this process now")]
        public static partial void Failed(ILogger logger, Exception e, RequestId request);

        [LoggerMessage(LogLevel.Warning, "Request {Request}'s messages are left to the service")]
        public static partial void NotSaid(ILogger logger, Exception e, RequestId request);
    }
}
