namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu of 1 to 100 options, or of 1 to 100 groups of them. For more, <see cref="ExternalSelect"/>.</summary>
internal sealed record StaticSelect : BlockElement
{
    public StaticSelect(string actionId, IReadOnlyList<Option> options)
        : base(actionId) => Options = Limits.Counted(options, 1, 100);

    public StaticSelect(string actionId, IReadOnlyList<OptionGroup> groups)
        : base(actionId) => OptionGroups = Limits.Counted(groups, 1, 100);

    /// <summary>Null where there are groups.</summary>
    public IReadOnlyList<Option>? Options { get; }

    /// <summary>Null where there are none.</summary>
    public IReadOnlyList<OptionGroup>? OptionGroups { get; }

    public PlainText? Placeholder { get; init => field = value?.Fit(150); }

    /// <summary>The option that is chosen at first; must equal one of the options in every field.</summary>
    public Option? InitialOption
    {
        get;
        init => field = value is null || (Options ?? OptionGroups!.SelectMany(group => group.Options)).Contains(value)
            ? value
            : throw new ArgumentException("The initial option is not among the options.", nameof(value));
    }
}
