namespace AccessBot.Slack.Wire;

/// <summary>Who the bot token belongs to.</summary>
internal sealed record SlackIdentity(string TeamId, string? Team, string? EnterpriseId, string UserId, string? BotId)
{
    /// <summary>What the token may be used for; null if Slack doesn't say.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    /// <summary>When Slack said so, by its own clock and in whole seconds; null if the answer has no date.</summary>
    public DateTimeOffset? ToldAt { get; init; }
}
