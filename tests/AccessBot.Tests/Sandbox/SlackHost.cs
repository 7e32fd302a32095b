using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Sandbox;

// A workspace on a loopback socket, and beside it a bot that answers whatever a test tells it to.
public abstract class SlackHost : IAsyncLifetime
{
    protected const string General = "C0GENERAL";
    protected const string Ana = "U0ANA";
    protected const string Ben = "U0BEN";

    private readonly WebApplication _app;
    private HttpClient? _client;

    protected SlackHost()
    {
        Workspace = new(Time);
        Workspace.Add(new SlackPerson(Ana, "ana", "Ana Almeida", "ana@acme.test"));
        Workspace.Add(new SlackPerson(Ben, "ben", "Ben Bakker", "ben@acme.test"));
        Workspace.Add(new SlackChannel(General, "general") { Members = [Workspace.Settings.BotUserId, Ana, Ben] });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapSlack(Workspace);
        _app.MapPost("/bot", AnswerAsync);
    }

    protected FakeTimeProvider Time { get; } = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    protected SlackWorkspace Workspace { get; }

    protected HttpClient Client => _client!;

    protected SlackDesktop AsAna => Workspace.As(Ana);

    // What the bot got, and what it says to it.
    protected ConcurrentQueue<(string Body, Dictionary<string, StringValues> Headers)> Received { get; } = new();

    protected Func<HttpContext, Task> Reply { get; set; } = _ => Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        var address = new Uri(_app.Urls.Single() + "/");
        _client = new() { BaseAddress = new(address, "slack/api/") };
        _client.DefaultRequestHeaders.Authorization = new("Bearer", Workspace.Settings.BotToken);
        Workspace.ConnectTo(new(address, "bot"));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _client?.Dispose();
        await _app.DisposeAsync();
    }

    protected static JsonNode Section(string text) =>
        new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text } };

    protected static JsonObject Button(string actionId, string value) => new()
    {
        ["type"] = "button",
        ["action_id"] = actionId,
        ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Approve" },
        ["value"] = value,
    };

    protected static JsonArray Buttons(params JsonObject[] buttons) =>
        [new JsonObject { ["type"] = "actions", ["block_id"] = "decide", ["elements"] = new JsonArray([.. buttons]) }];

    protected static JsonObject Input(string blockId, JsonObject element, bool optional = false)
    {
        element["action_id"] ??= "it";
        return new()
        {
            ["type"] = "input",
            ["block_id"] = blockId,
            ["label"] = new JsonObject { ["type"] = "plain_text", ["text"] = blockId },
            ["optional"] = optional,
            ["element"] = element,
        };
    }

    protected static JsonObject Option(string value) =>
        new() { ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = value.ToUpperInvariant() }, ["value"] = value };

    protected static JsonObject Modal(params JsonNode[] blocks) => new()
    {
        ["type"] = "modal",
        ["callback_id"] = "ask",
        ["title"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Ask" },
        ["submit"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Send" },
        ["blocks"] = new JsonArray([.. blocks]),
    };

    protected async Task<JsonElement> CallAsync(string method, JsonObject arguments)
    {
        using var content = new StringContent(arguments.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(method, content);
        return await ReadAsync(response);
    }

    protected static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    protected async Task<SlackMessage> PostAsync(JsonArray blocks, string channel = General)
    {
        var answer = await CallAsync("chat.postMessage", new() { ["channel"] = channel, ["text"] = "A request", ["blocks"] = blocks });
        Assert.True(answer.GetProperty("ok").GetBoolean(), answer.GetRawText());
        return Workspace.Messages(answer.GetProperty("channel").GetString()!)[^1];
    }

    // Opens a modal the only way there is: with the trigger of something that a person did.
    protected async Task<JsonElement> OpenAsync(JsonObject view) =>
        await CallAsync("views.open", new() { ["trigger_id"] = await TriggerAsync(), ["view"] = view });

    protected async Task<string> TriggerAsync()
    {
        var before = Reply;
        Reply = _ => Task.CompletedTask;
        var delivery = await AsAna.CommandAsync("/access");
        Reply = before;
        return Field(delivery, "trigger_id");
    }

    protected static string Field(Delivery delivery, string name) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Encoding.UTF8.GetString(delivery.Body.Span))[name].ToString();

    protected static JsonElement Payload(Delivery delivery)
    {
        using var document = JsonDocument.Parse(Field(delivery, "payload"));
        return document.RootElement.Clone();
    }

    protected void ReplyWith(JsonObject json) => Reply = context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString());
    };

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);

        // A copy: the server empties its own collection for the next request.
        var headers = new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase);
        Received.Enqueue((await reader.ReadToEndAsync(), headers));
        await Reply(context);
    }
}
