namespace AccessBot.Core.Rules;

/// <summary>An expected "no": a code for machines, and a sentence for the person that says what to do.</summary>
/// <param name="Code">What was wrong.</param>
/// <param name="Sentence">For the person; plain text, not escaped.</param>
/// <param name="Field">
/// The form's field that it is about: <c>flow</c>, <c>target</c>, <c>duration</c>, <c>until</c>, <c>breakGlass</c>, <c>reason</c> or a field's name
/// with <c>field.</c> before it; null if it is about no field.
/// </param>
public sealed record Refusal(RefusalCode Code, string Sentence, string? Field = null);
