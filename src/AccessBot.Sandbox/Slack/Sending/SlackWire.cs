using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

/// <summary>
/// The way from Slack to the bot, over HTTP or by Socket Mode as the app is set: everything is signed here or put into an envelope, has three
/// seconds to be answered, and is kept.
/// </summary>
public sealed class SlackWire
{
    internal const string Form = "application/x-www-form-urlencoded";

    private const string TimestampHeader = "X-Slack-Request-Timestamp";
    private const string SignatureHeader = "X-Slack-Signature";
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // The three seconds run on the workspace's clock, which may stand still; a hung bot must not hang a test for ever.
    internal static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(60);

    private readonly SlackWorkspace _workspace;
    private ImmutableList<Delivery> _deliveries = [];
    private HttpClient? _client;
    private IReadOnlyList<Uri> _eventsUrls = [];
    private int _turn;

    internal SlackWire(SlackWorkspace workspace) => _workspace = workspace;

    /// <summary>All that was sent, oldest first.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_workspace.Gate)
            {
                return _deliveries;
            }
        }
    }

    /// <summary>Sends any bytes at all. Nothing is checked and no reply is acted upon.</summary>
    /// <param name="timestamp">Unix seconds; the present without it.</param>
    /// <param name="headers">Added to the usual ones, or in place of them.</param>
    public Task<Delivery> SendAsync(
        ReadOnlyMemory<byte> body,
        string contentType,
        bool sign = true,
        long? timestamp = null,
        IReadOnlyDictionary<string, string>? headers = null,
        CancellationToken cancellationToken = default) =>
        SendAsync("raw", body, contentType, Headers(body, sign, timestamp, headers), cancellationToken);

    /// <summary>
    /// Sends a delivery again, byte for byte, as Slack's retries and an eavesdropper's replays do: by Socket Mode if it went that way and
    /// that is on, and otherwise over HTTP.
    /// </summary>
    /// <param name="retryNumber">From 1 to 3 for a retry of Slack's.</param>
    /// <param name="retryReason">For example <c>http_timeout</c> or <c>connection_failed</c>.</param>
    /// <param name="signAnew">With the present timestamp, as Slack does for its own retries.</param>
    public Task<Delivery> ResendAsync(
        Delivery delivery, int? retryNumber = null, string? retryReason = null, bool signAnew = false, CancellationToken cancellationToken = default)
    {
        if (delivery.Envelope is { } envelope && _workspace.Settings.SocketMode)
        {
            return SendEnvelopeAsync(delivery.Kind, delivery.Body, envelope, retryNumber ?? 0, retryReason, cancellationToken);
        }

        var headers = new Dictionary<string, string>(delivery.Headers, StringComparer.OrdinalIgnoreCase);
        if (signAnew || delivery.Envelope is not null)
        {
            headers = Headers(delivery.Body, sign: true, timestamp: null, headers: null);
        }

        if (retryNumber is { } number)
        {
            headers["X-Slack-Retry-Num"] = number.ToString(CultureInfo.InvariantCulture);
            headers["X-Slack-Retry-Reason"] = retryReason ?? "http_timeout";
        }

        return SendAsync(delivery.Kind, delivery.Body, delivery.ContentType, headers, cancellationToken);
    }

    /// <summary>The unsigned certificate check that Slack makes of publicly distributed apps.</summary>
    /// <param name="smuggled">More form fields, as an attacker would add them.</param>
    public Task<Delivery> CheckSslAsync(IEnumerable<(string Name, string Value)>? smuggled = null, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> body = FormBody([("ssl_check", "1"), ("token", Payloads.VerificationToken), .. smuggled ?? []]);
        return SendAsync("ssl_check", body, Form, Headers(body, sign: false, timestamp: null, headers: null), cancellationToken);
    }

    /// <summary>The challenge that Slack sends when a Request URL is entered.</summary>
    public async Task<Delivery> VerifyUrlAsync(CancellationToken cancellationToken = default)
    {
        var challenge = _workspace.Ids.Secret("challenge");
        var delivery = await SendJsonAsync(
            "url_verification",
            new() { ["token"] = Payloads.VerificationToken, ["challenge"] = challenge, ["type"] = "url_verification" },
            cancellationToken);
        return delivery.Acknowledged && !delivery.ReplyBody.Contains(challenge, StringComparison.Ordinal)
            ? delivery with { Problem = "Your URL didn't respond with the value of the challenge parameter." }
            : delivery;
    }

    /// <summary>Sends any envelope at all. No reply is acted upon.</summary>
    public Task<Delivery> SendEnvelopeAsync(SocketEnvelope envelope, int retry = 0, CancellationToken cancellationToken = default) =>
        SendEnvelopeAsync("raw", Encoding.UTF8.GetBytes(envelope.Payload), envelope, retry, retryReason: null, cancellationToken);

    /// <summary>Sends an event of the Events API.</summary>
    public Task<Delivery> SendEventAsync(JsonObject @event, CancellationToken cancellationToken = default)
    {
        const string Kind = "event_callback";
        var payload = new Payloads(_workspace).Event(@event);
        return _workspace.Settings.SocketMode
            ? SendEnvelopeAsync(Kind, Encoding.UTF8.GetBytes(payload.ToJsonString()), new("events_api", payload.ToJsonString(), TakesAnswer: false), retry: 0, retryReason: null, cancellationToken)
            : SendJsonAsync(Kind, payload, cancellationToken);
    }

    internal static byte[] FormBody(IEnumerable<(string Name, string Value)> fields) =>
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{WebUtility.UrlEncode(field.Name)}={WebUtility.UrlEncode(field.Value)}")));

    internal void ConnectTo(IReadOnlyList<Uri> eventsUrls, HttpMessageHandler? handler)
    {
        var client = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: handler is null)
        {
            Timeout = RealPatience,
        };
        lock (_workspace.Gate)
        {
            _client = client;
            _eventsUrls = [.. eventsUrls];
            _turn = 0;
        }
    }

    internal Task<Delivery> SendFormAsync(string kind, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        (string Name, string Value)[] all = [.. fields];
        ReadOnlyMemory<byte> body = FormBody(all);
        return _workspace.Settings.SocketMode
            ? SendEnvelopeAsync(kind, body, Envelope(kind, all), retry: 0, retryReason: null, cancellationToken)
            : SendAsync(kind, body, Form, Headers(body, sign: true, timestamp: null, headers: null), cancellationToken);
    }

    private static SocketEnvelope Envelope(string kind, (string Name, string Value)[] fields) => kind == "slash_command"
        ? new("slash_commands", new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Value))).ToJsonString(), TakesAnswer: true)
        : new("interactive", fields.Single().Value, TakesAnswer: kind is "view_submission" or "block_suggestion");

    private async Task<Delivery> SendEnvelopeAsync(
        string kind, ReadOnlyMemory<byte> body, SocketEnvelope envelope, int retry, string? retryReason, CancellationToken cancellationToken)
    {
        var delivery = new Delivery
        {
            Kind = kind,
            Url = new("ws://localhost/slack/link"),
            Body = body,
            ContentType = envelope.Type == "events_api" ? "application/json" : Form,
            Headers = ImmutableDictionary<string, string>.Empty,
            Envelope = envelope,
            At = _workspace.Time.GetUtcNow(),
        };
        delivery = await _workspace.Sockets.DeliverAsync(delivery, retry, retryReason, cancellationToken);
        _workspace.Mutate(() => _deliveries = _deliveries.Add(delivery));
        return delivery;
    }

    private Task<Delivery> SendJsonAsync(string kind, JsonObject payload, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(payload.ToJsonString());
        return SendAsync(kind, body, "application/json", Headers(body, sign: true, timestamp: null, headers: null), cancellationToken);
    }

    private Dictionary<string, string> Headers(ReadOnlyMemory<byte> body, bool sign, long? timestamp, IReadOnlyDictionary<string, string>? headers)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["User-Agent"] = "Slackbot 1.0 (+https://api.slack.com/robots)",
            ["Accept"] = "application/json,*/*",
        };
        if (sign)
        {
            var seconds = timestamp ?? _workspace.Time.GetUtcNow().ToUnixTimeSeconds();
            result[TimestampHeader] = seconds.ToString(CultureInfo.InvariantCulture);
            result[SignatureHeader] = SlackSignature.Of(_workspace.Settings.SigningSecret, seconds, body.Span);
        }

        foreach (var (name, value) in headers ?? ImmutableDictionary<string, string>.Empty)
        {
            result[name] = value;
        }

        return result;
    }

    private async Task<Delivery> SendAsync(
        string kind, ReadOnlyMemory<byte> body, string contentType, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        HttpClient client;
        Uri url;
        lock (_workspace.Gate)
        {
            client = _client ?? throw new InvalidOperationException("Say where the bot is with ConnectTo before anything is sent.");
            url = _eventsUrls[_turn++ % _eventsUrls.Count];
        }

        var delivery = new Delivery
        {
            Kind = kind,
            Url = url,
            Body = body,
            ContentType = contentType,
            Headers = headers,
            At = _workspace.Time.GetUtcNow(),
        };
        delivery = await PostAsync(client, delivery, cancellationToken);
        _workspace.Mutate(() => _deliveries = _deliveries.Add(delivery));
        return delivery;
    }

    private async Task<Delivery> PostAsync(HttpClient client, Delivery delivery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ReadOnlyMemoryContent(delivery.Body) };

        // Bare: Slack adds no charset to a form, and there are receivers that compare the whole value.
        request.Content.Headers.TryAddWithoutValidation("Content-Type", delivery.ContentType);
        foreach (var (name, value) in delivery.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var patience = new CancellationTokenSource(Patience, _workspace.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var start = _workspace.Time.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            var reply = await response.Content.ReadAsStringAsync(either.Token);
            var answered = delivery with
            {
                StatusCode = (int)response.StatusCode,
                ReplyBody = reply,
                ReplyContentType = response.Content.Headers.ContentType?.MediaType,
                Elapsed = _workspace.Time.GetElapsedTime(start),
            };
            return answered.Acknowledged ? answered : answered with { Problem = $"The app answered with HTTP {answered.StatusCode}." };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return delivery with { TimedOut = true, Elapsed = _workspace.Time.GetElapsedTime(start), Problem = "operation_timeout" };
        }
        catch (HttpRequestException exception)
        {
            return delivery with { Elapsed = _workspace.Time.GetElapsedTime(start), Problem = "dispatch_failed: " + exception.Message };
        }
    }
}
