using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class ChatMethods
{
    private const int LongestUpdate = 4000;

    public static IEnumerable<SlackMethod> All { get; } =
    [
        new("chat.postMessage", ["chat:write"], PostMessage),
        new("chat.update", ["chat:write"], Update),
        new("chat.postEphemeral", ["chat:write"], PostEphemeral),
    ];

    private static JsonObject PostMessage(SlackWorkspace workspace, Arguments arguments)
    {
        var channel = Writable(workspace, arguments.Required("channel"));
        var content = MessageContent.Read(arguments.Text("text"), arguments.Part("blocks"), workspace.Ids);
        var thread = arguments.Text("thread_ts");
        if (thread is not null && workspace.Transcript.Find(channel.Id, thread) is not { EphemeralTo: null })
        {
            throw new SlackApiException("thread_not_found");
        }

        var message = workspace.Transcript.Post(new()
        {
            ChannelId = channel.Id,
            Ts = workspace.Ids.NextTs(),
            UserId = workspace.Settings.BotUserId,
            Text = content.Text,
            Blocks = content.Blocks,
            Metadata = Metadata(arguments),
            ThreadTs = thread,
            IsBroadcast = thread is not null && arguments.Text("reply_broadcast") is "true",
        });
        return Answer(workspace, message);
    }

    private static JsonObject Update(SlackWorkspace workspace, Arguments arguments)
    {
        // A user id serves for posting only.
        var channelId = arguments.Required("channel");
        if (!workspace.Roster.Channels.TryGetValue(channelId, out var channel) || (channel.IsPrivate && !new Reach(workspace).IsBotIn(channel)))
        {
            throw new SlackApiException("channel_not_found");
        }

        if (workspace.Transcript.Find(channelId, arguments.Required("ts")) is not { EphemeralTo: null } message)
        {
            throw new SlackApiException("message_not_found");
        }

        if (message.UserId != workspace.Settings.BotUserId)
        {
            throw new SlackApiException("cant_update_message");
        }

        if (channel.IsArchived)
        {
            throw new SlackApiException("is_archived");
        }

        if (arguments.Text("text") is { } text && text.CodePoints() > LongestUpdate)
        {
            throw new SlackApiException("msg_too_long");
        }

        // Text alone takes the blocks away; blocks alone leave the text.
        var blocks = arguments.Part("blocks");
        var content = MessageContent.Read(arguments.Text("text") ?? (blocks is null ? null : message.Text), blocks, workspace.Ids);
        return Answer(workspace, workspace.Transcript.Edit(message, content.Text, content.Blocks, arguments.Has("metadata") ? Metadata(arguments) : message.Metadata));
    }

    private static JsonObject PostEphemeral(SlackWorkspace workspace, Arguments arguments)
    {
        var channel = Writable(workspace, arguments.Required("channel"));
        var personId = arguments.Required("user");
        if (!channel.Members.Contains(personId))
        {
            throw new SlackApiException("user_not_in_channel");
        }

        var content = MessageContent.Read(arguments.Text("text"), arguments.Part("blocks"), workspace.Ids);
        var message = workspace.Transcript.Post(new()
        {
            ChannelId = channel.Id,
            Ts = workspace.Ids.NextTs(),
            UserId = workspace.Settings.BotUserId,
            Text = content.Text,
            Blocks = content.Blocks,
            ThreadTs = arguments.Text("thread_ts"),
            EphemeralTo = personId,
        });
        return new() { ["message_ts"] = message.Ts };
    }

    private static JsonObject Answer(SlackWorkspace workspace, SlackMessage message) => new()
    {
        ["channel"] = message.ChannelId,
        ["ts"] = message.Ts,
        ["text"] = message.Text,
        ["message"] = new Payloads(workspace).Message(message),
    };

    private static SlackChannel Writable(SlackWorkspace workspace, string id)
    {
        var reach = new Reach(workspace);
        if (workspace.Roster.People.TryGetValue(id, out var person))
        {
            return ConversationMethods.DirectMessage(workspace, person, "channel_not_found");
        }

        if (!workspace.Roster.Channels.TryGetValue(id, out var channel) || (channel.IsPrivate && !reach.IsBotIn(channel)))
        {
            throw new SlackApiException("channel_not_found");
        }

        if (!reach.IsBotIn(channel) && !workspace.Settings.Scopes.Contains("chat:write.public"))
        {
            throw new SlackApiException("not_in_channel");
        }

        if (channel.IsDirectMessage && !workspace.Settings.MessagesTab)
        {
            throw new SlackApiException("messages_tab_disabled");
        }

        return channel.IsArchived ? throw new SlackApiException("is_archived") : channel;
    }

    private static JsonElement? Metadata(Arguments arguments)
    {
        if (arguments.Structure("metadata", "invalid_metadata_format") is not { } metadata || metadata is { ValueKind: JsonValueKind.Object } && !metadata.EnumerateObject().Any())
        {
            return null;
        }

        return metadata.Text("event_type") is not null && metadata.Part("event_payload") is { ValueKind: JsonValueKind.Object }
            ? metadata
            : throw new SlackApiException("invalid_metadata_schema");
    }
}
