using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AccessBot.Slack.Conversation.Commands;

namespace AccessBot.Slack.Manifest;

/// <summary>The manifest of the Slack app: what somebody pastes in to make it. Pure.</summary>
/// <remarks>https://docs.slack.dev/reference/app-manifest, version 2.</remarks>
public static class SlackManifest
{
    /// <summary>The address that stands in the manifest for HTTP until somebody puts their own there.</summary>
    public static Uri SampleAddress { get; } = new("https://accessbot.example.com");

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // It is read by people, and by nothing that takes it for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The manifest as JSON.</summary>
    /// <param name="transport">How Slack's deliveries come.</param>
    /// <param name="address">Where AccessBot is reached; counts over HTTP only.</param>
    /// <param name="command">The slash command.</param>
    public static string Text(SlackTransport transport, Uri address, string command)
    {
        var url = transport == SlackTransport.Http ? $"{address.AbsoluteUri.TrimEnd('/')}/slack/events" : null;
        var manifest = new JsonObject
        {
            ["_metadata"] = new JsonObject { ["major_version"] = 2, ["minor_version"] = 0 },
            ["display_information"] = new JsonObject { ["name"] = "AccessBot", ["description"] = "OneLogin roles just in time, and taken away on time" },
            ["features"] = new JsonObject
            {
                ["app_home"] = new JsonObject { ["home_tab_enabled"] = true, ["messages_tab_enabled"] = true, ["messages_tab_read_only_enabled"] = true },
                ["bot_user"] = new JsonObject { ["display_name"] = "accessbot", ["always_online"] = true },
                ["shortcuts"] = new JsonArray([.. SlackShortcut.All.Select(Shortcut)]),
                ["slash_commands"] = new JsonArray(Given(new JsonObject
                {
                    ["command"] = command,
                    ["url"] = url,
                    ["description"] = "Ask for access to a OneLogin role",
                    ["usage_hint"] = CommandWords.Hint,
                    ["should_escape"] = true,
                })),
            },
            ["oauth_config"] = new JsonObject
            {
                ["scopes"] = new JsonObject { ["bot"] = new JsonArray([.. SlackScopes.OfTheBot.Select(scope => (JsonNode)scope.Name)]) },
            },
            ["settings"] = new JsonObject
            {
                ["event_subscriptions"] = Given(new JsonObject { ["request_url"] = url, ["bot_events"] = new JsonArray("app_home_opened") }),
                ["interactivity"] = Given(new JsonObject { ["is_enabled"] = true, ["request_url"] = url, ["message_menu_options_url"] = url }),
                ["org_deploy_enabled"] = false,
                ["socket_mode_enabled"] = transport == SlackTransport.SocketMode,
                ["token_rotation_enabled"] = false,
            },
        };
        return manifest.ToJsonString(Pretty) + "\n";
    }

    private static JsonNode Shortcut(SlackShortcut shortcut) => new JsonObject
    {
        ["name"] = shortcut.Name,
        ["type"] = shortcut.Type,
        ["callback_id"] = shortcut.CallbackId,
        ["description"] = shortcut.Description,
    };

    /// <summary>Without what has no value here.</summary>
    private static JsonObject Given(JsonObject all)
    {
        foreach (var name in all.Where(part => part.Value is null).Select(part => part.Key).ToList())
        {
            all.Remove(name);
        }

        return all;
    }
}
