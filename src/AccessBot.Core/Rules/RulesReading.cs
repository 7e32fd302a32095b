namespace AccessBot.Core.Rules;

/// <summary>What came of reading a rules file.</summary>
/// <param name="Rules">The rules; null exactly when there are problems.</param>
/// <param name="Problems">Everything that is wrong, in the file's order.</param>
public sealed record RulesReading(AccessRules? Rules, IReadOnlyList<RulesProblem> Problems)
{
    /// <summary><see cref="RulesEdition.Parts"/>.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
