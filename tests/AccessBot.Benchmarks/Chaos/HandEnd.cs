namespace AccessBot.Benchmarks.Chaos;

/// <summary>A membership that an administrator ended in OneLogin, at a moment within this time.</summary>
internal sealed record HandEnd(Place Place, Stretch When);
