using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads what a text must match.</summary>
internal sealed class PatternReader(NodeReader nodes)
{
    public const int Longest = 500;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    public Regex? Read(YamlNode node, string what)
    {
        if (nodes.Line(node, $"the pattern of {what}", Longest) is not { } pattern)
        {
            return null;
        }

        try
        {
            return Compile(pattern);
        }
        catch (ArgumentException e)
        {
            nodes.Problems.Add(RulesProblemCode.BadPattern, node, $"The pattern of {what} is not a regular expression: {e.Message}", "Correct it, and write it in single quotes, so that YAML leaves it as it is: '^[A-Z]+-[0-9]+$'.");
            return null;
        }
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTimeout);
        }
        catch (NotSupportedException)
        {
            // Lookarounds and back-references need backtracking: the time-out keeps what people type from costing more.
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
    }
}
