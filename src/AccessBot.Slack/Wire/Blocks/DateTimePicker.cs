namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A day and a time of day, in the person's own zone.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element</remarks>
internal sealed record DateTimePicker(string ActionId) : BlockElement(ActionId)
{
    /// <summary>In Unix seconds.</summary>
    public long? InitialDateTime { get; init; }
}
