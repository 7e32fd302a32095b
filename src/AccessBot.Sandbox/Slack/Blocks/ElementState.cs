using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

// What an element holds, in the words of state.values: the field's name depends on the element's type.
internal static class ElementState
{
    public static ImmutableDictionary<(string BlockId, string ActionId), JsonElement> Initial(JsonElement blocks) =>
        InteractiveElement.In(blocks).Where(element => element.HasState)
            .ToImmutableDictionary(element => (element.BlockId, element.ActionId), InitialOf);

    /// <summary>What the element holds after this is typed or chosen; nothing chosen empties it.</summary>
    /// <param name="offered">The options last suggested for an external select.</param>
    public static JsonElement Of(InteractiveElement element, IReadOnlyList<string> chosen, IReadOnlyList<JsonElement> offered)
    {
        var field = FieldOf(element.Type);
        if (field.IsMany)
        {
            return Make(element.Type, field.Name, new JsonArray([.. chosen.Select(choice => One(element, choice, offered))]));
        }

        return chosen switch
        {
            [] => Make(element.Type, field.Name, null),
            [var only] => Make(element.Type, field.Name, One(element, only, offered)),
            _ => throw new NotPossibleInSlackException($"{element.ActionId} takes one value, not {chosen.Count}."),
        };
    }

    public static bool IsEmpty(JsonElement state) => FieldOf(state.Text("type") ?? "") switch
    {
        (var name, true) => !state.Items(name).Any(),
        (var name, false) => state.Part(name) is null or { ValueKind: JsonValueKind.String } && string.IsNullOrEmpty(state.Text(name)),
    };

    /// <summary>What was chosen, as option values or text.</summary>
    public static IReadOnlyList<string> ChosenIn(JsonElement state)
    {
        var (name, isMany) = FieldOf(state.Text("type") ?? "");
        IEnumerable<JsonElement> chosen = isMany ? state.Items(name) : state.Part(name) is { } one ? [one] : [];
        return [.. chosen.Select(choice => choice.ValueKind switch
        {
            JsonValueKind.String => choice.GetString()!,
            JsonValueKind.Object => choice.Text("value") ?? choice.GetRawText(),
            _ => choice.GetRawText(),
        })];
    }

    private static (string Name, bool IsMany) FieldOf(string type) => type switch
    {
        "static_select" or "external_select" or "radio_buttons" or "overflow" => ("selected_option", false),
        "multi_static_select" or "multi_external_select" or "checkboxes" => ("selected_options", true),
        "users_select" => ("selected_user", false),
        "multi_users_select" => ("selected_users", true),
        "conversations_select" => ("selected_conversation", false),
        "multi_conversations_select" => ("selected_conversations", true),
        "channels_select" => ("selected_channel", false),
        "multi_channels_select" => ("selected_channels", true),
        "datepicker" => ("selected_date", false),
        "timepicker" => ("selected_time", false),
        "datetimepicker" => ("selected_date_time", false),
        "rich_text_input" => ("rich_text_value", false),
        _ => ("value", false),
    };

    private static JsonElement InitialOf(InteractiveElement element)
    {
        var field = FieldOf(element.Type);
        var initial = element.Json.Part(field.Name == "rich_text_value" ? "initial_value" : InitialName(element.Type, field.Name));
        return Make(element.Type, field.Name, initial?.ToNode() ?? (field.IsMany ? new JsonArray() : null));
    }

    private static string InitialName(string type, string field) => type switch
    {
        "multi_conversations_select" => "initial_conversations",
        "multi_channels_select" => "initial_channels",
        _ => field == "value" ? "initial_value" : "initial_" + field["selected_".Length..],
    };

    private static JsonElement Make(string type, string field, JsonNode? value) => new JsonObject { ["type"] = type, [field] = value }.ToElement();

    private static JsonNode One(InteractiveElement element, string choice, IReadOnlyList<JsonElement> offered) => element.Type switch
    {
        "static_select" or "multi_static_select" or "radio_buttons" or "checkboxes" or "overflow" => Option(element, choice, []),
        "external_select" or "multi_external_select" => Option(element, choice, offered),
        "datetimepicker" => long.Parse(choice, CultureInfo.InvariantCulture),
        "rich_text_input" => RichText(choice),
        _ => choice,
    };

    private static JsonNode Option(InteractiveElement element, string value, IReadOnlyList<JsonElement> offered)
    {
        var options = element.Json.Items("options")
            .Concat(element.Json.Items("option_groups").SelectMany(group => group.Items("options")))
            .Concat(element.Json.Items("initial_options"))
            .Concat(element.Json.Part("initial_option") is { } initial ? [initial] : Enumerable.Empty<JsonElement>())
            .Concat(offered);
        foreach (var option in options)
        {
            if (option.Text("value") == value)
            {
                return option.ToNode();
            }
        }

        throw new NotPossibleInSlackException($"{element.ActionId} offers no option with the value \"{value}\".");
    }

    private static JsonObject RichText(string text) => new()
    {
        ["type"] = "rich_text",
        ["elements"] = new JsonArray(new JsonObject
        {
            ["type"] = "rich_text_section",
            ["elements"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
        }),
    };
}
