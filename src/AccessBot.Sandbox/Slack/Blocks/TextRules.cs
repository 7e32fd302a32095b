using System.Collections.Frozen;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// Strings and text objects, counted in code points.
internal static class TextRules
{
    private static readonly FrozenSet<string> Plain = FrozenSet.ToFrozenSet(["type", "text", "emoji"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> Markdown = FrozenSet.ToFrozenSet(["type", "text", "verbatim"], StringComparer.Ordinal);

    /// <summary>A text object at <c>parent.name</c>.</summary>
    public static void CheckObject(JsonElement parent, string name, BlockErrors errors, string pointer, int most, bool plainOnly, bool required)
    {
        if (parent.Part(name) is { } text)
        {
            CheckObject(text, errors, $"{pointer}/{name}", most, plainOnly);
        }
        else if (required)
        {
            errors.Missing(pointer, name);
        }
    }

    public static void CheckObject(JsonElement text, BlockErrors errors, string pointer, int most, bool plainOnly)
    {
        switch (text.Text("type"))
        {
            case "plain_text":
                CheckNames(text, Plain, errors, pointer);
                break;
            case "mrkdwn" when !plainOnly:
                CheckNames(text, Markdown, errors, pointer);
                break;
            case null:
                errors.Missing(pointer, "type");
                return;
            case var type:
                errors.Add(pointer + "/type", "unsupported type: " + type);
                return;
        }

        CheckString(text, "text", errors, pointer, most, required: true);
    }

    public static void CheckString(JsonElement parent, string name, BlockErrors errors, string pointer, int most, bool required = false, int least = 1)
    {
        switch (parent.Part(name))
        {
            case null when required:
                errors.Missing(pointer, name);
                return;
            case null:
                return;
            case { ValueKind: JsonValueKind.String } value:
                var length = value.GetString()!.CodePoints();
                if (length < least)
                {
                    errors.Add($"{pointer}/{name}", $"must be more than {least - 1} characters");
                }
                else if (length > most)
                {
                    errors.Add($"{pointer}/{name}", $"must be less than {most + 1} characters");
                }

                return;
            default:
                errors.Add($"{pointer}/{name}", "must be a string");
                return;
        }
    }

    /// <summary>Checks that there are this many items, and gives them with their pointers.</summary>
    public static IEnumerable<(JsonElement Item, string Pointer)> CheckItems(
        JsonElement parent, string name, BlockErrors errors, string pointer, int most, int least = 1)
    {
        if (parent.Part(name) is not { ValueKind: JsonValueKind.Array } array)
        {
            errors.Missing(pointer, name);
            return [];
        }

        pointer = $"{pointer}/{name}";
        if (array.GetArrayLength() < least)
        {
            errors.Add(pointer, $"no fewer than {least} items required");
        }
        else if (array.GetArrayLength() > most)
        {
            errors.Add(pointer, $"no more than {most} items allowed");
        }

        return array.EnumerateArray().Select((item, index) => (item, $"{pointer}/{index}"));
    }

    public static void CheckNames(JsonElement parent, FrozenSet<string> known, BlockErrors errors, string pointer)
    {
        foreach (var property in parent.EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            errors.Add(pointer, "invalid additional property: " + property.Name);
        }
    }
}
