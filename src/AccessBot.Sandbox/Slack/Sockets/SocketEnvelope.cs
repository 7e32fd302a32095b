namespace AccessBot.Sandbox.Slack;

/// <summary>What Socket Mode wraps a delivery in.</summary>
/// <param name="Type"><c>slash_commands</c>, <c>interactive</c> or <c>events_api</c>.</param>
/// <param name="Payload">The JSON object in it.</param>
/// <param name="TakesAnswer"><c>accepts_response_payload</c>: whether the acknowledgement may carry an answer.</param>
public sealed record SocketEnvelope(string Type, string Payload, bool TakesAnswer);
