using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Receiving;

/// <summary>What a menu offers for what is typed so far: the first 100, under headings if they have some.</summary>
internal sealed record BlockOptions
{
    public BlockOptions(IEnumerable<Option> options) => Options = [.. options.Take(Limits.Options)];

    public BlockOptions(IReadOnlyList<OptionGroup> groups) => OptionGroups = groups;

    public static BlockOptions None { get; } = new(Enumerable.Empty<Option>());

    /// <summary>Null where there are groups: Slack takes one of the two.</summary>
    public IReadOnlyList<Option>? Options { get; }

    public IReadOnlyList<OptionGroup>? OptionGroups { get; }
}
