using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules;

/// <summary>A text field of a flow's form.</summary>
/// <param name="Name">Its name in the rules file, unique in its flow.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Required">Whether it must be filled in.</param>
/// <param name="Default">What it holds at first; null for nothing.</param>
/// <param name="Pattern">What a value must match; null for anything. Made with a match time-out, or without backtracking.</param>
public sealed record Field(string Name, string Label, bool Required, string? Default, Regex? Pattern);
