using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>A call, read to the end and taken out of ASP.NET Core, so that it can be answered in one synchronous step.</summary>
internal sealed record OneLoginRequest(string Method, string Path, IQueryCollection Query, string Authorization, string Body)
{
    /// <summary>The address of the tenant, by which it was reached.</summary>
    public string Root { get; init; } = "";

    public string[] Segments => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Both spellings that OneLogin's pages show, <c>bearer TOKEN</c> and <c>bearer:TOKEN</c>.</summary>
    public string? Bearer =>
        Authorization.StartsWith("bearer ", StringComparison.OrdinalIgnoreCase) || Authorization.StartsWith("bearer:", StringComparison.OrdinalIgnoreCase)
            ? Authorization["bearer ".Length..].Trim()
            : null;

    public static async Task<OneLoginRequest> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        return new OneLoginRequest(request.Method, request.Path.Value![OneLoginEndpoints.Prefix.Length..], request.Query, request.Headers.Authorization.ToString(), body)
        {
            Root = $"{request.Scheme}://{request.Host}{OneLoginEndpoints.Prefix}",
        };
    }

    public JsonNode? Json()
    {
        try
        {
            return string.IsNullOrWhiteSpace(Body) ? null : JsonNode.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Ids in an array, numbers or digits in strings, both of which OneLogin takes; null when it is anything else.</summary>
    public static IReadOnlyList<long>? IdsIn(JsonNode? node)
    {
        if (node is not JsonArray array)
        {
            return null;
        }

        var ids = new List<long>();
        foreach (var item in array)
        {
            if (!long.TryParse(item?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return null;
            }

            ids.Add(id);
        }

        return ids;
    }

    /// <summary>The three ways in which a client may present itself to the token endpoint.</summary>
    public (string ClientId, string ClientSecret)? Credentials()
    {
        const string Id = "client_id:";
        const string Secret = "client_secret:";
        if (AuthenticationHeaderValue.TryParse(Authorization, out var header) && string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[header.Parameter?.Length ?? 0];
            var text = Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
            return text.Split(':', 2) is [var id, var secret] ? (id, secret) : null;
        }

        if (Authorization.Split(',', 2, StringSplitOptions.TrimEntries) is [var first, var second]
            && first.StartsWith(Id, StringComparison.Ordinal) && second.StartsWith(Secret, StringComparison.Ordinal))
        {
            return (first[Id.Length..].Trim(), second[Secret.Length..].Trim());
        }

        var form = QueryHelpers.ParseQuery(Body);
        return form.TryGetValue("client_id", out var formId) && form.TryGetValue("client_secret", out var formSecret)
            ? (formId.ToString(), formSecret.ToString())
            : null;
    }

    /// <summary>A field of the body, which the token endpoints take as JSON and as a form.</summary>
    public string? BodyField(string name) =>
        Json() is JsonObject json ? json[name]?.ToString() : QueryHelpers.ParseQuery(Body).TryGetValue(name, out var value) ? value.ToString() : null;
}
