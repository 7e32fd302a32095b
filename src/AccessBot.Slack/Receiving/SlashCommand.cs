using AccessBot.Core.People;

namespace AccessBot.Slack.Receiving;

/// <summary>Somebody typed a command.</summary>
/// <remarks>https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling</remarks>
/// <param name="Origin">The workspace it came from.</param>
/// <param name="User">Who typed it. Only members of the workspace can.</param>
/// <param name="Command">With its slash.</param>
/// <param name="Text">What stood behind it, as Slack sent it.</param>
/// <param name="ChannelId">Where it was typed.</param>
internal sealed record SlashCommand(SlackOrigin Origin, SlackUserId User, string Command, string Text, string? ChannelId)
    : Interaction(Origin, User, Origin.TeamId);
