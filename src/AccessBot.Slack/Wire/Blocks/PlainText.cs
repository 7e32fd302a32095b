namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Text that Slack shows as it is; needs no escaping.</summary>
internal sealed record PlainText : TextObject
{
    public PlainText(string text)
    {
        var whole = string.IsNullOrWhiteSpace(text) ? Nothing : text;
        Text = SlackText.Cut(whole, Limits.Text);
    }

    public override string Type => "plain_text";

    public override string Text { get; }

    public static implicit operator PlainText(string text) => new(text);

    public override PlainText Fit(int most) => new(SlackText.Cut(Text, most));
}
