namespace AccessBot.Slack.Receiving;

/// <summary>Somebody closed a modal without sending it.</summary>
internal sealed record ViewClosed(SlackOrigin Origin) : SlackPayload(Origin);
