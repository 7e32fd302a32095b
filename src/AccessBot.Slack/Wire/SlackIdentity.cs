namespace AccessBot.Slack.Wire;

/// <summary>Who the bot token belongs to.</summary>
internal sealed record SlackIdentity(string TeamId, string? Team, string? EnterpriseId, string UserId, string? BotId);
