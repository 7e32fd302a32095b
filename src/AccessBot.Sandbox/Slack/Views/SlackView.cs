using System.Collections.Immutable;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

/// <summary>A modal or a Home tab as it was when it was looked at.</summary>
public sealed record SlackView
{
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    /// <summary>Changes with each update; an update that names an older one is refused.</summary>
    public required string Hash { get; init; }

    /// <summary>The view as the app gave it, with the block and action ids that Slack adds.</summary>
    public required JsonElement Json { get; init; }

    public required string RootId { get; init; }

    public string? PreviousId { get; init; }

    /// <summary>What the last submission was answered with, by block id.</summary>
    public ImmutableDictionary<string, string> Errors { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What is typed or chosen now, as it stands in <c>state.values</c>.</summary>
    public ImmutableDictionary<(string BlockId, string ActionId), JsonElement> Values { get; init; } =
        ImmutableDictionary<(string BlockId, string ActionId), JsonElement>.Empty;

    public string Kind => Json.Text("type") ?? "";

    public string Title => Json.Part("title")?.Text("text") ?? "";

    public string CallbackId => Json.Text("callback_id") ?? "";

    public string PrivateMetadata => Json.Text("private_metadata") ?? "";

    public JsonElement Blocks => Json.GetProperty("blocks");

    internal string? ExternalId => Json.Text("external_id") is { Length: > 0 } id ? id : null;
}
