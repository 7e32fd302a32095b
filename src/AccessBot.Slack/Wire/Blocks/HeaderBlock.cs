namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A heading, at most 150 characters.</summary>
internal sealed record HeaderBlock(PlainText Text) : Block
{
    public PlainText Text { get; } = Text.Fit(150);
}
