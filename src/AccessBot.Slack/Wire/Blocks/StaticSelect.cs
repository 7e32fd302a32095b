namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu of 1 to 100 options. For more, <see cref="ExternalSelect"/>.</summary>
internal sealed record StaticSelect(string ActionId, IReadOnlyList<Option> Options) : BlockElement(ActionId)
{
    public IReadOnlyList<Option> Options { get; } = Limits.Counted(Options, 1, 100);

    public PlainText? Placeholder { get; init => field = value?.Fit(150); }

    /// <summary>The option that is chosen at first; must equal one of the options in every field.</summary>
    public Option? InitialOption
    {
        get;
        init => field = value is null || Options.Contains(value)
            ? value
            : throw new ArgumentException("The initial option is not among the options.", nameof(value));
    }
}
