using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>Two accounts that are now one person's.</summary>
/// <param name="InSlack">In Slack.</param>
/// <param name="InOneLogin">In OneLogin.</param>
/// <param name="Before">The OneLogin user whom the Slack user was linked to before; null if to none other.</param>
public sealed record LinkedPair(WorkspaceUser InSlack, DirectoryUser InOneLogin, long? Before);
