using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AccessBot.Slack;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Receiving;

/// <summary>The Slack part of the program in memory, with all that it is composed of but the conversation, the database and Slack.</summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    public const string Team = "T0ACME";

    private readonly WebApplication _app;

    private FrontDoor(WebApplication app, WatchedClock clock, InMemoryInbox inbox, ScriptedConversation conversation, LogBook log, RecordedSlack slack)
    {
        _app = app;
        Clock = clock;
        Inbox = inbox;
        Conversation = conversation;
        Log = log;
        Slack = slack;
        Client = app.GetTestClient();
    }

    public WatchedClock Clock { get; }

    public InMemoryInbox Inbox { get; }

    public ScriptedConversation Conversation { get; }

    public LogBook Log { get; }

    /// <summary>What was said to people.</summary>
    public RecordedSlack Slack { get; }

    public HttpClient Client { get; }

    public static Task<FrontDoor> OpenAsync(params (string Key, string? Value)[] settings) => OpenAsync(_ => { }, settings);

    /// <param name="before">Done before the worker starts.</param>
    /// <param name="settings">Beside or instead of the usual ones.</param>
    public static async Task<FrontDoor> OpenAsync(Action<InMemoryInbox> before, params (string Key, string? Value)[] settings)
    {
        var clock = new WatchedClock();
        var inbox = new InMemoryInbox(clock);
        var conversation = new ScriptedConversation();
        var log = new LogBook();
        var slack = new RecordedSlack();
        before(inbox);

        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Slack:WorkspaceId"] = Team,
            ["Slack:BotToken"] = "xoxb-test",
            ["Slack:SigningSecret"] = Secret,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSlack();
        builder.Services.AddHttpClient(SlackHttp.Client).ConfigurePrimaryHttpMessageHandler(() => slack);
        builder.Services.AddSingleton<IInbox>(inbox);
        builder.Services.AddSingleton<IConversation>(conversation);

        var app = builder.Build();
        app.MapSlackEvents();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FrontDoor(app, clock, inbox, conversation, log, slack);
    }

    public static byte[] Form(params (string Name, string Value)[] fields) =>
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}")));

    public static string Sign(byte[] body, long timestamp, string secret = Secret)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"v0:{timestamp}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public Task<HttpResponseMessage> PostCommandAsync(string text = "", string trigger = "1.2.3", string team = Team) =>
        PostAsync(Samples.Command(text, trigger, team));

    public Task<HttpResponseMessage> PostInteractionAsync(string json) => PostAsync(Form(("payload", json)));

    public Task<HttpResponseMessage> PostJsonAsync(string json) => PostAsync(Encoding.UTF8.GetBytes(json), "application/json");

    /// <summary>Posts something that Slack signed just now.</summary>
    public Task<HttpResponseMessage> PostAsync(
        byte[] body, string contentType = "application/x-www-form-urlencoded", Action<HttpRequestHeaders>? change = null) =>
        SendAsync(body, contentType, headers =>
        {
            var timestamp = Clock.GetUtcNow().ToUnixTimeSeconds();
            headers.Add("X-Slack-Request-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            headers.Add("X-Slack-Signature", Sign(body, timestamp));
            change?.Invoke(headers);
        });

    /// <summary>Posts with whatever headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(byte[] body, string contentType, Action<HttpRequestHeaders> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/events") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        headers(request.Headers);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);
}
