namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Small print: 1 to 10 texts.</summary>
internal sealed record ContextBlock(params IReadOnlyList<TextObject> Elements) : Block
{
    public IReadOnlyList<TextObject> Elements { get; } = Limits.Counted(Elements.Select(text => text.Fit(Limits.Text)), 1, 10);
}
