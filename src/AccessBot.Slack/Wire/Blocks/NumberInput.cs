namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A field for a number. Slack writes numbers as texts here.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/block-elements/number-input-element</remarks>
internal sealed record NumberInput(string ActionId) : BlockElement(ActionId)
{
    public bool IsDecimalAllowed { get; init; }

    public string? InitialValue { get; init; }

    public string? MinValue { get; init; }

    public string? MaxValue { get; init; }

    public DispatchActionConfig? DispatchActionConfig { get; init; }
}
