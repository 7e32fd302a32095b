namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A line across.</summary>
internal sealed record DividerBlock : Block;
