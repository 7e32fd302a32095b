using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class Json
{
    public static readonly JsonElement EmptyArray = Parse("[]");

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static JsonElement ToElement(this JsonNode node) => Parse(node.ToJsonString());

    public static JsonNode ToNode(this JsonElement element) => JsonNode.Parse(element.GetRawText())!;

    public static JsonElement? Part(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) && part.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? part
            : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool Flag(this JsonElement element, string name) => element.Part(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    // Slack counts code points; string.Length would count an emoji twice.
    public static int CodePoints(this string text) => text.EnumerateRunes().Count();

    public static string FirstCodePoints(this string text, int count)
    {
        var builder = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(count))
        {
            builder.Append(rune.ToString());
        }

        return builder.ToString();
    }
}
