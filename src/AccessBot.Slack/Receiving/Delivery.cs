namespace AccessBot.Slack.Receiving;

/// <summary>What Slack delivered and was told is received.</summary>
/// <param name="Key">The same for a delivery that is repeated.</param>
/// <param name="Body">As it came: a command's form or JSON, or an interaction's JSON. It holds what the person wrote, so it is never logged.</param>
/// <param name="Kind">Which of these.</param>
/// <param name="ReceivedAt">When it came first.</param>
/// <param name="Attempts">How often it has been claimed, this time included; 0 before the first.</param>
public sealed record Delivery(string Key, string Body, DeliveryKind Kind, DateTimeOffset ReceivedAt, int Attempts);
