using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Wire;

/// <summary>A message: at most 50 blocks, and the text that notifications and screen readers use.</summary>
/// <remarks>
/// The text is cut at 4000 characters, where <c>chat.update</c> begins to refuse it. Slack also refuses (<c>msg_blocks_too_long</c>)
/// blocks that hold about 13 000 characters together; that number is nowhere documented, so it is left to whoever fills them.
/// https://docs.slack.dev/reference/methods/chat.update
/// </remarks>
internal sealed record Message(Mrkdwn Text, params IReadOnlyList<Block> Blocks)
{
    public Mrkdwn Text { get; } = Text.Fit(4000);

    public IReadOnlyList<Block> Blocks { get; } = Limits.Blocks(Blocks, 50);
}
