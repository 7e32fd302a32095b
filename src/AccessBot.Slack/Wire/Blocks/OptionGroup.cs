namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Choices of a menu under a heading of at most 75 characters.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object</remarks>
internal sealed record OptionGroup(PlainText Label, IReadOnlyList<Option> Options)
{
    public PlainText Label { get; } = Label.Fit(75);

    public IReadOnlyList<Option> Options { get; } = Limits.Counted(Options, 1, 100);
}
