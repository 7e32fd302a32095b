namespace AccessBot.Slack.Wire.Blocks;

/// <summary>One choice of a menu; text and description are cut at 75 characters, the value has at most 75.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/composition-objects/option-object</remarks>
internal sealed record Option(PlainText Text, string Value)
{
    public PlainText Text { get; } = Text.Fit(75);

    public string Value { get; } = Value.Length > 0
        ? Limits.Whole(Value, Limits.OptionValue)
        : throw new ArgumentException("An option needs a value.", nameof(Value));

    public PlainText? Description { get; init => field = value?.Fit(75); }
}
