using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Receiving;

/// <summary>What a menu offers for what is typed so far: the first 100.</summary>
internal sealed record BlockOptions
{
    public BlockOptions(IEnumerable<Option> options) => Options = [.. options.Take(100)];

    public static BlockOptions None { get; } = new([]);

    public IReadOnlyList<Option> Options { get; }
}
