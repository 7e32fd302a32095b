using System.Text.Json.Serialization;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Text that Slack shows as it is; needs no escaping.</summary>
// The discriminator is written only for a declared base type, so a property that can only be plain text needs its own.
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlainText), "plain_text")]
internal sealed record PlainText : TextObject
{
    public PlainText(string text)
    {
        var whole = string.IsNullOrWhiteSpace(text) ? Nothing : text;
        Text = SlackText.Cut(whole, Limits.Text);
    }

    public string Text { get; }

    public static implicit operator PlainText(string text) => new(text);

    public override PlainText Fit(int most) => new(SlackText.Cut(Text, most));
}
