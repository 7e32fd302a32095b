namespace AccessBot.Sandbox.Slack;

/// <summary>One POST to the bot, or one envelope: what went over the wire, and what came of it.</summary>
public sealed record Delivery
{
    /// <summary>For example <c>slash_command</c>, <c>block_actions</c>, <c>view_submission</c>, <c>event_callback</c> or <c>raw</c>.</summary>
    public required string Kind { get; init; }

    public required Uri Url { get; init; }

    /// <summary>The exact bytes that were signed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The headers besides the content type, signature and timestamp among them.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What it was wrapped in where it went by Socket Mode; the body is then what HTTP would have had.</summary>
    public SocketEnvelope? Envelope { get; init; }

    /// <summary>Null when there was no answer within three seconds; 200 for an envelope that was acknowledged.</summary>
    public int? StatusCode { get; init; }

    public string ReplyBody { get; init; } = "";

    public string? ReplyContentType { get; init; }

    public TimeSpan Elapsed { get; init; }

    public bool TimedOut { get; init; }

    /// <summary>What went wrong as Slack would tell the person or show in its logs; null when all is well.</summary>
    public string? Problem { get; init; }

    public bool Acknowledged => StatusCode is >= 200 and < 300;
}
