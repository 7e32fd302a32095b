namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A button; its text is cut at 75 characters, of which Slack shows about 30.</summary>
internal sealed record Button(string ActionId, PlainText Text) : BlockElement(ActionId)
{
    public PlainText Text { get; } = Text.Fit(75);

    /// <summary>At most 2000 characters; comes back with the click. Anybody who sees the button can send any value.</summary>
    public string? Value { get; init => field = value is null ? null : Limits.Whole(value, Limits.ButtonValue); }

    public ButtonStyle? Style { get; init; }

    public Confirm? Confirm { get; init; }
}
