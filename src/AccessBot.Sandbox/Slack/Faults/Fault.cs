namespace AccessBot.Sandbox.Slack;

internal enum FaultKind
{
    Status,
    Slow,
    Refuse,
    DropBefore,
    DropAfter,
}

internal sealed class Fault(FaultKind kind, string method, int? left)
{
    public FaultKind Kind { get; } = kind;

    public string Method { get; } = method;

    public int? Left { get; set; } = left;

    public int Status { get; init; }

    public int RetryAfterSeconds { get; init; }

    public TimeSpan Delay { get; init; }

    public string Error { get; init; } = "";
}
