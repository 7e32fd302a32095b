using System.Collections.Immutable;

namespace AccessBot.Sandbox.Slack;

/// <summary>A Slack user as the workspace stores it.</summary>
/// <param name="Id">Such as <c>U0ANA</c>.</param>
/// <param name="Name">The handle, without an at sign.</param>
/// <param name="RealName">The name people read.</param>
/// <param name="Email">Null where the profile has none.</param>
public sealed record SlackPerson(string Id, string Name, string RealName, string? Email)
{
    public bool Deleted { get; init; }

    public bool IsBot { get; init; }

    /// <summary>A guest of any kind.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>A guest of one channel; Slack then sets <see cref="IsRestricted"/> too.</summary>
    public bool IsUltraRestricted { get; init; }

    /// <summary>Somebody of another organization, met in a shared channel.</summary>
    public bool IsStranger { get; init; }

    public bool IsEmailConfirmed { get; init; } = true;

    /// <summary>The home team; null means the simulated workspace.</summary>
    public string? TeamId { get; init; }

    /// <summary>All workspaces of the organization that they are in, where that is more than their home.</summary>
    public ImmutableList<string> Teams { get; init; } = [];

    /// <summary>An IANA zone name.</summary>
    public string TimeZone { get; init; } = "Europe/Amsterdam";
}
