using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Sandbox.Slack;

// The arguments of one call, from a JSON body, a form, or the query of a GET.
internal sealed class Arguments
{
    private Arguments(JsonElement all) => All = all;

    public JsonElement All { get; }

    /// <summary>A remark that Slack makes in an answer that is otherwise fine.</summary>
    public string? Warning { get; private init; }

    public static async Task<Arguments> ReadAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return new(Fields(request.Query.Select(field => (field.Key, field.Value.ToString()))));
        }

        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return new(Fields(form.Select(field => (field.Key, field.Value.ToString()))));
        }

        if (!request.HasJsonContentType())
        {
            return request.ContentLength is null or 0 ? new(Fields([])) : throw new SlackApiException("invalid_post_type");
        }

        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        try
        {
            var json = Json.Parse(body);
            return json.ValueKind == JsonValueKind.Object
                ? new(json) { Warning = request.ContentType!.Contains("charset", StringComparison.OrdinalIgnoreCase) ? null : "missing_charset" }
                : throw new SlackApiException("json_not_object");
        }
        catch (JsonException)
        {
            throw new SlackApiException("invalid_json");
        }
    }

    public JsonElement? Part(string name) => All.Part(name);

    public bool Has(string name) => All.Part(name) is not null;

    public string? Text(string name) => All.Part(name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => null,
    };

    public string Required(string name) =>
        Text(name) ?? throw new SlackApiException("invalid_arguments") { Messages = [$"[ERROR] missing required field: {name}"] };

    /// <summary>A number from 1 up to a limit that is not reached.</summary>
    public int Limit(string name, int fallback, int below)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit < below
            ? limit
            : throw new SlackApiException("invalid_limit");
    }

    /// <summary>An object or array, which a form carries as text.</summary>
    public JsonElement? Structure(string name, string errorOtherwise)
    {
        try
        {
            var part = Part(name) is { ValueKind: JsonValueKind.String } text ? Json.Parse(text.GetString()!) : Part(name);
            return part is null or { ValueKind: JsonValueKind.Object or JsonValueKind.Array } ? part : throw new SlackApiException(errorOtherwise);
        }
        catch (JsonException)
        {
            throw new SlackApiException(errorOtherwise);
        }
    }

    private static JsonElement Fields(IEnumerable<(string Name, string Value)> fields)
    {
        var all = new JsonObject();
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        return all.ToElement();
    }
}
