using System.Collections.Immutable;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

/// <summary>A message as it was when it was looked at; it never changes, so an old one serves as the stale copy on somebody's screen.</summary>
public sealed record SlackMessage
{
    public required string ChannelId { get; init; }

    /// <summary>The id of the message in its channel: Unix seconds with six decimals.</summary>
    public required string Ts { get; init; }

    /// <summary>The author's user id.</summary>
    public required string UserId { get; init; }

    public required string Text { get; init; }

    /// <summary>An array; empty where the message has none.</summary>
    public required JsonElement Blocks { get; init; }

    public JsonElement? Metadata { get; init; }

    public string? ThreadTs { get; init; }

    /// <summary>An answer in a thread that stands in the channel as well.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>The only person who sees it, for an ephemeral message.</summary>
    public string? EphemeralTo { get; init; }

    public bool IsEdited => Versions.Count > 1;

    /// <summary>Everything that the message has said, oldest first; the last is what it says now.</summary>
    public ImmutableList<SlackMessageVersion> Versions { get; init; } = [];
}
