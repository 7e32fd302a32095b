namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>One message that Slack sends down a connection.</summary>
/// <remarks>https://docs.slack.dev/apis/events-api/using-socket-mode</remarks>
/// <param name="Type"><c>hello</c>, <c>disconnect</c>, <c>slash_commands</c>, <c>interactive</c>, <c>events_api</c>, or one that is not known here.</param>
internal sealed record Envelope(string Type)
{
    /// <summary>What it is acknowledged by; null for what isn't to be.</summary>
    public string? Id { get; init; }

    /// <summary>The JSON that would have been an HTTP request.</summary>
    public string? Payload { get; init; }

    /// <summary>Whether the acknowledgement may carry an answer.</summary>
    public bool TakesAnswer { get; init; }

    /// <summary>Why the connection is to end, with <c>disconnect</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>How often Slack has sent it before; 0 at first.</summary>
    public int Retry { get; init; }
}
