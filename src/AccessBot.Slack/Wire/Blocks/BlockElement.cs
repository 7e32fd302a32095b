using System.Text.Json.Serialization;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Something to click or fill in.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/block-elements</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Button), "button")]
[JsonDerivedType(typeof(StaticSelect), "static_select")]
[JsonDerivedType(typeof(ExternalSelect), "external_select")]
[JsonDerivedType(typeof(MultiStaticSelect), "multi_static_select")]
[JsonDerivedType(typeof(MultiExternalSelect), "multi_external_select")]
[JsonDerivedType(typeof(UsersSelect), "users_select")]
[JsonDerivedType(typeof(MultiUsersSelect), "multi_users_select")]
[JsonDerivedType(typeof(RadioButtons), "radio_buttons")]
[JsonDerivedType(typeof(Checkboxes), "checkboxes")]
[JsonDerivedType(typeof(DateTimePicker), "datetimepicker")]
[JsonDerivedType(typeof(NumberInput), "number_input")]
[JsonDerivedType(typeof(PlainTextInput), "plain_text_input")]
internal abstract record BlockElement(string ActionId)
{
    /// <summary>What comes back when it is used.</summary>
    public string ActionId { get; } = Limits.Identifier(ActionId);
}
