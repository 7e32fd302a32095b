namespace AccessBot.Slack.Wire;

/// <summary>Where a message is: with these two it can be updated.</summary>
/// <param name="Channel">The channel's id; for a direct message the D… id, not the person's.</param>
/// <param name="Ts">The message's id in the channel.</param>
internal sealed record MessagePlace(string Channel, string Ts);
