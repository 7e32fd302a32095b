namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu like <see cref="ExternalSelect"/>, of which any options can be chosen.</summary>
internal sealed record MultiExternalSelect(string ActionId) : BlockElement(ActionId)
{
    public PlainText? Placeholder { get; init => field = value?.Fit(150); }

    /// <summary>What is chosen at first; null for nothing, since Slack takes no empty list.</summary>
    public IReadOnlyList<Option>? InitialOptions { get; init => field = value is { Count: > 0 } ? value : null; }

    /// <summary>How many can be chosen; null for any number.</summary>
    public int? MaxSelectedItems { get; init => field = Limits.AtLeastOne(value); }

    /// <summary>How many characters must be typed before options are asked for.</summary>
    public int MinQueryLength { get; init; }
}
