namespace AccessBot.Core.Rules.Code;

/// <summary>A flow, as far as rules need to know it.</summary>
/// <param name="Key">Its name in <c>access.yaml</c>.</param>
/// <param name="Label">Its name for people.</param>
public sealed record RuleFlow(string Key, string Label);
