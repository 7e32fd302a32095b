using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules.Reading;

/// <summary>What a key or a list of the file holds, as far as a JSON Schema can say it. The reader knows more: what fits together, and why.</summary>
internal abstract record ValueShape
{
    private ValueShape() { }

    /// <summary>The JSON Schema (draft 7, which every editor knows) of such a value.</summary>
    public abstract JsonObject Schema(SortedDictionary<string, JsonObject> definitions);

    /// <summary>A text, which may look like a number or a flag: to the reader it is one all the same.</summary>
    public sealed record Text(int Most) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) =>
            new() { ["type"] = new JsonArray("string", "number", "boolean"), ["minLength"] = 1, ["maxLength"] = Most, ["pattern"] = "\\S" };
    }

    /// <summary>A text of a certain form.</summary>
    /// <param name="Form">The reader's own regular expression, of what JavaScript reads alike but for <c>\z</c>.</param>
    /// <param name="MayLookOtherwise">Whether a number or a flag has that form, too: a name may be 2024.</param>
    public sealed record Formed(Regex Form, bool MayLookOtherwise = false) : ValueShape
    {
        public string Pattern => Form.ToString().Replace("\\z", "$", StringComparison.Ordinal);

        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) =>
            new() { ["type"] = MayLookOtherwise ? new JsonArray("string", "number", "boolean") : "string", ["pattern"] = Pattern };
    }

    /// <summary>One of a few words.</summary>
    public sealed record Word(params IReadOnlyList<string> Words) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) =>
            new() { ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) };
    }

    /// <summary>True or false.</summary>
    /// <param name="Otherwise">What holds where it isn't said.</param>
    public sealed record Flag(bool Otherwise) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) => new() { ["type"] = "boolean", ["default"] = Otherwise };
    }

    /// <summary>True or false, where leaving it out is neither.</summary>
    public sealed record Truth : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) => new() { ["type"] = "boolean" };
    }

    /// <summary>A whole number within bounds.</summary>
    public sealed record Number(long Least, long Most) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions)
        {
            var schema = new JsonObject { ["type"] = "integer", ["minimum"] = Least };
            if (Most < long.MaxValue)
            {
                schema["maximum"] = Most;
            }

            return schema;
        }
    }

    /// <summary>A list with something in it.</summary>
    public sealed record ListOf(ValueShape Item, int Most) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) =>
            new() { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = Most, ["items"] = Item.Schema(definitions) };
    }

    /// <summary>A mapping whose keys are known.</summary>
    public sealed record Mapping(MapShape Shape) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) => Shape.Schema(definitions);
    }

    /// <summary>A mapping from names of the user's choice.</summary>
    public sealed record Named(ValueShape Item) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) => new()
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["propertyNames"] = new JsonObject { ["pattern"] = Name.Pattern },
            ["additionalProperties"] = Item.Schema(definitions),
        };
    }

    /// <summary>Another one, found when it is needed: for what may stand within itself.</summary>
    public sealed record Later(Func<ValueShape> Other) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) => Other().Schema(definitions);
    }

    /// <summary>Any of several kinds.</summary>
    public sealed record AnyOf(params IReadOnlyList<ValueShape> Kinds) : ValueShape
    {
        public override JsonObject Schema(SortedDictionary<string, JsonObject> definitions) =>
            new() { ["anyOf"] = new JsonArray([.. Kinds.Select(kind => kind.Schema(definitions))]) };
    }

    /// <summary>A duration above zero. That it is a year at most, the reader says.</summary>
    public static ValueShape Duration { get; } = new Formed(NodeReader.DurationForm());

    /// <summary>A name that other parts of the file use.</summary>
    public static Formed Name { get; } = new(NodeReader.NameForm(), MayLookOtherwise: true);
}
