namespace AccessBot.Core.Rules;

/// <summary>One approval, with who its author is now: it counts only while its author still qualifies.</summary>
public sealed record Vote(Standing Approver);
