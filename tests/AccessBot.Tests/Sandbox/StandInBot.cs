using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AccessBot.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Sandbox;

/// <summary>
/// Stands in for the bot where the page is to show what AccessBot has no use for: a modal with every kind of field, and
/// messages with every kind of text. It has no rules and checks no signature.
/// </summary>
internal sealed class StandInBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _slack = new();

    private StandInBot(WebApplication app, SandboxServer sandbox)
    {
        _app = app;
        _slack.BaseAddress = sandbox.SlackApiUrl;
        _slack.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Slack.Settings.BotToken);
    }

    public static async Task<StandInBot> StartAsync(SandboxServer sandbox)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var bot = new StandInBot(app, sandbox);
        app.MapPost("/slack/events", (Delegate)bot.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        sandbox.Slack.ConnectTo(new Uri(app.Urls.First() + "/slack/events"));
        return bot;
    }

    public async ValueTask DisposeAsync()
    {
        _slack.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var form = QueryHelpers.ParseQuery(await reader.ReadToEndAsync());
        if (form.ContainsKey("command"))
        {
            await CallAsync("views.open", new JsonObject { ["trigger_id"] = form["trigger_id"].ToString(), ["view"] = Modal(note: "Pick what you need.") });
            return Results.Ok();
        }

        var payload = JsonNode.Parse(form["payload"].ToString())!;
        switch (payload["type"]!.GetValue<string>())
        {
            case "view_submission":
                return await SubmittedAsync(payload);
            case "block_suggestion":
                return Results.Text("""{"options":[{"text":{"type":"plain_text","text":"INC-1 Disk full"},"value":"INC-1"},{"text":{"type":"plain_text","text":"INC-2 Slow"},"value":"INC-2"}]}""", "application/json");
            default:
                await ClickedAsync(payload);
                return Results.Ok();
        }
    }

    private async Task<IResult> SubmittedAsync(JsonNode payload)
    {
        var person = payload["user"]!["id"]!.GetValue<string>();
        var ticket = payload["view"]!["state"]!["values"]!["ticket"]!["find"]!["selected_option"]!["value"]!.GetValue<string>();
        await CallAsync("chat.postMessage", new JsonObject
        {
            ["channel"] = Cast.AccessRequests,
            ["text"] = "A request",
            ["blocks"] = new JsonArray(
                Section($"<@{person}> asks for *Production Admin* for _30 seconds_"),
                new JsonObject
                {
                    ["type"] = "section",
                    ["fields"] = new JsonArray(Markdown($"*Ticket*\n`{ticket}`"), Markdown("*Approvers*\n<!subteam^S0SRE>")),
                },
                new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Markdown("Request 1 · <https://example.org/1|policy>")) }),
        });
        await CallAsync("chat.postMessage", new JsonObject { ["channel"] = person, ["text"] = "You will have *Production Admin* soon :key:" });
        return Results.Ok();
    }

    private Task ClickedAsync(JsonNode payload)
    {
        var note = "For *" + payload["actions"]![0]!["selected_option"]!["value"]!.GetValue<string>() + "*";
        return CallAsync("views.update", new JsonObject { ["view_id"] = payload["view"]!["id"]!.GetValue<string>(), ["view"] = Modal(note) });
    }

    private async Task CallAsync(string method, JsonObject body)
    {
        using var response = await _slack.PostAsync(method, JsonContent.Create(body));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        if (!answer["ok"]!.GetValue<bool>())
        {
            throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
        }
    }

    private static JsonObject Modal(string note) => new()
    {
        ["type"] = "modal",
        ["callback_id"] = "ask",
        ["title"] = Plain("Ask for access"),
        ["submit"] = Plain("Ask"),
        ["close"] = Plain("Cancel"),
        ["blocks"] = new JsonArray(
            Input("flow", "Access", new JsonObject { ["type"] = "static_select", ["action_id"] = "flow", ["options"] = new JsonArray(Option("Production access", "production"), Option("Customer data", "customer-data")) }, dispatch: true),
            Section(note),
            Input("duration", "For how long", new JsonObject { ["type"] = "static_select", ["action_id"] = "pick", ["options"] = new JsonArray(Option("30 seconds", "30s"), Option("1 hour", "1h")), ["initial_option"] = Option("30 seconds", "30s") }),
            Input("reason", "Reason", new JsonObject { ["type"] = "plain_text_input", ["action_id"] = "text", ["multiline"] = true, ["placeholder"] = Plain("What for?") }, hint: "Approvers read this."),
            Input("ticket", "Ticket", new JsonObject { ["type"] = "external_select", ["action_id"] = "find", ["min_query_length"] = 1 }, optional: true),
            Input("also", "Also", new JsonObject { ["type"] = "checkboxes", ["action_id"] = "ticks", ["options"] = new JsonArray(Option("Tell my manager", "manager")) }, optional: true),
            Input("stand-by", "Stand-by", new JsonObject { ["type"] = "users_select", ["action_id"] = "user" }, optional: true)),
    };

    private static JsonObject Input(string block, string label, JsonObject element, bool dispatch = false, bool optional = false, string? hint = null)
    {
        var input = new JsonObject { ["type"] = "input", ["block_id"] = block, ["label"] = Plain(label), ["element"] = element, ["dispatch_action"] = dispatch, ["optional"] = optional };
        if (hint is not null)
        {
            input["hint"] = Plain(hint);
        }

        return input;
    }

    private static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = Markdown(text) };

    private static JsonObject Markdown(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text };

    private static JsonObject Option(string text, string value) => new() { ["text"] = Plain(text), ["value"] = value };
}
