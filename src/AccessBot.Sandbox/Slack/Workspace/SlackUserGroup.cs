using System.Collections.Immutable;

namespace AccessBot.Sandbox.Slack;

/// <summary>A user group as the workspace stores it.</summary>
/// <param name="Id">Such as <c>S0SRE</c>.</param>
/// <param name="Handle">Without an at sign.</param>
public sealed record SlackUserGroup(string Id, string Handle)
{
    public ImmutableList<string> Members { get; init; } = [];

    public bool IsDisabled { get; init; }

    /// <summary>Its workspace, in an organization of several; null means the simulated one.</summary>
    public string? TeamId { get; init; }
}
