namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A question that Slack asks before it reports a click. Title 100 characters, text 300, buttons 30.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object</remarks>
internal sealed record Confirm(PlainText Title, TextObject Text, PlainText ConfirmText, PlainText DenyText)
{
    public PlainText Title { get; } = Title.Fit(100);

    public TextObject Text { get; } = Text.Fit(300);

    [System.Text.Json.Serialization.JsonPropertyName("confirm")]
    public PlainText ConfirmText { get; } = ConfirmText.Fit(30);

    [System.Text.Json.Serialization.JsonPropertyName("deny")]
    public PlainText DenyText { get; } = DenyText.Fit(30);

    public ButtonStyle? Style { get; init; }
}
