namespace AccessBot.Core.UseCases;

/// <summary>What came of asking a rule in C#.</summary>
/// <param name="HasFailed">Whether it threw, took too long, or could not be asked at all. Operators are told by then.</param>
/// <param name="Value">What it said; means nothing if it failed.</param>
internal readonly record struct RuleAnswer<T>(bool HasFailed, T Value);
