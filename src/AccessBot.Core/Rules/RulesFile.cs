using AccessBot.Core.Rules.Reading;

namespace AccessBot.Core.Rules;

/// <summary>Reads the access rules from the text of <c>access.yaml</c>.</summary>
public static class RulesFile
{
    /// <summary>Reads the rules, or says everything that is wrong with them. Throws for no text whatever.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">What to call the file in problems.</param>
    public static RulesReading Read(string text, string fileName)
    {
        var problems = new ProblemList(fileName);
        var root = YamlTree.Read(text, problems);
        var rules = root is null ? null : new RulesReader(problems).Read(root);
        return problems.IsEmpty && root is not null
            ? new RulesReading(rules, []) { Parts = RulesParts.Of(root) }
            : new RulesReading(null, problems.InOrder);
    }
}
