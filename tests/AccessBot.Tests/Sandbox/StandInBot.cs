using System.Globalization;
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
/// Stands in for the bot where the page is tested and not the bot: one modal with every kind of field, one message with
/// buttons, one role added and removed. It has no rules and checks no signature.
/// </summary>
internal sealed class StandInBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxServer _sandbox;
    private readonly HttpClient _slack = new();
    private readonly HttpClient _oneLogin = new();

    private StandInBot(WebApplication app, SandboxServer sandbox)
    {
        _app = app;
        _sandbox = sandbox;
        _slack.BaseAddress = sandbox.SlackApiUrl;
        _slack.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Slack.Settings.BotToken);
        _oneLogin.BaseAddress = new Uri(sandbox.OneLoginUrl.AbsoluteUri + "/");
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
        _oneLogin.Dispose();
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
        var values = payload["view"]!["state"]!["values"]!;
        var reason = values["reason"]!["text"]!["value"]?.GetValue<string>() ?? "";
        if (reason.Length < 10)
        {
            return Results.Text("""{"response_action":"errors","errors":{"reason":"Say it in at least 10 characters."}}""", "application/json");
        }

        var person = payload["user"]!["id"]!.GetValue<string>();
        await PostAsync(Cast.AccessRequests, person, reason.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal));
        return Results.Ok();
    }

    private Task PostAsync(string channel, string person, string reason) => CallAsync("chat.postMessage", new JsonObject
    {
        ["channel"] = channel,
        ["text"] = "A request",
        ["blocks"] = new JsonArray(
            Section($"<@{person}> asks for *Production Admin* for _30 seconds_\n> {reason}"),
            new JsonObject
            {
                ["type"] = "section",
                ["fields"] = new JsonArray(Markdown("*Target*\n`production-admin`"), Markdown("*Approvers*\n<!subteam^S0SRE>")),
            },
            new JsonObject
            {
                ["type"] = "actions",
                ["block_id"] = person,
                ["elements"] = new JsonArray(
                    new JsonObject { ["type"] = "button", ["action_id"] = "approve", ["style"] = "primary", ["value"] = "1", ["text"] = Plain("Approve") },
                    new JsonObject
                    {
                        ["type"] = "button",
                        ["action_id"] = "deny",
                        ["style"] = "danger",
                        ["value"] = "1",
                        ["text"] = Plain("Deny"),
                        ["confirm"] = new JsonObject { ["title"] = Plain("Deny it?"), ["text"] = Plain("They are told."), ["confirm"] = Plain("Deny"), ["deny"] = Plain("Back") },
                    }),
            },
            new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Markdown("Request 1 · <https://example.org/1|policy>")) }),
    });

    private async Task ClickedAsync(JsonNode payload)
    {
        var action = payload["actions"]![0]!;
        var requester = action["block_id"]!.GetValue<string>();
        var by = payload["user"]!["id"]!.GetValue<string>();
        switch (action["action_id"]!.GetValue<string>())
        {
            case "flow":
                var view = payload["view"]!;
                await CallAsync("views.update", new JsonObject { ["view_id"] = view["id"]!.GetValue<string>(), ["view"] = Modal("For *" + action["selected_option"]!["value"]!.GetValue<string>() + "*") });
                break;
            case "approve" when by == requester:
                await CallAsync("chat.postEphemeral", new JsonObject { ["channel"] = Cast.AccessRequests, ["user"] = by, ["text"] = "Nobody decides on their own request." });
                break;
            case "approve":
                await SetRoleAsync(HttpMethod.Post, requester);
                var end = _sandbox.Time.GetUtcNow().AddSeconds(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                await UpdateAsync(payload, $"<@{requester}> has *Production Admin* until <!date^{end}^{{date_short_pretty}} at {{time}}|soon>. Approved by <@{by}>.");
                await CallAsync("chat.postMessage", new JsonObject { ["channel"] = requester, ["text"] = $"You have *Production Admin* until <!date^{end}^{{time_secs}}|soon> :key:" });
                break;
            default:
                await UpdateAsync(payload, $"Denied by <@{by}>.");
                break;
        }
    }

    private Task UpdateAsync(JsonNode payload, string text) => CallAsync("chat.update", new JsonObject
    {
        ["channel"] = payload["channel"]!["id"]!.GetValue<string>(),
        ["ts"] = payload["container"]!["message_ts"]!.GetValue<string>(),
        ["text"] = text,
        ["blocks"] = new JsonArray(Section(text)),
    });

    private async Task SetRoleAsync(HttpMethod method, string person)
    {
        using var token = new HttpRequestMessage(HttpMethod.Post, "auth/oauth2/v2/token") { Content = JsonContent.Create(new { grant_type = "client_credentials" }) };
        token.Headers.TryAddWithoutValidation("Authorization", $"client_id:{_sandbox.Credential.ClientId}, client_secret:{_sandbox.Credential.ClientSecret}");
        using var issued = await _oneLogin.SendAsync(token);
        var bearer = JsonNode.Parse(await issued.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
        using var change = new HttpRequestMessage(method, $"api/2/roles/{Cast.ProductionAdmin}/users")
        {
            Content = JsonContent.Create(new[] { Cast.All.Single(m => m.SlackId == person).OneLoginId }),
        };
        change.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var changed = await _oneLogin.SendAsync(change);
        changed.EnsureSuccessStatusCode();
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
