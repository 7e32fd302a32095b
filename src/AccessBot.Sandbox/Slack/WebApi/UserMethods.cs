using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class UserMethods
{
    public static IEnumerable<SlackMethod> All { get; } =
    [
        new("auth.test", [], TestAuth, IsRead: true),
        new("auth.teams.list", [], ListTeams, IsRead: true),
        new("users.info", ["users:read"], Info, IsRead: true),
        new("users.lookupByEmail", ["users:read.email"], LookupByEmail, IsRead: true),
        new("usergroups.users.list", ["usergroups:read"], ListGroup, IsRead: true),
    ];

    private static JsonObject TestAuth(SlackWorkspace workspace, Arguments arguments)
    {
        var settings = workspace.Settings;
        var answer = new JsonObject
        {
            ["url"] = $"https://{settings.TeamDomain}.slack.com/",
            ["team"] = settings.TeamDomain,
            ["user"] = settings.BotName,
            ["team_id"] = settings.IsForOrganization ? settings.EnterpriseId : settings.TeamId,
            ["user_id"] = settings.BotUserId,
            ["bot_id"] = settings.BotId,
            ["is_enterprise_install"] = settings.IsForOrganization,
        };
        if (settings.EnterpriseId is { } enterpriseId)
        {
            answer["enterprise_id"] = enterpriseId;
        }

        return answer;
    }

    private static JsonObject ListTeams(SlackWorkspace workspace, Arguments arguments)
    {
        var settings = workspace.Settings;
        IEnumerable<string> teams = settings.IsForOrganization ? settings.OrganizationTeams : [settings.TeamId];
        return new()
        {
            ["teams"] = new JsonArray([.. teams.Select(team => (JsonNode)new JsonObject { ["id"] = team, ["name"] = team })]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = "" },
        };
    }

    private static JsonObject Info(SlackWorkspace workspace, Arguments arguments) =>
        workspace.Roster.People.TryGetValue(arguments.Required("user"), out var person)
            ? new() { ["user"] = User(workspace, person) }
            : throw new SlackApiException("user_not_found");

    private static JsonObject LookupByEmail(SlackWorkspace workspace, Arguments arguments)
    {
        var email = arguments.Required("email");
        var person = workspace.Roster.People.Values.FirstOrDefault(person =>
            !person.Deleted && !person.IsBot && !person.IsStranger && string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase));
        return person is null ? throw new SlackApiException("users_not_found") : new() { ["user"] = User(workspace, person) };
    }

    private static JsonObject ListGroup(SlackWorkspace workspace, Arguments arguments)
    {
        if (!workspace.Settings.PaidPlan)
        {
            throw new SlackApiException("plan_upgrade_required");
        }

        // With a token of one workspace it is ignored, with one of an organization required.
        var team = workspace.Settings.IsForOrganization ? arguments.Required("team_id") : null;
        if (!workspace.Roster.Groups.TryGetValue(arguments.Required("usergroup"), out var group)
            || (team is not null && team != (group.TeamId ?? workspace.Settings.TeamId))
            || (group.IsDisabled && arguments.Text("include_disabled") is not ("true" or "1")))
        {
            throw new SlackApiException("no_such_subteam");
        }

        return new() { ["users"] = new JsonArray([.. group.Members.Select(member => (JsonNode)member)]) };
    }

    private static JsonObject User(SlackWorkspace workspace, SlackPerson person)
    {
        var profile = new JsonObject
        {
            ["real_name"] = person.RealName,
            ["display_name"] = person.Name,
            ["team"] = person.TeamId ?? workspace.Settings.TeamId,
        };

        // The scope decides whether the field is there at all.
        if (person.Email is { } email && workspace.Settings.Scopes.Contains("users:read.email"))
        {
            profile["email"] = email;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(person.TimeZone);
        var user = new JsonObject
        {
            ["id"] = person.Id,
            ["team_id"] = person.TeamId ?? workspace.Settings.TeamId,
            ["name"] = person.Name,
            ["real_name"] = person.RealName,
            ["deleted"] = person.Deleted,
            ["tz"] = person.TimeZone,
            ["tz_label"] = zone.StandardName,
            ["tz_offset"] = (int)zone.GetUtcOffset(workspace.Time.GetUtcNow()).TotalSeconds,
            ["profile"] = profile,
            ["is_bot"] = person.IsBot,
            ["is_app_user"] = false,
            ["is_restricted"] = person.IsRestricted || person.IsUltraRestricted,
            ["is_ultra_restricted"] = person.IsUltraRestricted,
            ["is_email_confirmed"] = person.IsEmailConfirmed,
        };
        if (person.IsStranger)
        {
            user["is_stranger"] = true;
        }

        if (workspace.Settings.EnterpriseId is { } enterpriseId)
        {
            user["enterprise_user"] = new JsonObject
            {
                ["id"] = person.Id,
                ["enterprise_id"] = enterpriseId,
                ["teams"] = new JsonArray([.. (person.Teams.IsEmpty ? [person.TeamId ?? workspace.Settings.TeamId] : person.Teams).Select(team => (JsonNode)team)]),
            };
        }

        return user;
    }
}
