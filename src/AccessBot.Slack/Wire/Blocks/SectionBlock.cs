namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Text, fields in two columns, or both; with one element beside it.</summary>
internal sealed record SectionBlock : Block
{
    public SectionBlock(TextObject text) => Text = text.Fit(Limits.Text);

    /// <summary>At most 10 fields of 2000 characters.</summary>
    public SectionBlock(IEnumerable<TextObject> fields, TextObject? text = null)
    {
        Text = text?.Fit(Limits.Text);
        Fields = Limits.Counted(fields.Select(field => field.Fit(2000)), 1, 10, nameof(fields));
    }

    public TextObject? Text { get; }

    public IReadOnlyList<TextObject>? Fields { get; }

    public BlockElement? Accessory { get; init; }
}
