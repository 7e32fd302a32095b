using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class ConversationMethods
{
    private static readonly string[] ReadScopes = ["channels:read", "groups:read", "im:read", "mpim:read"];

    public static IEnumerable<SlackMethod> All { get; } =
    [
        new("conversations.open", ["im:write", "mpim:write"], Open),
        new("conversations.info", ReadScopes, Info, IsRead: true),
        new("conversations.members", ReadScopes, Members, IsRead: true),
    ];

    public static SlackChannel DirectMessage(SlackWorkspace workspace, SlackPerson person, string errorIfDeleted)
    {
        if (person.Deleted)
        {
            throw new SlackApiException(errorIfDeleted);
        }

        if (person.IsBot)
        {
            throw new SlackApiException("cannot_dm_bot");
        }

        return workspace.Settings.MessagesTab ? new Reach(workspace).DirectMessage(person.Id) : throw new SlackApiException("messages_tab_disabled");
    }

    private static JsonObject Open(SlackWorkspace workspace, Arguments arguments)
    {
        var users = arguments.Required("users").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // A group message is another scope, which AccessBot never has.
        if (users.Length != 1)
        {
            throw new SlackApiException("missing_scope") { Needed = "mpim:write" };
        }

        if (!workspace.Roster.People.TryGetValue(users[0], out var person))
        {
            throw new SlackApiException("user_not_found");
        }

        return new() { ["channel"] = new JsonObject { ["id"] = DirectMessage(workspace, person, "user_disabled").Id } };
    }

    private static JsonObject Info(SlackWorkspace workspace, Arguments arguments)
    {
        var channel = Readable(workspace, arguments);
        return new()
        {
            ["channel"] = new JsonObject
            {
                ["id"] = channel.Id,
                ["name"] = channel.IsDirectMessage ? null : channel.Name,
                ["is_channel"] = !channel.IsPrivate,
                ["is_group"] = channel.IsPrivate && !channel.IsDirectMessage,
                ["is_im"] = channel.IsDirectMessage,
                ["user"] = channel.IsDirectMessage ? channel.Members[0] : null,
                ["is_private"] = channel.IsPrivate,
                ["is_archived"] = channel.IsArchived,
                ["is_member"] = new Reach(workspace).IsBotIn(channel),
                ["is_shared"] = channel.IsExternallyShared,
                ["is_ext_shared"] = channel.IsExternallyShared,
                ["is_org_shared"] = false,
                ["context_team_id"] = workspace.Settings.TeamId,
            },
        };
    }

    private static JsonObject Members(SlackWorkspace workspace, Arguments arguments)
    {
        var channel = Readable(workspace, arguments);
        var limit = arguments.Limit("limit", 100, below: 1000);
        var start = 0;
        if (arguments.Text("cursor") is { } cursor)
        {
            start = channel.Members.IndexOf(MemberIn(cursor));
            if (start < 0)
            {
                throw new SlackApiException("invalid_cursor");
            }
        }

        var next = channel.Members.ElementAtOrDefault(start + limit);
        return new()
        {
            ["members"] = new JsonArray([.. channel.Members.Skip(start).Take(limit).Select(member => (JsonNode)member)]),
            ["response_metadata"] = new JsonObject
            {
                ["next_cursor"] = next is null ? "" : Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"user:{next}"))),
            },
        };
    }

    private static string MemberIn(string cursor)
    {
        var buffer = new byte[cursor.Length];
        var member = Convert.TryFromBase64String(cursor, buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : "";
        return member.StartsWith("user:", StringComparison.Ordinal) ? member["user:".Length..] : throw new SlackApiException("invalid_cursor");
    }

    private static SlackChannel Readable(SlackWorkspace workspace, Arguments arguments)
    {
        if (!workspace.Roster.Channels.TryGetValue(arguments.Required("channel"), out var channel)
            || (channel.IsPrivate && !new Reach(workspace).IsBotIn(channel)))
        {
            throw new SlackApiException("channel_not_found");
        }

        var scope = channel switch { { IsDirectMessage: true } => "im:read", { IsPrivate: true } => "groups:read", _ => "channels:read" };
        return workspace.Settings.Scopes.Contains(scope) ? channel : throw new SlackApiException("missing_scope") { Needed = scope };
    }
}
