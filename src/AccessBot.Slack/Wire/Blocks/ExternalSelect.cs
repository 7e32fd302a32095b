namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu whose options are asked for while somebody types (a <c>block_suggestion</c> payload).</summary>
internal sealed record ExternalSelect(string ActionId) : BlockElement(ActionId)
{
    public PlainText? Placeholder { get; init => field = value?.Fit(150); }

    public Option? InitialOption { get; init; }

    /// <summary>How many characters must be typed before options are asked for. Slack's own default is 3; here they are listed at once.</summary>
    public int MinQueryLength { get; init; }
}
