using System.Text;
using System.Text.Json;
using AccessBot.Core.People;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Receiving;

/// <summary>Text from Slack becomes a payload here, once. Whatever is not as documented is an <see cref="UnreadablePayloadException"/>.</summary>
internal static class PayloadReader
{
    // Two values for one name can be read in two ways; Slack never sends that.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>A slash command, from its form.</summary>
    public static SlashCommand Command(IReadOnlyDictionary<string, string> form)
    {
        return new SlashCommand(
            new SlackOrigin(Field("team_id"), Field("enterprise_id")),
            User(Field("user_id")),
            Field("command") ?? throw new UnreadablePayloadException("the form is neither a command nor an interaction"),
            Field("text") ?? "",
            Field("channel_id"))
        {
            TriggerId = Field("trigger_id"),
            ResponseUrl = Address(Field("response_url")),
        };

        string? Field(string name) => form.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>A slash command, from the JSON that Socket Mode has in place of the form.</summary>
    public static SlashCommand Command(string json) => Read(json, static root => Command(
        Properties(root).Where(field => field.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal)));

    /// <summary>An interaction or an event, from its JSON.</summary>
    public static SlackPayload Json(string json) => Read(json, Read);

    /// <summary>What was stored, as it was read when it came, by whatever door.</summary>
    public static Interaction Stored(Delivery delivery)
    {
        var payload = delivery switch
        {
            // A form has no brace: it would be escaped.
            { Kind: DeliveryKind.Command, Body: ['{', ..] } => Command(delivery.Body),
            { Kind: DeliveryKind.Command } => Command(SlackForm.Read(Encoding.UTF8.GetBytes(delivery.Body))),
            _ => Json(delivery.Body),
        };

        return payload as Interaction ?? throw new UnreadablePayloadException("the stored payload is no interaction");
    }

    private static T Read<T>(string json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return read(document.RootElement);
        }
        // The second is a string that is no text (half a surrogate pair), or a number where an object should be.
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UnreadablePayloadException("the JSON is broken", e);
        }
    }

    private static SlackPayload Read(JsonElement json) => Text(json, "type") switch
    {
        "block_actions" => Action(json),
        "view_submission" => new ViewSubmission(Origin(json), User(json), UserTeam(json), View(json) ?? throw Missing("view"))
        {
            TriggerId = Text(json, "trigger_id"),
        },
        "shortcut" or "message_action" => Shortcut(json),
        "view_closed" => new ViewClosed(Origin(json)),
        "block_suggestion" => new BlockOptionsRequest(
            Origin(json), User(json), Require(json, "action_id"), Text(json, "block_id"), Text(json, "value") ?? "", View(json)),
        "event_callback" => Event(
            new SlackOrigin(Text(json, "team_id"), Text(json, "enterprise_id")), Part(json, "event"), Text(json, "event_id") ?? ""),
        "url_verification" => new UrlVerification(Require(json, "challenge")),
        _ => throw new UnreadablePayloadException("its type is not one that AccessBot handles"),
    };

    // The messages tab is opened by the same event, and is nobody's business.
    private static SlackPayload Event(SlackOrigin origin, JsonElement what, string id) =>
        Text(what, "type") is "app_home_opened" && Text(what, "tab") is "home" && SlackUserId.TryParse(Text(what, "user"), out var user)
            ? new HomeOpened(origin, user, id)
            : new EventCallback(origin, Text(what, "type") ?? "", id);

    private static BlockActionRequest Action(JsonElement json)
    {
        // Slack's lists hold one: a click is one click.
        var action = Items(json, "actions").FirstOrDefault();
        var container = Part(json, "container");
        var channel = Text(Part(json, "channel"), "id") ?? Text(container, "channel_id");
        var ts = Text(container, "message_ts") ?? Text(Part(json, "message"), "ts");

        return new BlockActionRequest(
            Origin(json), User(json), UserTeam(json), Require(action, "action_id"), Text(action, "block_id"), Value(action))
        {
            ActionTs = Text(action, "action_ts"),
            ChannelId = channel,
            Message = channel is not null && ts is not null ? new MessagePlace(channel, ts) : null,
            IsEphemeral = Part(container, "is_ephemeral").ValueKind == JsonValueKind.True,
            View = View(json),
            TriggerId = Text(json, "trigger_id"),
            ResponseUrl = Address(Text(json, "response_url")),
        };
    }

    private static ShortcutRequest Shortcut(JsonElement json)
    {
        var message = Part(json, "message");
        var channel = Text(Part(json, "channel"), "id");
        var ts = Text(json, "message_ts") ?? Text(message, "ts");
        return new ShortcutRequest(Origin(json), User(json), UserTeam(json), Require(json, "callback_id"))
        {
            ActionTs = Text(json, "action_ts"),
            Message = channel is not null && ts is not null
                ? new MessageAbout(new MessagePlace(channel, ts), Text(message, "text") ?? "", Text(message, "thread_ts"), Text(Part(json, "team"), "domain"))
                : null,
            TriggerId = Text(json, "trigger_id"),
            ResponseUrl = Address(Text(json, "response_url")),
        };
    }

    // An app that is installed for an organisation gets no team; a view still says whose it is.
    private static SlackOrigin Origin(JsonElement json) => new(
        Text(Part(json, "team"), "id") ?? Text(Part(json, "view"), "app_installed_team_id"),
        Text(Part(json, "enterprise"), "id"));

    private static SlackUserId User(JsonElement json) => User(Text(Part(json, "user"), "id"));

    private static SlackUserId User(string? id) => SlackUserId.TryParse(id, out var user) ? user : throw Missing("user");

    private static string? UserTeam(JsonElement json) => Text(Part(json, "user"), "team_id");

    private static ViewPayload? View(JsonElement json)
    {
        var view = Part(json, "view");
        if (view.ValueKind != JsonValueKind.Object)
            return null;

        return new ViewPayload(
            Require(view, "id"),
            Text(view, "hash"),
            Text(view, "callback_id") ?? "",
            Text(view, "private_metadata") ?? "",
            Values(Part(Part(view, "state"), "values")),
            [.. Items(view, "blocks").Where(block => Text(block, "type") is "input").Select(block => Require(block, "block_id"))]);
    }

    private static Dictionary<string, string> Values(JsonElement state)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (block, elements) in Properties(state))
        {
            if (Properties(elements).Select(element => Value(element.Value)).FirstOrDefault(value => value is not null) is { } value)
                values[block] = value;
        }

        return values;
    }

    // What is chosen of several comes out one a line: no value of ours has a line break.
    private static string? Value(JsonElement element) =>
        Text(element, "value")
        ?? Text(Part(element, "selected_option"), "value")
        ?? Text(element, "selected_user")
        ?? Several(Items(element, "selected_options").Select(option => Text(option, "value")))
        ?? Several(Items(element, "selected_users").Select(user => user.ValueKind == JsonValueKind.String ? user.GetString() : null))
        ?? (Part(element, "selected_date_time") is { ValueKind: JsonValueKind.Number } moment ? moment.GetRawText() : null);

    private static string? Several(IEnumerable<string?> values) => string.Join('\n', values.Where(value => value is not null)) is { Length: > 0 } all ? all : null;

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;

    private static JsonElement Part(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement json, string name) =>
        Part(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string Require(JsonElement json, string name) => Text(json, name) is { Length: > 0 } text ? text : throw Missing(name);

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        Part(json, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    private static IEnumerable<(string Name, JsonElement Value)> Properties(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(property => (property.Name, property.Value)) : [];

    private static UnreadablePayloadException Missing(string name) => new($"it has no readable '{name}'");
}
