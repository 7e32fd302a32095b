using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

// One thing in a message or view that a person can work, with the block that it stands in.
internal sealed record InteractiveElement(string BlockId, string ActionId, JsonElement Json, JsonElement Block)
{
    public string Type => Json.Text("type") ?? "";

    public bool IsInput => Block.Text("type") == "input";

    public bool IsOptional => Block.Flag("optional");

    // Buttons and overflow menus act and keep nothing; everything else has a state.
    public bool HasState => Type is not ("button" or "overflow" or "workflow_button");

    public static IEnumerable<InteractiveElement> In(JsonElement blocks)
    {
        foreach (var block in blocks.EnumerateArray())
        {
            foreach (var element in ElementsOf(block))
            {
                if (element.Text("action_id") is { } actionId)
                {
                    yield return new(block.Text("block_id") ?? "", actionId, element, block);
                }
            }
        }
    }

    /// <summary>The blocks as Slack stores them: every block and everything interactive has an id.</summary>
    public static JsonElement WithIds(JsonElement blocks, SlackIds ids)
    {
        var nodes = blocks.ToNode().AsArray();
        foreach (var block in nodes.OfType<JsonObject>())
        {
            block["block_id"] ??= ids.Next("b");
            foreach (var element in NodesOf(block).Where(element => element["type"]?.GetValue<string>() is not (null or "image" or "mrkdwn" or "plain_text")))
            {
                element["action_id"] ??= ids.Next("a");
            }
        }

        return nodes.ToElement();
    }

    private static IEnumerable<JsonElement> ElementsOf(JsonElement block) => block.Text("type") switch
    {
        "section" when block.Part("accessory") is { } accessory => [accessory],
        "input" when block.Part("element") is { } element => [element],
        "actions" => block.Items("elements"),
        _ => [],
    };

    private static IEnumerable<JsonObject> NodesOf(JsonObject block) => block["type"]?.GetValue<string>() switch
    {
        "section" when block["accessory"] is JsonObject accessory => [accessory],
        "input" when block["element"] is JsonObject element => [element],
        "actions" when block["elements"] is JsonArray elements => elements.OfType<JsonObject>(),
        _ => [],
    };
}
