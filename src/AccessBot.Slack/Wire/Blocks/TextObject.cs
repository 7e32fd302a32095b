using System.Text.Json.Serialization;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Text in a block, plain or with markup.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/composition-objects/text-object</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlainText), "plain_text")]
[JsonDerivedType(typeof(Mrkdwn), "mrkdwn")]
internal abstract record TextObject
{
    // Slack refuses empty text. Somebody's empty name must not make a message impossible.
    protected const string Nothing = "–";

    /// <summary>The same text, cut to what its place takes.</summary>
    public abstract TextObject Fit(int most);
}
