using AccessBot.Core.Rules.Code;
using AccessBot.Core.Rules.Reading;

namespace AccessBot.Core.Rules;

/// <summary>Reads the access rules from the text of <c>access.yaml</c>.</summary>
public static class RulesFile
{
    /// <summary>Reads the rules, or says everything that is wrong with them. Throws for no text whatever.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="fileName">What to call the file in problems.</param>
    /// <param name="compile">
    /// Makes rules of the C# in a folder, which it is given as the file names it. Null where nobody is asked by the rules that are read:
    /// then names of classes are taken as they are.
    /// </param>
    public static RulesReading Read(string text, string fileName, Func<string, RuleCodeReading>? compile = null)
    {
        var problems = new ProblemList(fileName);
        var root = YamlTree.Read(text, problems);
        var code = root is null || compile is null || FolderNode(root)?.Text is not { } folder ? null : compile(folder);
        var rules = root is null ? null : new RulesReader(problems, code).Read(root);
        IReadOnlyList<RulesProblem> all = [.. problems.InOrder, .. code?.Problems ?? []];
        return all.Count == 0 && root is not null
            ? new RulesReading(rules, []) { Parts = RulesParts.Of(root) }
            : new RulesReading(null, all);
    }

    /// <summary>The folder with rules in C# that the file names; null if it names none, or can't be read.</summary>
    public static string? FolderIn(string text) =>
        text.Contains(RulesReader.Folder, StringComparison.Ordinal) && YamlTree.Read(text, new ProblemList("")) is { } root ? FolderNode(root)?.Text : null;

    private static YamlNode.Scalar? FolderNode(YamlNode root) =>
        (root as YamlNode.Map)?.Entries.FirstOrDefault(entry => entry.Key.Text is RulesReader.Folder).Value is YamlNode.Scalar { IsNull: false } named && !string.IsNullOrWhiteSpace(named.Text) ? named : null;
}
