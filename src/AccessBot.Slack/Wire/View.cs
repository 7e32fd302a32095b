using System.Text.Json.Serialization;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Wire;

/// <summary>A modal or an App Home tab.</summary>
/// <remarks>https://docs.slack.dev/reference/views</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ModalView), "modal")]
[JsonDerivedType(typeof(HomeView), "home")]
internal abstract record View(IReadOnlyList<Block> Blocks)
{
    public IReadOnlyList<Block> Blocks { get; } = Limits.Blocks(Blocks, 100);

    public string? CallbackId { get; init => field = value is null ? null : Limits.Identifier(value); }

    /// <summary>
    /// Comes back with whatever is done in the view, at most 3000 characters. It goes through the person's client: no secret and
    /// no authority may rest on it.
    /// </summary>
    public string? PrivateMetadata { get; init => field = value is null ? null : Limits.Whole(value, Limits.PrivateMetadata); }
}
