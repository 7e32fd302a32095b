namespace AccessBot.Core.Rules;

/// <summary>When a field is asked for: another field's value is one of these; of a field that takes several, any of its values.</summary>
/// <param name="Field">The name of a field that stands before it in the form.</param>
/// <param name="OneOf">Values as <see cref="FieldValues"/> writes them.</param>
public sealed record FieldCondition(string Field, IReadOnlyList<string> OneOf);
