using System.Text.Json.Nodes;

namespace AccessBot.Core.Rules.Reading;

/// <summary>
/// What one mapping of the file may have in it, in one place for both who need it: the reader, which refuses every other key and can
/// ask for no other, and the JSON Schema for editors. A new key is one line here.
/// </summary>
/// <param name="name">What it is called in the schema.</param>
/// <param name="keys">Its keys, in the order in which they are listed to people.</param>
internal sealed class MapShape(string name, params IReadOnlyList<KeyShape> keys)
{
    public IReadOnlyList<string> Names { get; } = [.. keys.Select(key => key.Name)];

    /// <summary>Whether it has one of its keys at a time.</summary>
    public bool HasOneKey { get; init; }

    /// <summary>Keys of which at least one must be there; empty if it is as each key says for itself.</summary>
    public IReadOnlyList<string> NeedsOneOf { get; init; } = [];

    /// <summary>A reference to it in the schema, which has each mapping once.</summary>
    public JsonObject Schema(SortedDictionary<string, JsonObject> definitions)
    {
        if (!definitions.ContainsKey(name))
        {
            // There before it is filled: a mapping may hold itself.
            var schema = definitions[name] = [];
            Fill(schema, definitions);
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private void Fill(JsonObject schema, SortedDictionary<string, JsonObject> definitions)
    {
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        schema["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create<string, JsonNode?>(key.Name, key.Schema(definitions))));
        if (keys.Any(key => key.IsRequired))
        {
            schema["required"] = new JsonArray([.. keys.Where(key => key.IsRequired).Select(key => JsonValue.Create(key.Name))]);
        }

        if (NeedsOneOf.Count > 0)
        {
            schema["anyOf"] = new JsonArray([.. NeedsOneOf.Select(key => new JsonObject { ["required"] = new JsonArray(key) })]);
        }

        if (HasOneKey)
        {
            schema["minProperties"] = 1;
            schema["maxProperties"] = 1;
        }
    }
}
