using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads the names of rules in C#.</summary>
/// <param name="nodes">Where to tell.</param>
/// <param name="hasFolder">Whether the file names a rules folder.</param>
/// <param name="classes">What is in it; null if that can't be told.</param>
internal sealed class RuleNames(NodeReader nodes, bool hasFolder, IReadOnlyList<RuleClass>? classes)
{
    private const int Longest = 200;

    public static ValueShape Shape { get; } = new ValueShape.Text(Longest);

    /// <summary>The name of a class; null, with a problem told, if it can't be named here.</summary>
    /// <param name="node">Where it is named.</param>
    /// <param name="what">What it is named for, within a sentence: "a rule of flow 'x'".</param>
    /// <param name="methods">The methods of which it must override one, to have a say in that.</param>
    public string? Read(YamlNode node, string what, params IReadOnlyList<string> methods)
    {
        if (nodes.Line(node, what, Longest) is not { } name)
        {
            return null;
        }

        if (!hasFolder)
        {
            Tell(node, $"{Quoted.Sentence(what)} is {Quoted.Text(name)}, a class in C#, and the file names no folder with rules.", "Name it at the top of the file, relative to it: rulesFolder: rules.");
            return null;
        }

        if (classes is null)
        {
            return name;
        }

        if (classes.FirstOrDefault(c => c.Name == name) is not { } known)
        {
            var valid = classes.Select(c => c.Name).Order(StringComparer.Ordinal).ToList();
            Tell(node, $"{Quoted.Sentence(what)} is {Quoted.Text(name)}, and no class of that name in the rules folder derives from AccessRule.", $"Valid names: {Quoted.Listed(valid)}.{NearestName.Hint(name, valid)}");
            return null;
        }

        if (!methods.Any(known.Overrides.Contains))
        {
            Tell(node, $"{Quoted.Sentence(what)} is {Quoted.Text(name)}, which has nothing to say to that.", methods.Count == 1 ? $"Override {methods[0]} in the class, or name another one." : "Override one of the steps (Before…Async, After…Async) or ShowsAsync in the class, or name another one.");
            return null;
        }

        return name;
    }

    private void Tell(YamlNode at, string message, string remedy) => nodes.Problems.Add(RulesProblemCode.UnknownRule, at, message, remedy);
}
