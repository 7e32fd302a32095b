using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.Extensions.Options;

namespace AccessBot.Webhooks;

/// <summary>Posts requests to webhooks, signed where there is a key.</summary>
/// <remarks>
/// The signature is made as Slack makes its own, so that whoever verifies those knows how: <c>v1=</c> and the HMAC-SHA256, in
/// hexadecimal, over <c>v1:TIMESTAMP:BODY</c>.
/// </remarks>
internal sealed class Webhook(IHttpClientFactory clients, IOptionsMonitor<WebhookOptions> options, TimeProvider clock) : IWebhook
{
    public const string Client = "webhooks";
    public const string DeliveryHeader = "X-AccessBot-Delivery";
    public const string TimestampHeader = "X-AccessBot-Timestamp";
    public const string SignatureHeader = "X-AccessBot-Signature";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public byte[] Write(Request request) => WebhookDocument.Of(request);

    public async Task PostAsync(Uri address, string delivery, byte[] document, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(document) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json, "utf-8");
        message.Headers.Add(DeliveryHeader, delivery);
        Sign(message, document);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            using var client = clients.CreateClient(Client);

            // What it has to say beyond that is nobody's business, and may be endless.
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw new WebhookException($"it answered {((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)}", IsFinal(answer.StatusCode));
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new WebhookException("it did not answer in time", isFinal: false, e);
        }
        catch (HttpRequestException e)
        {
            throw new WebhookException("it could not be reached", isFinal: false, e);
        }
    }

    private static bool IsFinal(HttpStatusCode status) =>
        (int)status < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private void Sign(HttpRequestMessage message, byte[] document)
    {
        if (options.CurrentValue.SigningSecret is not { Length: > 0 } key)
        {
            return;
        }

        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v1:{time}:"), .. document];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed);
        message.Headers.Add(TimestampHeader, time);
        message.Headers.Add(SignatureHeader, $"v1={Convert.ToHexStringLower(signature)}");
    }
}
