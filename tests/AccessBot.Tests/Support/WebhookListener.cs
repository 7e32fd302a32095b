using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Support;

/// <summary>Somebody's service that takes requests by webhook, on loopback: it keeps what it is sent and answers as it is told.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    /// <summary>A path that is a secret, as those of many services are.</summary>
    public const string SecretPath = "/in/hush-hush";

    private readonly WebApplication app;

    private WebhookListener(WebApplication app) => this.app = app;

    /// <summary>What came, oldest first.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, string Body)> Received { get; } = [];

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 204;

    public Uri Address => new(new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()), SecretPath);

    /// <summary>The last that came, as JSON.</summary>
    public JsonElement Last => JsonDocument.Parse(Received.Last().Body).RootElement;

    public static async Task<WebhookListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var listener = new WebhookListener(builder.Build());
        listener.app.Run(listener.TakeAsync);
        await listener.app.StartAsync();
        return listener;
    }

    /// <summary>The signature that a body must have, computed anew.</summary>
    public static string Signature(string key, string timestamp, string body)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(key));
        return "v1=" + string.Concat(hmac.ComputeHash(Encoding.UTF8.GetBytes($"v1:{timestamp}:{body}")).Select(b => $"{b:x2}"));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Received.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync()));
        context.Response.StatusCode = Status;
        if (Status is 302 or 307)
        {
            context.Response.Headers.Location = "/elsewhere";
        }
    }
}
