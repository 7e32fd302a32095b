namespace AccessBot.Slack.Receiving;

/// <summary>Something that Slack sent, read. The kinds are a closed set: the dispatcher's switch names them all.</summary>
/// <param name="Origin">The workspace it came from.</param>
internal abstract record SlackPayload(SlackOrigin Origin);
