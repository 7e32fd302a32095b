namespace AccessBot.Slack.Receiving;

/// <summary>Where a payload came from. The workspace is absent where an app is installed for a whole organisation.</summary>
internal sealed record SlackOrigin(string? TeamId, string? EnterpriseId);
