namespace AccessBot.Composition;

/// <summary>The access rules can't be used; every problem is a line for an operator.</summary>
internal sealed class RulesRefusedException(IReadOnlyList<string> problems)
    : Exception("The access rules can't be used: " + string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
