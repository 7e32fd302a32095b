using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Keeps one connection open: another is there before the old one ends, wherever Slack says beforehand that it will.</summary>
internal sealed partial class SocketSlot(SocketDialer dialer, SlackSockets sockets, TimeProvider clock, ILogger logger)
{
    // Slack ends what it has announced the end of after some ten seconds.
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(30);

    // What ends sooner counts as a failure, so that a Slack that takes everybody in and throws them out isn't stormed.
    private static readonly TimeSpan GoodLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // But a short one is better than none: somebody may click in it.
    private const int MostFailuresOfShortLives = 3;

    private readonly List<Task> _lingering = [];
    private int _failures;

    /// <summary>Runs until the process is to stop; then what is in hand is acknowledged.</summary>
    /// <exception cref="SocketModeRefusedException">There is no use in going on.</exception>
    public async Task RunAsync(TimeSpan delay, CancellationToken stopping)
    {
        SlackSocket? current = null;
        try
        {
            await Task.Delay(delay, clock, stopping);
            while (true)
            {
                var next = await OpenAsync(stopping);
                if (current is not null)
                    Linger(current, stopping);

                current = next;
                await LiveAsync(current, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ends below.
        }
        finally
        {
            await Task.WhenAll([.. _lingering, current is null ? Task.CompletedTask : EndAsync(current)]);
        }
    }

    private async Task<SlackSocket> OpenAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (_failures > 0)
                await Task.Delay(Pause(_failures), clock, stopping);

            try
            {
                var socket = await dialer.DialAsync(stopping);
                Count(socket);
                Log.Opened(logger);
                return socket;
            }
            catch (SocketNotOpenedException e)
            {
                _failures++;
                Log.NotOpened(logger, e.Message, e);
                if (e.RetryAfter is { } wait)
                    await Task.Delay(wait, clock, stopping);
            }
        }
    }

    private async Task LiveAsync(SlackSocket socket, CancellationToken stopping)
    {
        var since = clock.GetTimestamp();
        await socket.Leaving.WaitAsync(stopping);
        if (socket.Reason == SocketReason.Disabled)
            throw SocketModeRefusedException.TurnedOff();

        _failures = clock.GetElapsedTime(since) >= GoodLife ? 0 : Math.Min(_failures + 1, MostFailuresOfShortLives);
        if (socket.Reason is { } reason)
            Log.Leaving(logger, reason);
    }

    // Not closed at once: what Slack has sent on it by then could not be acknowledged any more.
    private void Linger(SlackSocket old, CancellationToken stopping)
    {
        _lingering.RemoveAll(task => task.IsCompleted);
        _lingering.Add(LingerAsync());

        async Task LingerAsync()
        {
            await old.Ended.WaitAsync(LongestLinger, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync(old);
        }
    }

    private static async Task EndAsync(SlackSocket socket)
    {
        await socket.CloseAsync();
        await socket.DisposeAsync();
    }

    private void Count(SlackSocket socket)
    {
        sockets.Opened();

        // At once: whoever waits for the end finds it counted.
        _ = socket.Ended.ContinueWith(_ => sockets.Closed(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    // 1 s, 2, 4 … 1 min, and between half and all of it: processes that lost Slack together don't come back together.
    private static TimeSpan Pause(int failures)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(failures - 1, 0, 10)));
        return (pause < LongestPause ? pause : LongestPause) * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A Socket Mode connection to Slack is open.")]
        public static partial void Opened(ILogger logger);

        [LoggerMessage(LogLevel.Information, "Slack will end a Socket Mode connection ({Reason}); another is opened first.")]
        public static partial void Leaving(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "A Socket Mode connection to Slack could not be opened: {Why}. It is tried again.")]
        public static partial void NotOpened(ILogger logger, string why, Exception exception);
    }
}
