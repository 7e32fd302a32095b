using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Wire;

/// <summary>A modal: title and buttons of at most 24 characters, at most 100 blocks.</summary>
internal sealed record ModalView : View
{
    /// <param name="callbackId">By which its submission is known.</param>
    /// <param name="title">Cut at 24 characters.</param>
    /// <param name="blocks">At most 100.</param>
    /// <param name="submit">The button that sends it; needed if there is an input.</param>
    /// <param name="close">The button that closes it; Slack says "Cancel" if null.</param>
    public ModalView(string callbackId, PlainText title, IReadOnlyList<Block> blocks, PlainText? submit = null, PlainText? close = null)
        : base(blocks)
    {
        if (submit is null && Blocks.Any(block => block is InputBlock))
            throw new ArgumentException("Slack refuses a modal with inputs and no submit button.", nameof(submit));

        CallbackId = callbackId;
        Title = title.Fit(24);
        Submit = submit?.Fit(24);
        Close = close?.Fit(24);
    }

    public PlainText Title { get; }

    public PlainText? Submit { get; }

    public PlainText? Close { get; }
}
