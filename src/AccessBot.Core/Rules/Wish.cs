namespace AccessBot.Core.Rules;

/// <summary>What somebody asks for, as it came from a form or from a stored row.</summary>
/// <param name="Flow">The flow's key.</param>
/// <param name="Target">The target's key.</param>
/// <param name="Duration">How long; null only where the flow's access ends by hand.</param>
/// <param name="Reason">Why, as written.</param>
/// <param name="Fields">The flow's fields by name, as written; one that isn't filled in is absent or empty.</param>
public sealed record Wish(
    string Flow, string Target, TimeSpan? Duration, string Reason, IReadOnlyDictionary<string, string> Fields);
