using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

/// <summary>
/// The bot's Socket Mode connections: each delivery goes to one of them in turn. What can go wrong with them is done here; that none can
/// be opened, by <see cref="SlackWorkspace.Faults"/>, for <c>apps.connections.open</c> or for <see cref="Method"/>.
/// </summary>
public sealed class SocketLinks
{
    /// <summary>The name under which connecting itself can be made to fail.</summary>
    public const string Method = "link";

    /// <summary>How many an app may have.</summary>
    public const int Most = 10;

    // Between an announced end and the end.
    private static readonly TimeSpan _notice = TimeSpan.FromSeconds(10);

    private readonly SlackWorkspace _workspace;
    private readonly HashSet<string> _tickets = new(StringComparer.Ordinal);
    private ImmutableList<SocketLink> _links = [];
    private int _turn;
    private int _heard;

    internal SocketLinks(SlackWorkspace workspace) => _workspace = workspace;

    /// <summary>Connections that were told hello and are not closing.</summary>
    public int Count => Open.Count;

    /// <summary>How many there have been.</summary>
    public int Opened { get; private set; }

    /// <summary>How often anything has come from the bot: an acknowledgement, or the answer to a ping.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>How long a connection lasts before its end is announced; for ever without it.</summary>
    public TimeSpan? Lifetime { get; set; }

    private ImmutableList<SocketLink> Open
    {
        get
        {
            lock (_workspace.Gate)
            {
                return _links.RemoveAll(link => link.IsClosing);
            }
        }
    }

    /// <summary>Cuts all connections without a word.</summary>
    public void Drop() => Open.ForEach(link => link.Cut());

    /// <summary>Makes those half-open that there are: nothing comes of what is sent on either side.</summary>
    public void FallSilent() => Open.ForEach(link => link.FallSilent());

    /// <summary>Announces the end of all connections that there are, and ends them ten seconds later.</summary>
    /// <param name="reason"><c>warning</c> or <c>refresh_requested</c>.</param>
    public Task RefreshAsync(string reason = "warning") => Task.WhenAll(Open.Select(link => EndAsync(link, reason, _notice)));

    /// <summary>Turns Socket Mode off, as in the app's settings.</summary>
    public async Task DisableAsync()
    {
        var open = Open;
        _workspace.Reconfigure(settings => settings with { SocketMode = false });
        await Task.WhenAll(open.Select(link => EndAsync(link, "link_disabled", TimeSpan.Zero)));
    }

    /// <summary>Sends any text by all connections.</summary>
    /// <param name="fragments">In how many parts.</param>
    /// <param name="isBinary">As a message of the other kind.</param>
    public Task SendRawAsync(string text, int fragments = 1, bool isBinary = false) => Task.WhenAll(Open.Select(link =>
        link.SendAsync(Encoding.UTF8.GetBytes(text), isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, fragments)));

    internal void Hear() => Interlocked.Increment(ref _heard);

    internal string Ticket()
    {
        var ticket = _workspace.Ids.Secret("ticket");
        _tickets.Add(ticket);
        return ticket;
    }

    internal bool Use(string ticket)
    {
        lock (_workspace.Gate)
        {
            return _tickets.Remove(ticket);
        }
    }

    /// <summary>Serves a connection from its hello to its end.</summary>
    internal async Task ServeAsync(SocketLink link, CancellationToken gone)
    {
        await link.RunAsync(WelcomeAsync, gone);
        _workspace.Mutate(() => _links = _links.Remove(link));
    }

    /// <summary>Sends a delivery by the next connection, and keeps what is answered as HTTP would have it: an acknowledgement is a 200.</summary>
    internal async Task<Delivery> DeliverAsync(Delivery delivery, int retry, string? retryReason, CancellationToken cancellationToken)
    {
        SocketLink? link;
        lock (_workspace.Gate)
        {
            var open = Open;
            link = open.IsEmpty ? null : open[_turn++ % open.Count];
        }

        if (link is null)
        {
            return delivery with { Problem = "dispatch_failed: no client is connected" };
        }

        var envelope = delivery.Envelope!;
        var id = _workspace.Ids.Secret("envelope");
        var message = new JsonObject
        {
            ["envelope_id"] = id,
            ["payload"] = JsonNode.Parse(envelope.Payload),
            ["type"] = envelope.Type,
            ["accepts_response_payload"] = envelope.TakesAnswer,
        };
        if (retry > 0)
        {
            message["retry_attempt"] = retry;
            message["retry_reason"] = retryReason ?? "timeout";
        }

        using var patience = new CancellationTokenSource(SlackWire.Patience, _workspace.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var start = _workspace.Time.GetTimestamp();
        try
        {
            var answer = await link.AskAsync(id, message.ToJsonString(), either.Token).WaitAsync(SlackWire.RealPatience, TimeProvider.System, cancellationToken);
            // One that is being closed as it is picked takes nothing more: another one does.
            return answer is { } said
                ? Answered(delivery with { StatusCode = 200, Elapsed = _workspace.Time.GetElapsedTime(start) }, said)
                : await DeliverAsync(delivery, retry, retryReason, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return delivery with { TimedOut = true, Elapsed = _workspace.Time.GetElapsedTime(start), Problem = "dispatch_failed: the envelope was not acknowledged within 3 seconds" };
        }
        catch (IOException e)
        {
            return delivery with { Elapsed = _workspace.Time.GetElapsedTime(start), Problem = "dispatch_failed: " + e.Message };
        }
    }

    private static Delivery Answered(Delivery delivery, JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Undefined => delivery,
        _ when !delivery.Envelope!.TakesAnswer => delivery with { Problem = "The acknowledgement has a payload where none is taken." },
        _ => delivery with { ReplyBody = answer.GetRawText(), ReplyContentType = "application/json" },
    };

    private async Task WelcomeAsync(SocketLink link)
    {
        string? refusal;
        lock (_workspace.Gate)
        {
            refusal = !_workspace.Settings.SocketMode ? "link_disabled" : Open.Count >= Most ? "too_many_websockets" : null;
        }

        if (refusal is not null)
        {
            await EndAsync(link, refusal, TimeSpan.Zero);
            return;
        }

        await link.GreetAsync(new JsonObject
        {
            ["type"] = "hello",
            ["num_connections"] = Count + 1,
            ["debug_info"] = new JsonObject { ["host"] = "applink-1", ["build_number"] = 1, ["approximate_connection_time"] = (int)(Lifetime ?? TimeSpan.FromHours(5)).TotalSeconds },
            ["connection_info"] = new JsonObject { ["app_id"] = _workspace.Settings.AppId },
        }.ToJsonString(), () =>
        {
            _workspace.Mutate(() =>
            {
                _links = _links.Add(link);
                Opened++;
            });
            if (Lifetime is { } lifetime)
            {
                _ = GrowOldAsync(link, lifetime);
            }
        });
    }

    private async Task GrowOldAsync(SocketLink link, TimeSpan lifetime)
    {
        await Task.Delay(lifetime, _workspace.Time);
        await EndAsync(link, "warning", _notice);
    }

    private async Task EndAsync(SocketLink link, string reason, TimeSpan notice)
    {
        try
        {
            await link.SendAsync(new JsonObject
            {
                ["type"] = "disconnect",
                ["reason"] = reason,
                ["debug_info"] = new JsonObject { ["host"] = "applink-1" },
            }.ToJsonString());
            if (notice > TimeSpan.Zero)
            {
                await Task.Delay(notice, _workspace.Time);
            }

            await link.CloseAsync();
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
