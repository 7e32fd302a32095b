namespace AccessBot.Core.Rules;

/// <summary>One condition of an approval: <paramref name="Count"/> people out of those whom <paramref name="AnyOf"/> names.</summary>
public sealed record ApproverLine(IReadOnlyList<Principal> AnyOf, int Count);
