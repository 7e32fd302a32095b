namespace AccessBot.Benchmarks.Chaos;

/// <summary>A promise that was not kept.</summary>
/// <param name="Kind">Which.</param>
/// <param name="What">What happened.</param>
/// <param name="Place">The membership that it is about; null if it is about none.</param>
/// <param name="Request">The request that it is about; null if it is about none in particular.</param>
internal sealed record Violation(ViolationKind Kind, string What, Place? Place = null, string? Request = null);
