using System.Text.Json.Serialization;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A part of a message or view.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/blocks</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SectionBlock), "section")]
[JsonDerivedType(typeof(ContextBlock), "context")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
[JsonDerivedType(typeof(HeaderBlock), "header")]
[JsonDerivedType(typeof(DividerBlock), "divider")]
[JsonDerivedType(typeof(InputBlock), "input")]
internal abstract record Block
{
    /// <summary>What comes back with its values and clicks; Slack makes one up if it is null.</summary>
    public string? BlockId { get; init => field = value is null ? null : Limits.Identifier(value); }
}
