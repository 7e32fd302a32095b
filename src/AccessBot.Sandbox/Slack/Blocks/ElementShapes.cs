using System.Collections.Frozen;

namespace AccessBot.Sandbox.Slack;

// Which properties each element may have, and where it may stand.
internal static class ElementShapes
{
    private static readonly string[] Everywhere = ["section", "actions", "input"];

    private static readonly FrozenDictionary<string, ElementShape> Shapes = new Dictionary<string, ElementShape>(StringComparer.Ordinal)
    {
        ["button"] = new(["section", "actions"], "text", "url", "value", "style", "confirm", "accessibility_label"),
        ["image"] = new(["section", "context"], "image_url", "slack_file", "alt_text"),
        ["overflow"] = new(["section", "actions"], "options", "confirm"),
        ["static_select"] = new(Everywhere, "options", "option_groups", "initial_option", "confirm", "focus_on_load", "placeholder"),
        ["multi_static_select"] = new(Everywhere, "options", "option_groups", "initial_options", "confirm", "max_selected_items", "focus_on_load", "placeholder"),
        ["external_select"] = new(Everywhere, "initial_option", "min_query_length", "confirm", "focus_on_load", "placeholder"),
        ["multi_external_select"] = new(Everywhere, "initial_options", "min_query_length", "confirm", "max_selected_items", "focus_on_load", "placeholder"),
        ["users_select"] = new(Everywhere, "initial_user", "confirm", "focus_on_load", "placeholder"),
        ["multi_users_select"] = new(Everywhere, "initial_users", "confirm", "max_selected_items", "focus_on_load", "placeholder"),
        ["conversations_select"] = new(Everywhere, "initial_conversation", "default_to_current_conversation", "filter", "response_url_enabled", "confirm", "focus_on_load", "placeholder"),
        ["multi_conversations_select"] = new(Everywhere, "initial_conversations", "default_to_current_conversation", "filter", "confirm", "max_selected_items", "focus_on_load", "placeholder"),
        ["channels_select"] = new(Everywhere, "initial_channel", "response_url_enabled", "confirm", "focus_on_load", "placeholder"),
        ["multi_channels_select"] = new(Everywhere, "initial_channels", "confirm", "max_selected_items", "focus_on_load", "placeholder"),
        ["checkboxes"] = new(Everywhere, "options", "initial_options", "confirm", "focus_on_load"),
        ["radio_buttons"] = new(Everywhere, "options", "initial_option", "confirm", "focus_on_load"),
        ["datepicker"] = new(Everywhere, "initial_date", "confirm", "focus_on_load", "placeholder"),
        ["timepicker"] = new(Everywhere, "initial_time", "timezone", "confirm", "focus_on_load", "placeholder"),
        ["datetimepicker"] = new(["actions", "input"], "initial_date_time", "confirm", "focus_on_load"),
        ["plain_text_input"] = new(["input"], "initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load", "placeholder"),
        ["number_input"] = new(["input"], "is_decimal_allowed", "initial_value", "min_value", "max_value", "dispatch_action_config", "focus_on_load", "placeholder"),
        ["email_text_input"] = new(["input"], "initial_value", "dispatch_action_config", "focus_on_load", "placeholder"),
        ["url_text_input"] = new(["input"], "initial_value", "dispatch_action_config", "focus_on_load", "placeholder"),
        ["rich_text_input"] = new(["actions", "input"], "initial_value", "dispatch_action_config", "focus_on_load", "placeholder"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ElementShape? Of(string? type) => type is null ? null : Shapes.GetValueOrDefault(type);
}

internal sealed class ElementShape(string[] places, params string[] names)
{
    public FrozenSet<string> Names { get; } = FrozenSet.ToFrozenSet([.. names, "type", "action_id"], StringComparer.Ordinal);

    public bool MayStandIn(string place) => places.Contains(place, StringComparer.Ordinal);
}
