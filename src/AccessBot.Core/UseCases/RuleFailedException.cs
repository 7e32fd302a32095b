namespace AccessBot.Core.UseCases;

/// <summary>A rule in C# failed, so that something can't be told at the moment. Operators are told by then.</summary>
internal sealed class RuleFailedException(string rule) : Exception($"The rule {rule} in C# failed.");
