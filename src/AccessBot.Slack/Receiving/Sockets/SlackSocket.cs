using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>One connection to Slack, from its address to its end: what comes is dispatched and acknowledged on it.</summary>
internal sealed partial class SlackSocket : IAsyncDisposable
{
    // By the real clock, the socket's own. It keeps routers on the way from forgetting the connection, and notices a network that is gone.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(20);

    // A little more than the dispatcher may take.
    private static readonly TimeSpan LongestLastWork = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    // What a flood may hold in memory; more wait in the connection.
    private const int MostInHand = 64;

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _http;
    private readonly SocketDoor _door;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _room = new(MostInHand);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<Task, bool> _inHand = new();
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SilenceWatch _silence;
    private volatile bool _isClosing;

    public SlackSocket(SocketDoor door, TimeProvider clock, ILogger logger)
    {
        (_door, _clock, _logger, _silence) = (door, clock, logger, new SilenceWatch(clock));
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new HeardStream(context.PlaintextStream, _silence.Hear)),
        });
        _socket.Options.KeepAliveInterval = PingEvery;
        _socket.Options.KeepAliveTimeout = PingEvery;
    }

    /// <summary>Slack has said hello: it may send deliveries.</summary>
    public Task Hello => _hello.Task;

    /// <summary>It is time for another: Slack has announced the end of this one, or it has ended. Until it has, deliveries still come.</summary>
    public Task Leaving => _leaving.Task;

    /// <summary>It has ended; never an exception.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Why Slack wants it to end, in Slack's word; null if it hasn't said.</summary>
    public string? Reason { get; private set; }

    /// <summary>Connects; <see cref="Hello"/>, or the end, comes afterwards.</summary>
    /// <exception cref="WebSocketException">It didn't come about.</exception>
    public async Task ConnectAsync(Uri address, CancellationToken cancel)
    {
        await _socket.ConnectAsync(address, _http, cancel);
        Ended = RunAsync();
    }

    /// <summary>Acknowledges what is in hand and takes leave.</summary>
    public async Task CloseAsync()
    {
        _isClosing = true;

        // More may come meanwhile, and is taken: better late at the end than refused.
        await SettledAsync(Task.WhenAll(_inHand.Keys), LongestLastWork);
        await SettledAsync(FarewellAsync(), LongestFarewell);
        await SettledAsync(Ended, LongestFarewell);
        _socket.Abort();
        await Ended;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await Ended;
        _socket.Dispose();
        _http.Dispose();
    }

    private async Task RunAsync()
    {
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(ended.Token);
        try
        {
            var reader = new MessageReader(_socket);
            while (await reader.NextAsync() is { } message)
                await TakeAsync(message.Text, message.IsUnusable);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Before a hello, and where the end was announced, somebody else says so.
            if (Hello.IsCompleted && !Leaving.IsCompleted && !_isClosing)
                Log.Broken(_logger, e.Message);
        }
        finally
        {
            _leaving.TrySetResult();
            await ended.CancelAsync();
            await watching;

            // It is stored or refused, if not acknowledged, before this counts as ended.
            await Task.WhenAll(_inHand.Keys);
        }
    }

    private async Task WatchAsync(CancellationToken ended)
    {
        if (!await _silence.UntilSilentAsync(ended))
            return;

        Log.Silent(_logger, (SilenceWatch.LookEvery * SilenceWatch.MostSilentLooks).TotalSeconds);
        _socket.Abort();
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> text, bool isUnusable)
    {
        if (isUnusable)
        {
            Log.Unusable(_logger, MessageReader.MostBytes);
            return;
        }

        try
        {
            await TakeAsync(EnvelopeReader.Read(text));
        }
        catch (UnreadablePayloadException e)
        {
            Log.Unreadable(_logger, e.Message);
        }
    }

    private async Task TakeAsync(Envelope envelope)
    {
        switch (envelope.Type)
        {
            case "hello":
                _hello.TrySetResult();
                break;
            case "disconnect":
                Reason = envelope.Reason ?? "no reason";
                _leaving.TrySetResult();
                break;
            default:
                await _room.WaitAsync();
                var handling = HandleAsync(envelope);
                _inHand.TryAdd(handling, true);
                _ = handling.ContinueWith(done => _inHand.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                break;
        }
    }

    private async Task HandleAsync(Envelope envelope)
    {
        // Off the reader's thread from the start, since pings are answered there.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (await _door.HandleAsync(envelope) is { } acknowledgement)
                await SendAsync(acknowledgement);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            Log.NotAcknowledged(_logger, envelope.Type, e);
        }
        finally
        {
            _room.Release();
        }
    }

    // A socket takes one message at a time.
    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task FarewellAsync()
    {
        await _sending.WaitAsync();
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    // Neither its failing nor its lasting keeps a process from ending.
    private async Task SettledAsync(Task task, TimeSpan atMost) =>
        await task.WaitAsync(atMost, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A Socket Mode connection broke, and another is opened: {Why}")]
        public static partial void Broken(ILogger logger, string why);

        [LoggerMessage(LogLevel.Warning, "Nothing came by a Socket Mode connection for {Seconds} s, not even a ping; another is opened.")]
        public static partial void Silent(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Warning, "A message by Socket Mode was passed over: it is no text, or larger than {MostBytes} bytes.")]
        public static partial void Unusable(ILogger logger, int mostBytes);

        [LoggerMessage(LogLevel.Warning, "A message by Socket Mode was passed over: {Why}.")]
        public static partial void Unreadable(ILogger logger, string why);

        [LoggerMessage(LogLevel.Warning, "An envelope of the kind {Type} was dealt with but could not be acknowledged, since its connection is gone; Slack may say that it failed.")]
        public static partial void NotAcknowledged(ILogger logger, string type, Exception exception);
    }
}
