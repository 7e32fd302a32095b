namespace AccessBot.Slack;

/// <summary>Where the Slack app is installed, as Slack says of its bot token.</summary>
/// <param name="WorkspaceId">The workspace (T…); null where the app is installed for a whole organisation.</param>
/// <param name="EnterpriseId">The organisation (E…) that the workspace is of; null if it is of none.</param>
/// <param name="Name">What people call it.</param>
public sealed record InstalledApp(string? WorkspaceId, string? EnterpriseId, string Name);
