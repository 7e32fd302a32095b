namespace AccessBot.Slack.Wire.Blocks;

/// <summary>1 to 10 options, all of them in sight, each of which can be ticked; none is at first.</summary>
internal sealed record Checkboxes(string ActionId, IReadOnlyList<Option> Options) : BlockElement(ActionId)
{
    public IReadOnlyList<Option> Options { get; } = Limits.Counted(Options, 1, 10);
}
