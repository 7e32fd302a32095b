namespace AccessBot.Benchmarks.Chaos;

/// <summary>Access beyond its end.</summary>
/// <param name="Place">Whose.</param>
/// <param name="When">From the end to the moment at which OneLogin had it taken away.</param>
/// <param name="BeyondOutage">How much of that was no injected outage.</param>
internal sealed record Overrun(Place Place, Stretch When, TimeSpan BeyondOutage);
