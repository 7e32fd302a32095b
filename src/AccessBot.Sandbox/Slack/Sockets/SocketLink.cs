using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// One Socket Mode connection of the bot's.
internal sealed class SocketLink(SlackWorkspace workspace, Stream connection, Action cut) : IDisposable
{
    private static readonly TimeSpan _pingEvery = TimeSpan.FromSeconds(10);

    // An unmasked ping without a payload, https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2. .NET's WebSocket sends none on demand.
    private static readonly byte[] _ping = [0x89, 0x00];

    private readonly MutableStream _stream = new(connection, workspace.Sockets.Hear);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _waiting = new(StringComparer.Ordinal);
    private WebSocket? _socket;

    /// <summary>No more is sent by it.</summary>
    public bool IsClosing { get; private set; }

    public void FallSilent() => _stream.FallSilent();

    /// <summary>Cuts the connection without a word.</summary>
    public void Cut()
    {
        IsClosing = true;
        cut();
    }

    /// <summary>Serves the connection to its end.</summary>
    public async Task RunAsync(Func<SocketLink, Task> opened, CancellationToken gone)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        using var socket = _socket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        var pinging = PingAsync(over.Token);
        try
        {
            await opened(this);
            await ReadAsync(gone);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The bot is gone, or was cut off.
        }
        finally
        {
            Forsake();
            await over.CancelAsync();
            await pinging;
        }
    }

    /// <summary>Sends an envelope and waits for its acknowledgement.</summary>
    /// <returns>The acknowledgement's payload, undefined if it has none; null if nothing was sent, since the connection is being closed.</returns>
    /// <exception cref="IOException">The connection was lost meanwhile.</exception>
    public async Task<JsonElement?> AskAsync(string id, string envelope, CancellationToken cancellationToken)
    {
        var acknowledged = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await SendAsync(envelope);
        }
        catch (Exception e) when (IsClosing && e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            _waiting.TryRemove(id, out _);
            return null;
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            _waiting.TryRemove(id, out _);
            throw new IOException("the connection was lost: " + e.Message, e);
        }

        try
        {
            return await acknowledged.Task.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException("the connection was lost: " + e.Message, e);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>Sends what comes first. Whoever has heard it finds the connection among those that there are, and whatever is sent by that comes after it.</summary>
    public Task GreetAsync(string text, Action join) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, fragments: 1, join);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, fragments: 1);

    /// <summary>Sends a message in so many parts.</summary>
    /// <param name="message">What is sent.</param>
    /// <param name="type">As which kind of message.</param>
    /// <param name="fragments">In how many parts.</param>
    /// <param name="ahead">What is done when it is its turn.</param>
    public async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, int fragments, Action? ahead = null)
    {
        await _sending.WaitAsync();
        try
        {
            ahead?.Invoke();
            var size = (message.Length / fragments) + 1;
            for (var at = 0; at < message.Length; at += size)
            {
                var end = Math.Min(at + size, message.Length);
                await _socket!.SendAsync(message[at..end], type, endOfMessage: end == message.Length, CancellationToken.None);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends nothing more, lets what waits be acknowledged for as long as Slack waits, and closes.</summary>
    public async Task CloseAsync()
    {
        IsClosing = true;
        await Task.WhenAll(_waiting.Values.Select(waiting => (Task)waiting.Task)).WaitAsync(SlackWire.Patience, workspace.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _sending.WaitAsync();
        try
        {
            await _socket!.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was gone already.
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        _sending.Dispose();
        _stream.Dispose();
    }

    private async Task ReadAsync(CancellationToken gone)
    {
        var chunk = new byte[16 * 1024];
        var text = new MemoryStream();
        while (true)
        {
            var part = await _socket!.ReceiveAsync(chunk.AsMemory(), gone);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                Forsake();
                await CloseAsync();
                return;
            }

            text.Write(chunk, 0, part.Count);
            if (part.EndOfMessage)
            {
                Acknowledged(Encoding.UTF8.GetString(text.ToArray()));
                text.SetLength(0);
            }
        }
    }

    // Nothing that waits will be acknowledged any more.
    private void Forsake()
    {
        IsClosing = true;
        foreach (var waiting in _waiting.Values)
        {
            waiting.TrySetException(new IOException("the connection was lost before the acknowledgement"));
        }
    }

    private void Acknowledged(string text)
    {
        try
        {
            var acknowledgement = Json.Parse(text);
            if (acknowledgement.Text("envelope_id") is { } id && _waiting.TryGetValue(id, out var waiting))
            {
                waiting.TrySetResult(acknowledgement.Part("payload") ?? default);
            }
        }
        catch (JsonException)
        {
            // Slack has no use for it either: the envelope stays unacknowledged.
        }
    }

    private async Task PingAsync(CancellationToken over)
    {
        while (true)
        {
            await Task.Delay(_pingEvery, workspace.Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
            {
                return;
            }

            await _sending.WaitAsync(CancellationToken.None);
            try
            {
                await _stream.WriteAsync(_ping, over);
                await _stream.FlushAsync(over);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            finally
            {
                _sending.Release();
            }
        }
    }
}
