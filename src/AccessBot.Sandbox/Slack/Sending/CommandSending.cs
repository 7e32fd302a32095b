using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

internal sealed class CommandSending(SlackWorkspace workspace, SlackPerson person)
{
    public async Task<Delivery> SendAsync(string command, string text, string? channelId, CancellationToken cancellationToken)
    {
        // Slack Connect guests of another organization see what commands say, but can't run any.
        if (person.IsStranger || !workspace.Settings.Has(person))
        {
            throw new NotPossibleInSlackException($"{person.RealName} belongs to another workspace and has no such command.");
        }

        var reach = new Reach(workspace);
        var channel = channelId is null ? reach.DirectMessage(person.Id) : reach.Channel(person, channelId);
        var responseUrl = workspace.ResponseUrls.Issue(person.Id, channel.Id, original: null);
        var fields = new Payloads(workspace).Command(person, channel, command, text, responseUrl, workspace.Triggers.Issue(person.Id));
        var delivery = await workspace.Wire.SendFormAsync("slash_command", fields, cancellationToken);
        return delivery.Acknowledged ? Show(delivery, channel, responseUrl) : Failed(delivery);
    }

    private static Delivery Failed(Delivery delivery) =>
        delivery.TimedOut ? delivery : delivery with { Problem = "dispatch_failed: " + delivery.Problem };

    private Delivery Show(Delivery delivery, SlackChannel channel, Uri responseUrl)
    {
        if (string.IsNullOrEmpty(delivery.ReplyBody))
        {
            return delivery;
        }

        try
        {
            var reply = delivery.ReplyContentType == "application/json"
                ? Json.Parse(delivery.ReplyBody)
                : new System.Text.Json.Nodes.JsonObject { ["text"] = delivery.ReplyBody }.ToElement();
            if (reply.ValueKind != JsonValueKind.Object || !reply.EnumerateObject().Any())
            {
                return delivery;
            }

            var content = MessageContent.Read(reply.Text("text"), reply.Part("blocks"), workspace.Ids);
            var message = workspace.Transcript.Post(new()
            {
                ChannelId = channel.Id,
                Ts = workspace.Ids.NextTs(),
                UserId = workspace.Settings.BotUserId,
                Text = content.Text,
                Blocks = content.Blocks,
                EphemeralTo = reply.Text("response_type") == "in_channel" ? null : person.Id,
            });
            workspace.ResponseUrls.Answered(responseUrl, message);
            return delivery;
        }
        catch (JsonException exception)
        {
            return delivery with { Problem = "dispatch_failed: the answer is no JSON: " + exception.Message };
        }
        catch (SlackApiException exception)
        {
            return delivery with { Problem = "dispatch_failed: " + exception.Describe() };
        }
    }
}
