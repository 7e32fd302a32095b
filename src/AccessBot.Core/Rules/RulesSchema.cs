using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Core.Rules.Reading;

namespace AccessBot.Core.Rules;

/// <summary>The JSON Schema of <c>access.yaml</c>, for editors: of the same description of its keys that the reader goes by.</summary>
public static class RulesSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema (draft 7).</summary>
    public static string Text()
    {
        var definitions = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var root = RulesReader.Shape.Schema(definitions);
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "AccessBot's access rules",
            ["allOf"] = new JsonArray(root),
            ["definitions"] = new JsonObject(definitions.Select(definition => KeyValuePair.Create<string, JsonNode?>(definition.Key, definition.Value))),
        }.ToJsonString(Readable) + "\n";
    }
}
