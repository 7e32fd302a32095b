namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A labelled field of a modal.</summary>
internal sealed record InputBlock : Block
{
    /// <param name="blockId">Under which its value comes back and an error is shown.</param>
    /// <param name="label">At most 2000 characters.</param>
    /// <param name="element">What is filled in.</param>
    public InputBlock(string blockId, PlainText label, BlockElement element)
    {
        BlockId = blockId;
        Label = label.Fit(2000);
        Element = element;
    }

    public PlainText Label { get; }

    public BlockElement Element { get; }

    /// <summary>At most 2000 characters, shown below.</summary>
    public PlainText? Hint { get; init => field = value?.Fit(2000); }

    /// <summary>It may be left empty.</summary>
    public bool Optional { get; init; }

    /// <summary>A change is reported at once, as a <c>block_actions</c> payload.</summary>
    public bool DispatchAction { get; init; }
}
