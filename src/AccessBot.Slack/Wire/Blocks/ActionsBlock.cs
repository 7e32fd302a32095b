namespace AccessBot.Slack.Wire.Blocks;

/// <summary>1 to 25 buttons or menus in a row.</summary>
internal sealed record ActionsBlock(params IReadOnlyList<BlockElement> Elements) : Block
{
    public IReadOnlyList<BlockElement> Elements { get; } = Limits.Counted(Elements, 1, 25);
}
