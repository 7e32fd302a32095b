using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

// One entry of a payload's actions.
internal static class ActionJson
{
    public static InteractiveElement Find(JsonElement blocks, string actionId, string? blockId)
    {
        var found = InteractiveElement.In(blocks)
            .Where(element => element.ActionId == actionId && (blockId is null || element.BlockId == blockId))
            .ToArray();
        return found switch
        {
            [var only] => only,
            [] => throw new NotPossibleInSlackException($"There is nothing with the action id {actionId} to work."),
            _ => throw new NotPossibleInSlackException($"{found.Length} elements have the action id {actionId}; say in which block."),
        };
    }

    public static JsonObject Of(InteractiveElement element, IReadOnlyList<string> chosen, IReadOnlyList<JsonElement> offered, SlackIds ids)
    {
        JsonObject action;
        if (element.Type == "button")
        {
            action = new() { ["type"] = "button", ["text"] = element.Json.Part("text")?.ToNode() };
            foreach (var name in (string[])["value", "style"])
            {
                if (element.Json.Text(name) is { } given)
                {
                    action[name] = given;
                }
            }
        }
        else
        {
            action = ElementState.Of(element, chosen, offered).ToNode().AsObject();
        }

        action["block_id"] = element.BlockId;
        action["action_id"] = element.ActionId;
        action["action_ts"] = ids.NextTs();
        return action;
    }
}
