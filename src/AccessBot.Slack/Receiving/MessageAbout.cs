using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Receiving;

/// <summary>A message of somebody's that something else is about.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">What it says, with Slack's markup.</param>
/// <param name="ThreadTs">The message that it answers; null if none.</param>
/// <param name="Domain">The workspace's, as in <c>DOMAIN.slack.com</c>; null if Slack doesn't say.</param>
internal sealed record MessageAbout(MessagePlace Place, string Text, string? ThreadTs, string? Domain);
