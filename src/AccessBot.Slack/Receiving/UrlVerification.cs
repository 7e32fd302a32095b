namespace AccessBot.Slack.Receiving;

/// <summary>Slack asks whether this is the right address; it names no workspace.</summary>
/// <remarks>https://docs.slack.dev/reference/events/url_verification</remarks>
internal sealed record UrlVerification(string Challenge) : SlackPayload(new SlackOrigin(null, null));
