namespace AccessBot.Core.Rules.Reading;

/// <summary>Collects the problems of one file.</summary>
internal sealed class ProblemList(string file)
{
    private readonly HashSet<RulesProblem> found = [];
    private readonly HashSet<(int Line, int Column)> silenced = [];

    public bool IsEmpty => found.Count == 0;

    public IReadOnlyList<RulesProblem> InOrder => [.. found.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public void Add(string code, YamlNode at, string message, string remedy) => Add(code, at.Line, at.Column, message, remedy);

    // A set, since a node that is used twice by an alias is read twice.
    public void Add(string code, int line, int column, string message, string remedy)
    {
        if (!silenced.Contains((line, column)))
        {
            found.Add(new RulesProblem(code, file, line, column, message, remedy));
        }
    }

    /// <summary>Takes no further problem with what stands here: it can't be judged.</summary>
    public void Silence(int line, int column) => silenced.Add((line, column));
}
