namespace AccessBot.Core.Rules;

/// <summary>What is asked of a request's reason.</summary>
/// <param name="Required">Whether there must be one.</param>
/// <param name="MinLength">The least number of characters, blanks at the ends not counted, when one is given.</param>
public sealed record ReasonRule(bool Required, int MinLength);
