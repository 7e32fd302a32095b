using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Wire;

/// <summary>Somebody's App Home tab, at most 100 blocks.</summary>
internal sealed record HomeView(IReadOnlyList<Block> Blocks) : View(Blocks);
