using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Sandbox.Slack;

// The way of one call: faults, token, scope, limits, then the method, all of it under the workspace's lock.
internal sealed class WebApi(SlackWorkspace workspace)
{
    private const string ResponseUrl = "response_url";

    private static readonly FrozenDictionary<string, SlackMethod> Methods =
        ((IEnumerable<SlackMethod>)[.. ChatMethods.All, .. ConversationMethods.All, .. UserMethods.All, .. ViewMethods.All, .. ConnectionMethods.All])
        .ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);

    private readonly MessageRate _rate = new(workspace);

    public async Task AnswerAsync(HttpContext context, string name)
    {
        Arguments? arguments = null;
        SlackApiException? unreadable = null;
        try
        {
            arguments = await Arguments.ReadAsync(context.Request);
        }
        catch (SlackApiException exception)
        {
            unreadable = exception;
        }

        await AnswerAsync(context, name, arguments?.All, () =>
        {
            var method = Allowed(context, name);
            var given = arguments ?? throw unreadable!;
            _rate.Take(method.Name, given);
            var answer = method.Run(workspace, given);
            if (given.Warning is { } warning)
            {
                answer["warning"] = warning;
            }

            return answer;
        });
    }

    public async Task AnswerResponseUrlAsync(HttpContext context, string id)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        JsonElement json = default;
        try
        {
            json = Json.Parse(body);
        }
        catch (JsonException)
        {
            // Left undefined, which ResponseUrls refuses in its turn.
        }

        await AnswerAsync(context, ResponseUrl, json.ValueKind == JsonValueKind.Undefined ? null : json, () =>
        {
            workspace.ResponseUrls.Use(id, json);
            return [];
        });
    }

    private static JsonObject Refusal(SlackApiException exception)
    {
        var refusal = new JsonObject { ["ok"] = false, ["error"] = exception.Error };
        if (exception.Errors.Count > 0)
        {
            refusal["errors"] = new JsonArray([.. exception.Errors.Select(error => (JsonNode)error)]);
        }

        if (exception.Messages.Count > 0)
        {
            refusal["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. exception.Messages.Select(message => (JsonNode)message)]) };
        }

        return refusal;
    }

    // The Web API refuses with 200; the address of a response_url is itself what is refused.
    private static int StatusOf(string name, SlackApiException exception) => exception switch
    {
        { RetryAfterSeconds: not null } => StatusCodes.Status429TooManyRequests,
        { Error: "invalid_http_method" } => StatusCodes.Status405MethodNotAllowed,
        { Error: "expired_url" or "used_url" } => StatusCodes.Status404NotFound,
        _ when name == ResponseUrl => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status200OK,
    };

    private async Task AnswerAsync(HttpContext context, string name, JsonElement? arguments, Func<JsonObject> run)
    {
        var call = new SlackCall(name, workspace.Time.GetUtcNow(), StatusCodes.Status200OK, null, arguments ?? Json.Parse("{}"));
        var (delay, fault) = workspace.Faults.Take(name);
        if (delay > TimeSpan.Zero)
        {
            // Slack does what it was asked even if the caller has given up waiting; only the end of the host ends this.
            var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await workspace.Faults.HoldAsync(Task.Delay(delay, workspace.Time, stopping));
        }

        if (fault is { Kind: FaultKind.DropBefore })
        {
            workspace.CallLog.Add(call with { Status = 0, Error = "dropped_before" });
            context.Abort();
            return;
        }

        if (fault is { Kind: FaultKind.Status })
        {
            workspace.CallLog.Add(call with { Status = fault.Status, Error = string.Create(CultureInfo.InvariantCulture, $"http_{fault.Status}") });
            var isLimit = fault.Status == StatusCodes.Status429TooManyRequests;
            await WriteAsync(
                context,
                fault.Status,
                isLimit ? fault.RetryAfterSeconds : null,
                isLimit ? new() { ["ok"] = false, ["error"] = "ratelimited" } : null);
            return;
        }

        var (answer, refused) = Attempt(() => fault is { Kind: FaultKind.Refuse } ? throw new SlackApiException(fault.Error) : run());
        if (fault is { Kind: FaultKind.DropAfter })
        {
            workspace.CallLog.Add(call with { Status = 0, Error = refused?.Error ?? "dropped_after" });
            context.Abort();
            return;
        }

        var status = refused is null ? StatusCodes.Status200OK : StatusOf(name, refused);
        workspace.CallLog.Add(call with { Status = status, Error = refused?.Error });
        await WriteAsync(context, status, refused?.RetryAfterSeconds, answer);
    }

    private (JsonObject Answer, SlackApiException? Refused) Attempt(Func<JsonObject> run)
    {
        lock (workspace.Gate)
        {
            try
            {
                var answer = run();
                answer["ok"] = true;
                return (answer, null);
            }
            catch (SlackApiException exception)
            {
                var refusal = Refusal(exception);
                if (exception.Needed is { } needed)
                {
                    refusal["needed"] = needed;
                    refusal["provided"] = string.Join(',', workspace.Settings.Scopes.Order(StringComparer.Ordinal));
                }

                return (refusal, exception);
            }
        }
    }

    private SlackMethod Allowed(HttpContext context, string name)
    {
        if (!Methods.TryGetValue(name, out var method))
        {
            throw new SlackApiException("unknown_method");
        }

        if (HttpMethods.IsGet(context.Request.Method) && !method.IsRead)
        {
            throw new SlackApiException("invalid_http_method");
        }

        const string Bearer = "Bearer ";
        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            throw new SlackApiException("not_authed");
        }

        RequireToken(method, authorization[Bearer.Length..].Trim());
        if (method.ForApp)
        {
            return method;
        }

        context.Response.Headers["X-OAuth-Scopes"] = string.Join(',', workspace.Settings.Scopes.Order(StringComparer.Ordinal));
        if (method.Scopes.Length > 0 && !method.Scopes.Any(workspace.Settings.Scopes.Contains))
        {
            throw new SlackApiException("missing_scope") { Needed = string.Join(',', method.Scopes) };
        }

        return method;
    }

    private void RequireToken(SlackMethod method, string token)
    {
        var settings = workspace.Settings;
        if (token == (method.ForApp ? settings.AppToken : settings.BotToken))
        {
            return;
        }

        // The kind of a token shows in its beginning, also where Slack doesn't know it.
        throw new SlackApiException(token.StartsWith(method.ForApp ? "xoxb-" : "xapp-", StringComparison.Ordinal) ? "not_allowed_token_type" : "invalid_auth");
    }

    private async Task WriteAsync(HttpContext context, int status, int? retryAfterSeconds, JsonObject? answer)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Date = (workspace.Time.GetUtcNow() + workspace.Settings.ClockAhead).ToString("R", CultureInfo.InvariantCulture);
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        // What stands in front of a broken Slack answers with a page.
        context.Response.ContentType = answer is null ? "text/html" : "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "<html><body>Something went wrong.</body></html>", context.RequestAborted);
    }
}
