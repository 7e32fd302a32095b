namespace AccessBot.Core.Rules.Code;

/// <summary>A OneLogin role.</summary>
/// <param name="Id">Its numeric id.</param>
/// <param name="Name">Its name; text from outside.</param>
public sealed record RuleRole(long Id, string Name);
