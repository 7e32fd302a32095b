namespace AccessBot.Sandbox.Slack;

/// <summary>What a click pretends; null leaves the truth. It is still signed, as only a changed client or another workspace could make it.</summary>
public sealed record Forgery
{
    public string? Value { get; init; }

    public string? UserId { get; init; }

    /// <summary>The team of the acting user, as in a channel that is shared with another organization.</summary>
    public string? UserTeamId { get; init; }

    /// <summary>The workspace that the payload says it comes from.</summary>
    public string? TeamId { get; init; }

    public string? AppId { get; init; }
}
