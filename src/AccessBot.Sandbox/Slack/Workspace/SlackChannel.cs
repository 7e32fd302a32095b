using System.Collections.Immutable;

namespace AccessBot.Sandbox.Slack;

/// <summary>A conversation as the workspace stores it; the app is in it when <see cref="Members"/> holds its bot user.</summary>
/// <param name="Id">Such as <c>C0ACCESS</c>, or <c>D…</c> for a direct message.</param>
/// <param name="Name">Without a hash sign.</param>
public sealed record SlackChannel(string Id, string Name)
{
    /// <summary>User ids, in the order of joining.</summary>
    public ImmutableList<string> Members { get; init; } = [];

    public bool IsArchived { get; init; }

    /// <summary>Shared with another organization (Slack Connect).</summary>
    public bool IsExternallyShared { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary>A direct message between the app and one person.</summary>
    public bool IsDirectMessage { get; init; }

    /// <summary>A direct message between the app and several people.</summary>
    public bool IsGroupMessage { get; init; }
}
