using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal sealed class MessageClicking(SlackWorkspace workspace, SlackPerson person)
{
    public Task<Delivery> ClickAsync(
        SlackMessage message, string actionId, string? choice, string? blockId, Forgery forgery, CancellationToken cancellationToken)
    {
        var channel = message.EphemeralTo is { } only && only != person.Id
            ? throw new NotPossibleInSlackException($"{person.RealName} does not see this message.")
            : new Reach(workspace).Channel(person, message.ChannelId);
        return SendAsync(message, channel, Action(message, actionId, choice, blockId), forgery, cancellationToken);
    }

    public Task<Delivery> ForgeAsync(SlackMessage message, string actionId, string? blockId, Forgery forgery, CancellationToken cancellationToken)
    {
        var action = Action(message, actionId, choice: null, blockId);
        if (forgery.Value is { } value)
        {
            action["value"] = value;
        }

        SlackChannel channel;
        lock (workspace.Gate)
        {
            channel = workspace.Roster.Channels[message.ChannelId];
        }

        return SendAsync(message, channel, action, forgery, cancellationToken);
    }

    private JsonObject Action(SlackMessage message, string actionId, string? choice, string? blockId) =>
        ActionJson.Of(ActionJson.Find(message.Blocks, actionId, blockId), choice is null ? [] : [choice], [], workspace.Ids);

    private Task<Delivery> SendAsync(SlackMessage message, SlackChannel channel, JsonObject action, Forgery forgery, CancellationToken cancellationToken)
    {
        var payloads = new Payloads(workspace);
        var isEphemeral = message.EphemeralTo is not null;
        var payload = payloads.Interaction("block_actions", person, forgery);
        payload["container"] = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = message.Ts,
            ["channel_id"] = channel.Id,
            ["is_ephemeral"] = isEphemeral,
        };
        payload["trigger_id"] = workspace.Triggers.Issue(person.Id);
        payload["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.IsDirectMessage ? "directmessage" : channel.Name };

        // Slack keeps no ephemeral message that it could send along.
        if (!isEphemeral)
        {
            payload["message"] = payloads.Message(message);
        }

        payload["state"] = new JsonObject { ["values"] = new JsonObject() };
        payload["response_url"] = workspace.ResponseUrls.Issue(person.Id, channel.Id, message).AbsoluteUri;
        payload["actions"] = new JsonArray(action);
        return workspace.Wire.SendFormAsync("block_actions", [("payload", payload.ToJsonString())], cancellationToken);
    }
}
