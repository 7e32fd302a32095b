namespace AccessBot.Slack.Wire;

/// <summary>A message that is to be posted.</summary>
/// <param name="Channel">A channel's id or a user's.</param>
/// <param name="Name">
/// Names it among those that are posted when it is their turn, since their rows wait for them; null if the caller waits, and goes first.
/// </param>
internal sealed record SlackPost(string Channel, string? Name = null);
