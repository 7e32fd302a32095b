using System.Data.Common;
using System.Diagnostics;
using AccessBot.Core.Ports;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Receiving;

/// <summary>
/// Works off what was acknowledged: at once when it comes, and by sweeps what a crash or a failure left behind. A stop finishes what runs;
/// what doesn't get finished is claimed again by whoever runs next.
/// </summary>
internal sealed partial class InboxWorker(
    IServiceScopeFactory scopes, InboxSignal signal, ISlackApiClient slack, TimeProvider clock, ILogger<InboxWorker> logger)
    : BackgroundService
{
    public static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    // For fresh ones, and as many again for those that a sweep finds: a storm of old ones must not outwait a trigger's 3 seconds.
    private const int AtOnce = 8;

    // What is broken by a bug is broken the fifth time, too; what is away may be back in half an hour.
    private const int MostAttempts = 5;
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // What takes longer hangs: each call in it has a shorter limit of its own.
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(45);

    // Twice before it lapses: one that fails is made good by the next.
    private static readonly TimeSpan KeepEvery = IInbox.ClaimLapse / 3;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([SweepAsync(stoppingToken), .. Enumerable.Range(0, AtOnce).Select(_ => FollowAsync(stoppingToken))]);

    private async Task FollowAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var (key, trace) in signal.ReadAllAsync(stopping))
                await ClaimAsync(key, trace, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What runs is finished by now.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepEvery, clock);
        try
        {
            do
            {
                while (!stopping.IsCancellationRequested && await SweepOnceAsync(stopping))
                {
                    // As long as there are more.
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // As above.
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> SweepOnceAsync(CancellationToken stopping)
    {
        IReadOnlyList<Delivery> due;
        try
        {
            due = await InboxAsync(inbox => inbox.ClaimDueAsync(AtOnce, CancellationToken.None));
        }
        catch (Exception e)
        {
            Log.NotSwept(logger, e);
            return false;
        }

        await Task.WhenAll(due.Select(delivery => WorkOffAsync(delivery, trace: default, stopping)));
        return due.Count == AtOnce;
    }

    private async Task ClaimAsync(string key, ActivityContext trace, CancellationToken stopping)
    {
        try
        {
            if (await InboxAsync(inbox => inbox.ClaimAsync(key, CancellationToken.None)) is { } delivery)
                await WorkOffAsync(delivery, trace, stopping);
        }
        catch (Exception e)
        {
            Log.NotClaimed(logger, e);
        }
    }

    private async Task WorkOffAsync(Delivery delivery, ActivityContext trace, CancellationToken stopping)
    {
        using var span = DeliveryTrace.Handled(delivery, trace);
        try
        {
            if (await HandleAsync(delivery) is { } problem)
                await PutOffAsync(delivery, problem, stopping);
            else
                await InboxAsync(inbox => inbox.CompleteAsync(delivery.Key, CancellationToken.None));
        }
        catch (Exception e)
        {
            // The claim lapses and it comes again, which is harmless by the conversation's contract.
            Log.NotMarked(logger, delivery.Kind, delivery.Attempts, e);
        }
    }

    /// <returns>Null, or what went wrong.</returns>
    private async Task<Exception?> HandleAsync(Delivery delivery)
    {
        // Not the host's token: a stop lets this end.
        using var limit = new CancellationTokenSource(LongestWork, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var keeping = KeepAsync(delivery, ended.Token);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var conversation = scope.ServiceProvider.GetRequiredService<IConversation>();
            await conversation.HandleAsync(PayloadReader.Stored(delivery), delivery, limit.Token);
            return null;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            return new TimeoutException($"It took longer than {LongestWork.TotalSeconds} s.", e);
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            await ended.CancelAsync();
            await keeping;
        }
    }

    private async Task KeepAsync(Delivery delivery, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(KeepEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                try
                {
                    await InboxAsync(inbox => inbox.KeepAsync(delivery, ended));
                }
                catch (Exception e) when (!ended.IsCancellationRequested)
                {
                    Log.NotKept(logger, delivery.Kind, e);
                }
            }
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // It is worked off.
        }
    }

    private async Task PutOffAsync(Delivery delivery, Exception problem, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var isHopeless = IsPassing(problem) ? now - delivery.ReceivedAt >= LongestOutage : delivery.Attempts >= MostAttempts;
        if (isHopeless)
        {
            Log.GivenUp(logger, delivery.Kind, delivery.Attempts, problem);
            await InboxAsync(inbox => inbox.CompleteAsync(delivery.Key, CancellationToken.None));
            await TellAsync(delivery);
            return;
        }

        var pause = Pause(delivery.Attempts);
        Log.PutOff(logger, delivery.Kind, delivery.Attempts, pause.TotalSeconds, problem);
        await InboxAsync(inbox => inbox.PostponeAsync(delivery.Key, now + pause, Describe(problem), CancellationToken.None));

        // What is put off for longer is found by a sweep.
        if (pause < SweepEvery)
            _ = WakeAsync(delivery.Key, Activity.Current?.Context ?? default, pause, stopping);
    }

    private static bool IsPassing(Exception problem)
    {
        for (var e = problem; e is not null; e = e.InnerException)
        {
            if (e is WorkspaceUnavailableException or SlackUnavailableException or DbException or TimeoutException
                or RoleDirectoryException { Fault: RoleDirectoryFault.Unavailable })
            {
                return true;
            }
        }

        return false;
    }

    // 1 s, 2, 4 … 1 min, and up to a quarter more, so that those that failed together don't come back together.
    private static TimeSpan Pause(int attempts)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(attempts - 1, 0, 10)));
        return (pause < LongestPause ? pause : LongestPause) * (1 + (Random.Shared.NextDouble() / 4));
    }

    private static string Describe(Exception problem) => SlackText.Cut($"{problem.GetType().Name}: {problem.Message}", 500);

    private async Task WakeAsync(string key, ActivityContext trace, TimeSpan pause, CancellationToken stopping)
    {
        // A little later than due: a timer may be early by the clock that the inbox compares with.
        await Task.Delay(pause + TimeSpan.FromMilliseconds(50), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        signal.Ring(key, trace);
    }

    private async Task TellAsync(Delivery delivery)
    {
        // Nobody waits for what comes of an event.
        if (delivery.Kind == DeliveryKind.Event)
            return;

        try
        {
            var user = PayloadReader.Stored(delivery).User;
            await slack.ChatPostMessageAsync(user.Value, new Message(Mrkdwn.Of($"{DoorSentences.GivenUp}")), threadTs: null, CancellationToken.None);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, e);
        }
    }

    private async Task InboxAsync(Func<IInbox, Task> use)
    {
        await using var scope = scopes.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<IInbox>());
    }

    private async Task<T> InboxAsync<T>(Func<IInbox, Task<T>> use)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<IInbox>());
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The inbox could not be swept; the next sweep is soon.")]
        public static partial void NotSwept(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Warning, "The claim on a {Kind} that is being worked off could not be kept; another process may start it, too, which is harmless.")]
        public static partial void NotKept(ILogger logger, DeliveryKind kind, Exception exception);

        [LoggerMessage(LogLevel.Warning, "A delivery could not be claimed; a sweep will find it.")]
        public static partial void NotClaimed(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Warning, "What came of a {Kind} (attempt {Attempt}) could not be noted; it comes again when its claim lapses.")]
        public static partial void NotMarked(ILogger logger, DeliveryKind kind, int attempt, Exception exception);

        [LoggerMessage(LogLevel.Warning, "A {Kind} failed at attempt {Attempt}; the next is in {Seconds} s.")]
        public static partial void PutOff(ILogger logger, DeliveryKind kind, int attempt, double seconds, Exception exception);

        [LoggerMessage(LogLevel.Error, "A {Kind} is given up after {Attempts} attempts; the person is told.")]
        public static partial void GivenUp(ILogger logger, DeliveryKind kind, int attempts, Exception exception);

        [LoggerMessage(LogLevel.Warning, "Somebody could not be told that their delivery was given up.")]
        public static partial void NotTold(ILogger logger, Exception exception);
    }
}
