namespace AccessBot.Benchmarks.Chaos;

/// <summary>An audit entry as it stands in the database.</summary>
internal sealed record TrailEntry
{
    public required string Stream { get; init; }

    public required int Number { get; init; }

    /// <summary>To the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    public required string Action { get; init; }

    public required string Actor { get; init; }

    public required string Where { get; init; }

    public required string? Before { get; init; }

    public required string? After { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Detail { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    public override string ToString() => $"{At:HH:mm:ss.fff} {Number} {Action} by {Actor}: {Before ?? "-"} to {After ?? "-"} {Detail}";
}
