using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal sealed class ModalWork(SlackWorkspace workspace, SlackPerson person)
{
    private const int MostOptions = 100;

    private SlackView Front => workspace.OpenView(person.Id) ?? throw new NotPossibleInSlackException($"{person.RealName} has no modal open.");

    public void Fill(FormValues values)
    {
        lock (workspace.Gate)
        {
            var view = Front;
            foreach (var (blockId, actionId, chosen) in values)
            {
                var element = ActionJson.Find(view.Blocks, actionId, blockId);
                ClientChecks.RequirePeople(workspace, element, chosen);
                var state = ElementState.Of(element, chosen, workspace.Views.Offered(view.Id, element));
                view = view with { Values = view.Values.SetItem((blockId, actionId), state) };
            }

            workspace.Views.Replace(view);
        }
    }

    public async Task<Delivery> SubmitAsync(FormValues values, CancellationToken cancellationToken)
    {
        SlackView view;
        JsonObject payload;
        lock (workspace.Gate)
        {
            Fill(values);
            view = Front;
            if (view.Json.Part("submit") is null)
            {
                throw new NotPossibleInSlackException("The modal has no submit button.");
            }

            ClientChecks.Require(view);
            payload = Payload("view_submission", view);
            payload["trigger_id"] = workspace.Triggers.Issue(person.Id);
            payload["response_urls"] = new JsonArray();
        }

        var delivery = await workspace.Wire.SendFormAsync("view_submission", [("payload", payload.ToJsonString())], cancellationToken);
        return delivery.Acknowledged ? new SubmissionReply(workspace).Apply(view, delivery) : delivery;
    }

    public async Task<IReadOnlyList<Delivery>> CloseAsync(bool all, CancellationToken cancellationToken)
    {
        var closed = new List<SlackView>();
        lock (workspace.Gate)
        {
            all |= Front.Json.Flag("clear_on_close");
            closed.AddRange(all ? workspace.Views.Stack(person.Id).Reverse() : [Front]);
            closed.ForEach(workspace.Views.Close);
        }

        var deliveries = new List<Delivery>();
        foreach (var view in closed.Where(view => view.Json.Flag("notify_on_close")))
        {
            var payload = Payload("view_closed", view);
            payload["is_cleared"] = all;
            deliveries.Add(await workspace.Wire.SendFormAsync("view_closed", [("payload", payload.ToJsonString())], cancellationToken));
        }

        return deliveries;
    }

    public async Task<Suggestions> SuggestAsync(string actionId, string typed, string? blockId, CancellationToken cancellationToken)
    {
        var view = Front;
        var element = ActionJson.Find(view.Blocks, actionId, blockId);
        if (element.Type is not ("external_select" or "multi_external_select"))
        {
            throw new NotPossibleInSlackException($"{actionId} is a {element.Type}, which asks the app for no options.");
        }

        var shortest = element.Json.Part("min_query_length") is { } least ? least.GetInt32() : 3;
        if (typed.CodePoints() < shortest)
        {
            throw new NotPossibleInSlackException($"{actionId} asks for options after {shortest} characters.");
        }

        var payload = Payload("block_suggestion", view);
        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
        payload["block_id"] = element.BlockId;
        payload["action_id"] = actionId;
        payload["value"] = typed;
        var delivery = await workspace.Wire.SendFormAsync("block_suggestion", [("payload", payload.ToJsonString())], cancellationToken);
        return delivery.Acknowledged ? Offer(view, element, delivery) : new(delivery, []);
    }

    private Suggestions Offer(SlackView view, InteractiveElement element, Delivery delivery)
    {
        try
        {
            var reply = Json.Parse(delivery.ReplyBody);
            JsonElement[] options = [.. reply.Items("options").Concat(reply.Items("option_groups").SelectMany(group => group.Items("options")))];
            var problems = new BlockErrors();
            ElementRules.CheckOptions(reply, problems, "", MostOptions, requireSome: false);
            if (problems.Any)
            {
                return new(delivery with { Problem = "The options are refused: " + string.Join("; ", problems.All) }, []);
            }

            workspace.Views.Offer(view.Id, element, options);
            return new(delivery, options);
        }
        catch (JsonException exception)
        {
            return new(delivery with { Problem = "The options are no JSON: " + exception.Message }, []);
        }
    }

    private JsonObject Payload(string type, SlackView view)
    {
        var payloads = new Payloads(workspace);
        var payload = payloads.Interaction(type, person);
        payload["view"] = payloads.View(view);
        return payload;
    }
}
