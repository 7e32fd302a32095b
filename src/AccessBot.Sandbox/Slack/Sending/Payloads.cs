using System.Globalization;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

// What Slack writes, field by field. Null where Slack says null: a receiver has to live with it.
internal sealed class Payloads(SlackWorkspace workspace)
{
    public const string VerificationToken = "sandbox-deprecated-token";

    private readonly SlackSettings _settings = workspace.Settings;

    public JsonObject Interaction(string type, SlackPerson person, Forgery? forgery = null)
    {
        var teamId = forgery?.TeamId ?? _settings.TeamId;
        return new()
        {
            ["type"] = type,
            ["user"] = new JsonObject
            {
                ["id"] = forgery?.UserId ?? person.Id,
                ["username"] = person.Name,
                ["name"] = person.Name,
                ["team_id"] = forgery?.UserTeamId ?? person.TeamId ?? teamId,
            },
            ["api_app_id"] = forgery?.AppId ?? _settings.AppId,
            ["token"] = VerificationToken,
            ["team"] = _settings.IsForOrganization ? null : new JsonObject { ["id"] = teamId, ["domain"] = _settings.TeamDomain },
            ["enterprise"] = _settings.EnterpriseId is { } id ? new JsonObject { ["id"] = id, ["name"] = _settings.TeamDomain } : null,
            ["is_enterprise_install"] = _settings.IsForOrganization,
        };
    }

    public IEnumerable<(string Name, string Value)> Command(
        SlackPerson person, SlackChannel channel, string command, string text, Uri responseUrl, string triggerId)
    {
        yield return ("token", VerificationToken);
        yield return ("team_id", _settings.IsForOrganization ? person.TeamId ?? _settings.TeamId : _settings.TeamId);
        yield return ("team_domain", _settings.TeamDomain);
        if (_settings.EnterpriseId is { } enterpriseId)
        {
            yield return ("enterprise_id", enterpriseId);
            yield return ("enterprise_name", _settings.TeamDomain);
        }

        yield return ("channel_id", channel.Id);
        yield return ("channel_name", channel switch { { IsDirectMessage: true } => "directmessage", { IsPrivate: true } => "privategroup", _ => channel.Name });
        yield return ("user_id", person.Id);
        yield return ("user_name", person.Name);
        yield return ("command", command);
        yield return ("text", text);
        yield return ("api_app_id", _settings.AppId);
        yield return ("is_enterprise_install", _settings.IsForOrganization ? "true" : "false");
        yield return ("response_url", responseUrl.AbsoluteUri);
        yield return ("trigger_id", triggerId);
    }

    public JsonObject Event(JsonObject @event)
    {
        @event["event_ts"] ??= workspace.Ids.NextTs();
        return new()
        {
            ["token"] = VerificationToken,
            ["team_id"] = _settings.TeamId,
            ["enterprise_id"] = _settings.EnterpriseId,
            ["api_app_id"] = _settings.AppId,
            ["event"] = @event,
            ["type"] = "event_callback",
            ["event_id"] = workspace.Ids.Next("Ev"),
            ["event_time"] = workspace.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(new JsonObject
            {
                ["enterprise_id"] = _settings.EnterpriseId,
                ["team_id"] = _settings.IsForOrganization ? null : _settings.TeamId,
                ["user_id"] = _settings.BotUserId,
                ["is_bot"] = true,
                ["is_enterprise_install"] = _settings.IsForOrganization,
            }),
            ["is_ext_shared_channel"] = false,
        };
    }

    public JsonObject Message(SlackMessage message)
    {
        var result = new JsonObject
        {
            ["type"] = "message",
            ["user"] = message.UserId,
            ["ts"] = message.Ts,
            ["text"] = message.Text,
            ["team"] = _settings.TeamId,
            ["blocks"] = message.Blocks.ToNode(),
        };
        if (message.UserId == _settings.BotUserId)
        {
            result["bot_id"] = _settings.BotId;
            result["app_id"] = _settings.AppId;
        }

        if (message.IsEdited)
        {
            var editedAt = string.Create(CultureInfo.InvariantCulture, $"{message.Versions[^1].At.ToUnixTimeSeconds()}.000000");
            result["edited"] = new JsonObject { ["user"] = message.UserId, ["ts"] = editedAt };
        }

        if (message.ThreadTs is { } threadTs)
        {
            result["thread_ts"] = threadTs;
        }

        if (message.Metadata is { } metadata)
        {
            result["metadata"] = metadata.ToNode();
        }

        return result;
    }

    public JsonObject View(SlackView view)
    {
        var result = view.Json.ToNode().AsObject();
        result["id"] = view.Id;
        result["team_id"] = _settings.TeamId;
        result["hash"] = view.Hash;
        result["state"] = State(view);
        result["root_view_id"] = view.RootId;
        result["previous_view_id"] = view.PreviousId;
        result["app_id"] = _settings.AppId;
        result["app_installed_team_id"] = _settings.TeamId;
        result["bot_id"] = _settings.BotId;
        result["private_metadata"] ??= "";
        result["callback_id"] ??= "";
        result["external_id"] ??= "";
        result["clear_on_close"] ??= false;
        result["notify_on_close"] ??= false;
        return result;
    }

    public static JsonObject State(SlackView view)
    {
        var values = new JsonObject();
        foreach (var element in InteractiveElement.In(view.Blocks).Where(element => element.HasState))
        {
            if (values[element.BlockId] is not JsonObject block)
            {
                values[element.BlockId] = block = [];
            }

            block[element.ActionId] = view.Values[(element.BlockId, element.ActionId)].ToNode();
        }

        return new() { ["values"] = values };
    }
}
