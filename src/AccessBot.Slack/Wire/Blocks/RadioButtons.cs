namespace AccessBot.Slack.Wire.Blocks;

/// <summary>1 to 10 options, all of them in sight, one of which can be chosen.</summary>
internal sealed record RadioButtons(string ActionId, IReadOnlyList<Option> Options) : BlockElement(ActionId)
{
    public IReadOnlyList<Option> Options { get; } = Limits.Counted(Options, 1, 10);

    /// <summary>The option that is chosen at first; must equal one of the options in every field.</summary>
    public Option? InitialOption
    {
        get;
        init => field = value is null || Options.Contains(value)
            ? value
            : throw new ArgumentException("The initial option is not among the options.", nameof(value));
    }
}
