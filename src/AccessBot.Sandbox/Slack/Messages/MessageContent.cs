using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// The text and blocks of a message that Slack accepts, ids added.
internal sealed record MessageContent(string Text, JsonElement Blocks)
{
    private const int LongestText = 40_000;

    // Undocumented; seen in the field as msg_blocks_too_long.
    private const int LongestBlocks = 13_200;

    /// <param name="blocks">An array, or the JSON text of one.</param>
    public static MessageContent Read(string? text, JsonElement? blocks, SlackIds ids)
    {
        var array = blocks is { } given ? ArrayIn(given) : Json.EmptyArray;
        if (string.IsNullOrEmpty(text) && array.GetArrayLength() == 0)
        {
            throw new SlackApiException("no_text");
        }

        var errors = new BlockErrors();
        BlockValidator.Check(array, errors, "/blocks", "message");
        if (errors.Any)
        {
            throw new SlackApiException("invalid_blocks") { Errors = errors.All, Messages = [.. errors.All.Select(error => "[ERROR] " + error)] };
        }

        if (TextIn(array) > LongestBlocks)
        {
            throw new SlackApiException("msg_blocks_too_long");
        }

        return new((text ?? "").FirstCodePoints(LongestText), InteractiveElement.WithIds(array, ids));
    }

    private static JsonElement ArrayIn(JsonElement given)
    {
        try
        {
            var value = given.ValueKind == JsonValueKind.String ? Json.Parse(given.GetString()!) : given;
            return value.ValueKind == JsonValueKind.Array ? value : throw new SlackApiException("invalid_blocks_format");
        }
        catch (JsonException)
        {
            throw new SlackApiException("invalid_blocks_format");
        }
    }

    private static int TextIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Sum(TextIn),
        JsonValueKind.Object => element.EnumerateObject().Sum(property =>
            property.Name == "text" && property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()!.CodePoints() : TextIn(property.Value)),
        _ => 0,
    };
}
