using AccessBot.Core.People;

namespace AccessBot.Core.Ports;

/// <summary>Somebody in Slack.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">Display or real name; text from outside, to be escaped where it is shown.</param>
/// <param name="Email">The confirmed address, or null.</param>
/// <param name="IsGuest">A single- or multi-channel guest.</param>
/// <param name="IsOutsider">Of another workspace (Slack Connect), or a stranger.</param>
/// <param name="IsBot">A bot or app user.</param>
/// <param name="IsDeactivated">The account is closed.</param>
public sealed record WorkspaceUser(
    SlackUserId Id, string Name, string? Email, bool IsGuest, bool IsOutsider, bool IsBot, bool IsDeactivated);
