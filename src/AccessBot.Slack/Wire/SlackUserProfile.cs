namespace AccessBot.Slack.Wire;

/// <summary>What a user says about themselves; the e-mail needs the scope <c>users:read.email</c>.</summary>
internal sealed record SlackUserProfile(string? DisplayName, string? RealName, string? Email);
