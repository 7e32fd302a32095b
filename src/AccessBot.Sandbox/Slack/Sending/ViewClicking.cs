using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal sealed class ViewClicking(SlackWorkspace workspace, SlackPerson person)
{
    public Task<Delivery> ClickAsync(
        SlackView view, string actionId, IReadOnlyList<string> chosen, string? blockId, CancellationToken cancellationToken)
    {
        var element = ActionJson.Find(view.Blocks, actionId, blockId);
        if (element.IsInput && !element.Block.Flag("dispatch_action"))
        {
            throw new NotPossibleInSlackException($"{actionId} is an input that tells the app nothing before the modal is submitted.");
        }

        JsonObject payload;
        lock (workspace.Gate)
        {
            ClientChecks.RequirePeople(workspace, element, chosen);
            var offered = workspace.Views.Offered(view.Id, element);
            var action = ActionJson.Of(element, chosen, offered, workspace.Ids);
            if (element.HasState)
            {
                view = view with { Values = view.Values.SetItem((element.BlockId, element.ActionId), ElementState.Of(element, chosen, offered)) };
                workspace.Views.Replace(view);
            }

            var payloads = new Payloads(workspace);
            payload = payloads.Interaction("block_actions", person);
            payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
            payload["trigger_id"] = workspace.Triggers.Issue(person.Id);
            payload["view"] = payloads.View(view);
            payload["actions"] = new JsonArray(action);
        }

        return workspace.Wire.SendFormAsync("block_actions", [("payload", payload.ToJsonString())], cancellationToken);
    }

    public Task<Delivery> OpenHomeAsync(CancellationToken cancellationToken)
    {
        if (!workspace.Settings.HomeTab)
        {
            throw new NotPossibleInSlackException("The app has no Home tab.");
        }

        var @event = new JsonObject
        {
            ["type"] = "app_home_opened",
            ["user"] = person.Id,
            ["channel"] = new Reach(workspace).DirectMessage(person.Id).Id,
            ["tab"] = "home",
        };

        // There is no view, and so no hash, before the first one is published.
        if (workspace.Home(person.Id) is { } home)
        {
            @event["view"] = new Payloads(workspace).View(home);
        }

        return workspace.Wire.SendEventAsync(@event, cancellationToken);
    }
}
