namespace AccessBot.Slack.Receiving;

/// <summary>Something happened in Slack (Events API).</summary>
/// <remarks>https://docs.slack.dev/apis/events-api#callback-field</remarks>
internal sealed record EventCallback(SlackOrigin Origin, string EventType, string EventId) : SlackPayload(Origin);
