namespace AccessBot.Benchmarks.Chaos;

/// <summary>A request as it stands in the database.</summary>
internal sealed record RequestRow
{
    /// <summary>As the audit trail and Slack's buttons have it: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string Reason { get; init; }

    public required Place Place { get; init; }

    /// <summary>A Slack user.</summary>
    public required string Requester { get; init; }

    /// <summary>The request whose access it asks more time for; null for all others.</summary>
    public string? Extends { get; init; }

    public required string State { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset? ClosedAt { get; init; }

    public required string? Problem { get; init; }

    public required int AuditCount { get; init; }

    public required string AuditHead { get; init; }

    public override string ToString() => $"request {Id} ({Reason}, {Place})";
}
