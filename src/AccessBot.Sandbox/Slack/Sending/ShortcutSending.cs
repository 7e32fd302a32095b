using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
internal sealed class ShortcutSending(SlackWorkspace workspace, SlackPerson person)
{
    /// <summary>From the menu beside the composer, or from the search: no channel and no response_url.</summary>
    public Task<Delivery> UseAsync(string callbackId, CancellationToken cancellationToken) => SendAsync("shortcut", callbackId, _ => { }, cancellationToken);

    /// <summary>From the menu of a message.</summary>
    public Task<Delivery> UseOnAsync(SlackMessage message, string callbackId, CancellationToken cancellationToken)
    {
        if (message.EphemeralTo is not null)
        {
            throw new NotPossibleInSlackException("A message that only one person sees has no shortcuts in its menu.");
        }

        var channel = new Reach(workspace).Channel(person, message.ChannelId);
        return SendAsync("message_action", callbackId, payload =>
        {
            payload["message_ts"] = message.Ts;
            payload["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.IsDirectMessage ? "directmessage" : channel.Name };
            payload["message"] = new Payloads(workspace).Message(message);
            payload["response_url"] = workspace.ResponseUrls.Issue(person.Id, channel.Id, message).AbsoluteUri;
        }, cancellationToken);
    }

    private Task<Delivery> SendAsync(string type, string callbackId, Action<JsonObject> complete, CancellationToken cancellationToken)
    {
        // As with commands: they are those of the workspace where the app is installed.
        if (person.IsStranger || !workspace.Settings.Has(person))
        {
            throw new NotPossibleInSlackException($"{person.RealName} belongs to another workspace and has no such shortcut.");
        }

        if (!workspace.Settings.Scopes.Contains("commands") || !workspace.Settings.Shortcuts.Any(known => known.CallbackId == callbackId && known.IsOnMessages == (type == "message_action")))
        {
            throw new NotPossibleInSlackException($"The app has no shortcut {callbackId} here.");
        }

        var payload = new Payloads(workspace).Interaction(type, person);
        payload["callback_id"] = callbackId;
        payload["action_ts"] = workspace.Ids.NextTs();
        payload["trigger_id"] = workspace.Triggers.Issue(person.Id);
        complete(payload);
        return workspace.Wire.SendFormAsync(type, [("payload", payload.ToJsonString())], cancellationToken);
    }
}
