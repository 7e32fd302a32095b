using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class ConversationMethods
{
    /// <summary>Beside the app. https://docs.slack.dev/reference/methods/conversations.open</summary>
    private const int MostUsers = 8;

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

        users = [.. users.Distinct(StringComparer.Ordinal)];
        var scope = users.Length > 1 ? "mpim:write" : "im:write";
        if (!workspace.Settings.Scopes.Contains(scope))
        {
            throw new SlackApiException("missing_scope") { Needed = scope };
        }

        if (users.Length is 0 or > MostUsers)
        {
            throw new SlackApiException(users.Length == 0 ? "users_list_not_supplied" : "too_many_users");
        }

        var people = users.Select(user => workspace.Roster.People.GetValueOrDefault(user) ?? throw new SlackApiException("user_not_found")).ToList();
        var channel = people is [var person] ? DirectMessage(workspace, person, "user_disabled") : GroupMessage(workspace, people);
        return new() { ["channel"] = new JsonObject { ["id"] = channel.Id } };
    }

    /// <remarks>One who can't be written to spoils it for all.</remarks>
    private static SlackChannel GroupMessage(SlackWorkspace workspace, List<SlackPerson> people)
    {
        if (people.Exists(person => person.Deleted))
        {
            throw new SlackApiException("user_disabled");
        }

        return people.Exists(person => person.IsBot) ? throw new SlackApiException("cannot_dm_bot") : new Reach(workspace).GroupMessage(people);
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
                ["is_group"] = channel.IsPrivate && !channel.IsDirectMessage && !channel.IsGroupMessage,
                ["is_im"] = channel.IsDirectMessage,
                ["is_mpim"] = channel.IsGroupMessage,
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

        var scope = channel switch { { IsDirectMessage: true } => "im:read", { IsGroupMessage: true } => "mpim:read", { IsPrivate: true } => "groups:read", _ => "channels:read" };
        return workspace.Settings.Scopes.Contains(scope) ? channel : throw new SlackApiException("missing_scope") { Needed = scope };
    }
}
