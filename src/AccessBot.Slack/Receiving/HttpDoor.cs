using System.Globalization;
using System.Net.Mime;
using AccessBot.Core.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AccessBot.Slack.Receiving;

/// <summary>The door for Slack's HTTP requests: nothing is believed, or even read, before its signature is.</summary>
/// <remarks>https://docs.slack.dev/apis/events-api/using-http-request-urls, https://docs.slack.dev/interactivity/implementing-slash-commands</remarks>
internal sealed partial class HttpDoor(
    SlackDispatcher dispatcher, IOptionsMonitor<SlackOptions> options, ICredentialKeeper keeper, TimeProvider clock, ILogger<HttpDoor> logger)
{
    // A view is at most 250 KB, and encoding can double it.
    private const int MostBytes = 512 * 1024;
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly string[] Credential = [$"{SlackOptions.Section}:{nameof(SlackOptions.SigningSecret)}"];

    // Of Slack's three seconds, before the dispatcher's own budgets; and nobody who sends rubbish is held for longer.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    public async Task HandleAsync(HttpContext http)
    {
        var reply = await ReplyAsync(http.Request);
        http.Response.StatusCode = reply.Status;
        if (reply.ContentType is not null)
        {
            http.Response.ContentType = reply.ContentType;
            await http.Response.WriteAsync(reply.Body, http.RequestAborted);
        }
    }

    private async Task<SlackReply> ReplyAsync(HttpRequest request)
    {
        var kind = ContentKind(request.ContentType);
        if (kind is null)
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "its content type is neither a form nor JSON");

        var (body, refusal) = await ReadAsync(request);
        if (refusal is not null)
            return refusal;

        var isForm = string.Equals(kind, Form, StringComparison.OrdinalIgnoreCase);
        if (isForm && IsSslCheck(body))
            return SlackReply.Ok;

        if (!await IsSignedAsync(request, body))
            return Refuse(StatusCodes.Status401Unauthorized, "it is not signed by Slack, or not lately; is Slack:SigningSecret the app's?");

        LogRetry(request);
        return await DispatchAsync(isForm, body);
    }

    private async Task<SlackReply> DispatchAsync(bool isForm, ReadOnlyMemory<byte> body)
    {
        SlackPayload payload;
        string text;
        try
        {
            text = SlackForm.Text(body.Span);
            var form = isForm ? SlackForm.Read(body.Span) : null;
            if (form is null)
                payload = PayloadReader.Json(text);
            else if (form.TryGetValue("payload", out var json))
                payload = PayloadReader.Json(text = json);
            else
                payload = PayloadReader.Command(form);
        }
        catch (UnreadablePayloadException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, e.Message);
        }

        return await dispatcher.DispatchAsync(payload, text);
    }

    // Slack sends this of a certificate check, unsigned. Whatever else is in it is not looked at: believing such a request
    // has been a hole in several libraries.
    private static bool IsSslCheck(ReadOnlyMemory<byte> body)
    {
        try
        {
            return SlackForm.Read(body.Span).TryGetValue("ssl_check", out var check) && check is "1";
        }
        catch (UnreadablePayloadException)
        {
            return false;
        }
    }

    private async Task<bool> IsSignedAsync(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var timestamp = request.Headers[SlackSignature.TimestampHeader];
        var signature = request.Headers[SlackSignature.Header];
        var secret = Secret();
        if (IsGoodBy(secret))
            return true;

        if (!SlackSignature.MayBeGood(timestamp, signature, clock.GetUtcNow()))
            return false;

        // The secret may have been rotated. Anybody can have it looked for by a wrong signature, which is why the keeper does so seldom.
        await keeper.ReadAgainAsync(Credential, LongestLook, request.HttpContext.RequestAborted);
        var now = Secret();
        return !string.Equals(now, secret, StringComparison.Ordinal) && IsGoodBy(now);

        bool IsGoodBy(string? by) => by is not null && SlackSignature.IsGood(by, timestamp, signature, body.Span, clock.GetUtcNow());
    }

    private string? Secret()
    {
        try
        {
            return options.CurrentValue.SigningSecret;
        }
        catch (OptionsValidationException e)
        {
            // The settings were changed while running, to something that would not have let it start.
            Log.NoSettings(logger, e);
            return null;
        }
    }

    private static string? ContentKind(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;

        var isKnown = type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase);
        var isUtf8 = !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

        return isKnown && isUtf8 ? type.MediaType.ToString() : null;
    }

    private async Task<(ReadOnlyMemory<byte> Body, SlackReply? Refusal)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > MostBytes)
            return (default, TooLarge());

        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
            {
                if (buffer.Length + read > MostBytes)
                    return (default, TooLarge());

                buffer.Write(chunk, 0, read);
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            return (default, Refuse(StatusCodes.Status400BadRequest, "its body did not arrive whole"));
        }

        return (buffer.GetBuffer().AsMemory(0, (int)buffer.Length), null);
    }

    private SlackReply TooLarge() => Refuse(StatusCodes.Status413PayloadTooLarge, "it is too large");

    private SlackReply Refuse(int status, string why)
    {
        Log.Refused(logger, status, why);
        return new SlackReply(status);
    }

    private void LogRetry(HttpRequest request)
    {
        if (int.TryParse(request.Headers["X-Slack-Retry-Num"], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            Log.Retry(logger, number, request.Headers["X-Slack-Retry-Reason"].ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A request to Slack's endpoint was refused with {Status}: {Why}.")]
        public static partial void Refused(ILogger logger, int status, string why);

        [LoggerMessage(LogLevel.Error, "Slack's requests are refused: the settings are not valid any more.")]
        public static partial void NoSettings(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "Slack sends something for the {Number}. time again ({Reason}).")]
        public static partial void Retry(ILogger logger, int number, string reason);
    }
}
