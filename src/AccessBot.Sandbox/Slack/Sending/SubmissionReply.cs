using System.Collections.Immutable;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// Does to the modal what the app answered to its submission.
internal sealed class SubmissionReply(SlackWorkspace workspace)
{
    public Delivery Apply(SlackView view, Delivery delivery)
    {
        try
        {
            var reply = string.IsNullOrWhiteSpace(delivery.ReplyBody) ? default : Json.Parse(delivery.ReplyBody);
            if (reply.ValueKind != JsonValueKind.Undefined && delivery.ReplyContentType != "application/json")
            {
                return Trouble(delivery, $"the answer is {delivery.ReplyContentType}");
            }

            lock (workspace.Gate)
            {
                // Closed by the person, or replaced, while the app was thinking.
                if (workspace.Views.Find(view.Id) is not { } current)
                {
                    return delivery;
                }

                return Apply(current, delivery, reply);
            }
        }
        catch (JsonException exception)
        {
            return Trouble(delivery, "the answer is no JSON: " + exception.Message);
        }
        catch (SlackApiException exception)
        {
            return Trouble(delivery, exception.Describe());
        }
    }

    private static Delivery Trouble(Delivery delivery, string why) =>
        delivery with { Problem = "We had some trouble connecting. Try again? (" + why + ")" };

    private Delivery Apply(SlackView view, Delivery delivery, JsonElement reply)
    {
        switch (reply.Text("response_action"))
        {
            case null when reply.ValueKind is JsonValueKind.Undefined || (reply.ValueKind is JsonValueKind.Object && !reply.EnumerateObject().Any()):
                workspace.Views.Close(view);
                return delivery;
            case "clear":
                workspace.Views.Clear(view.PersonId);
                return delivery;
            case "update":
                workspace.Views.Update(view, hash: null, Given(reply));
                return delivery;
            case "push":
                workspace.Views.Push(view.PersonId, Given(reply));
                return delivery;
            case "errors":
                return ShowErrors(view, delivery, reply);
            case var action:
                return Trouble(delivery, $"response_action is {action ?? "missing"}");
        }
    }

    private static JsonElement Given(JsonElement reply)
    {
        var given = reply.Part("view") ?? throw new SlackApiException("invalid_arguments") { Messages = ["missing required field: view"] };
        ViewValidator.Require(given, "modal");
        return given;
    }

    private Delivery ShowErrors(SlackView view, Delivery delivery, JsonElement reply)
    {
        var inputs = view.Blocks.EnumerateArray().Where(block => block.Text("type") == "input")
            .Select(block => block.Text("block_id")!).ToHashSet(StringComparer.Ordinal);
        var errors = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (reply.Part("errors") is not { ValueKind: JsonValueKind.Object } given || !given.EnumerateObject().Any())
        {
            return Trouble(delivery, "errors is empty");
        }

        foreach (var error in given.EnumerateObject())
        {
            if (!inputs.Contains(error.Name))
            {
                return Trouble(delivery, $"errors names {error.Name}, which is no input block of the modal");
            }

            if (error.Value.ValueKind != JsonValueKind.String || string.IsNullOrEmpty(error.Value.GetString()))
            {
                return Trouble(delivery, $"the error of {error.Name} has no text");
            }

            errors[error.Name] = error.Value.GetString()!;
        }

        workspace.Views.Replace(view with { Errors = errors.ToImmutable() });
        return delivery;
    }
}
