namespace AccessBot.Slack.Wire;

/// <summary>A user's place in an Enterprise organisation.</summary>
/// <param name="Id">Their id in it.</param>
/// <param name="EnterpriseId">Which one.</param>
/// <param name="Teams">The workspaces that they are in: <see cref="SlackUser.TeamId"/> names one of them, or the organisation.</param>
internal sealed record SlackEnterpriseUser(string? Id, string? EnterpriseId, IReadOnlyList<string>? Teams);
