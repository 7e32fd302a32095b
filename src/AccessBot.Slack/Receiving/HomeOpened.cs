using AccessBot.Core.People;

namespace AccessBot.Slack.Receiving;

/// <summary>Somebody opened the Home tab of App Home.</summary>
/// <remarks>https://docs.slack.dev/reference/events/app_home_opened</remarks>
internal sealed record HomeOpened(SlackOrigin Origin, SlackUserId User, string EventId) : Interaction(Origin, User, UserTeamId: null);
