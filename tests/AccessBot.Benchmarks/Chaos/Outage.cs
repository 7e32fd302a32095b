namespace AccessBot.Benchmarks.Chaos;

/// <summary>A time that does not count against AccessBot.</summary>
internal sealed record Outage(OutageKind Kind, Stretch When);
