namespace AccessBot.Slack.Wire;

/// <summary>A user's place in an Enterprise organisation.</summary>
internal sealed record SlackEnterpriseUser(string? Id, string? EnterpriseId);
