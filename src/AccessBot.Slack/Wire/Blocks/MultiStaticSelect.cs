namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu of 1 to 100 options, any of which can be chosen. For more, <see cref="MultiExternalSelect"/>.</summary>
internal sealed record MultiStaticSelect(string ActionId, IReadOnlyList<Option> Options) : BlockElement(ActionId)
{
    public IReadOnlyList<Option> Options { get; } = Limits.Counted(Options, 1, 100);

    /// <summary>What is chosen at first, each equal to one of the options; null for nothing, since Slack takes no empty list.</summary>
    public IReadOnlyList<Option>? InitialOptions
    {
        get;
        init => field = value is null || value.All(Options.Contains)
            ? value is { Count: > 0 } ? value : null
            : throw new ArgumentException("An initial option is not among the options.", nameof(value));
    }

    /// <summary>How many can be chosen; null for any number.</summary>
    public int? MaxSelectedItems { get; init => field = Limits.AtLeastOne(value); }
}
