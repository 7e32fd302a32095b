namespace AccessBot.Core.Checking;

/// <summary>One thing that is wrong with how AccessBot is set up.</summary>
/// <param name="Code">For machines: one of <see cref="CheckCode"/> or <see cref="Rules.RulesProblemCode"/>.</param>
/// <param name="Place">Where: <c>access.yaml:12:7</c>, a setting's key, or a part of the rules (<c>targets.production-admin</c>).</param>
/// <param name="Message">What is wrong: a sentence.</param>
/// <param name="Remedy">What to do: one or more sentences.</param>
public sealed record CheckProblem(string Code, string Place, string Message, string Remedy);
