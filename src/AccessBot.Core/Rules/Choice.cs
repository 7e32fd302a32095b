namespace AccessBot.Core.Rules;

/// <summary>Something that can be chosen in a field.</summary>
/// <param name="Value">What is stored, and what rules compare with; unique in its field, at most 75 characters on one line.</param>
/// <param name="Label">What people see; unique in its field.</param>
public sealed record Choice(string Value, string Label);
