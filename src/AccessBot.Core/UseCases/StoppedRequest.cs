using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>One request that was to be ended at once.</summary>
/// <param name="Request">As it was found.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Why">Why it is still active; null if it isn't.</param>
public sealed record StoppedRequest(OpenRequest Request, StopOutcome Outcome, string? Why);
