using System.Text.Json.Nodes;

namespace AccessBot.Core.Rules.Reading;

/// <summary>One key of a mapping.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Description">What it means, for whoever writes the file: editors show it.</param>
/// <param name="IsRequired">Whether it must be there whatever else is.</param>
internal sealed record KeyShape(string Name, ValueShape Value, string Description, bool IsRequired = false)
{
    public JsonObject Schema(SortedDictionary<string, JsonObject> definitions)
    {
        var value = Value.Schema(definitions);
        var schema = new JsonObject { ["description"] = Description };
        if (value.ContainsKey("$ref"))
        {
            // Beside a reference nothing else counts.
            schema["allOf"] = new JsonArray(value);
            return schema;
        }

        foreach (var (word, said) in value.ToList())
        {
            value.Remove(word);
            schema[word] = said;
        }

        return schema;
    }
}
