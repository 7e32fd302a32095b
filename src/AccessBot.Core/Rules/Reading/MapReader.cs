namespace AccessBot.Core.Rules.Reading;

/// <summary>One mapping whose keys are known; the unknown ones are told when it is opened.</summary>
internal sealed class MapReader
{
    private const int LongestLabel = 75;

    private readonly NodeReader nodes;
    private readonly YamlNode.Map map;
    private readonly string what;
    private readonly MapShape shape;

    private MapReader(NodeReader nodes, YamlNode.Map map, string what, MapShape shape) => (this.nodes, this.map, this.what, this.shape) = (nodes, map, what, shape);

    /// <summary>The value of a key, or null if it isn't there.</summary>
    /// <exception cref="ArgumentException">The mapping's shape has no such key: nobody could have written it.</exception>
    public YamlNode? this[string key] => shape.Names.Contains(key, StringComparer.Ordinal)
        ? map.Entries.FirstOrDefault(e => string.Equals(e.Key.Text, key, StringComparison.Ordinal)).Value
        : throw new ArgumentException($"'{key}' is read, and is not in the shape of {what}.", nameof(key));

    public YamlNode.Map Node => map;

    /// <summary>Whether a key is there, be it one that may be there or not.</summary>
    public bool Has(string key) => map.Entries.Exists(e => string.Equals(e.Key.Text, key, StringComparison.Ordinal));

    /// <summary>Opens a mapping; null, with a problem told, if the node is none.</summary>
    /// <param name="nodes">Where to tell.</param>
    /// <param name="node">The mapping.</param>
    /// <param name="what">Its name within a sentence: "flow 'x'".</param>
    /// <param name="shape">The keys that it may have.</param>
    /// <param name="notYet">Keys that have a meaning that this version does not know, with what to do instead.</param>
    public static MapReader? Open(
        NodeReader nodes, YamlNode node, string what, MapShape shape, IReadOnlyDictionary<string, string>? notYet = null)
    {
        var valid = shape.Names;
        if (node is not YamlNode.Map map)
        {
            nodes.Problems.Add(RulesProblemCode.WrongKind, node, $"{Quoted.Sentence(what)} must be a mapping, but is {node.Kind}.", $"Write keys with a colon each. Valid keys: {Quoted.Listed(valid)}.");
            return null;
        }

        foreach (var (key, _) in map.Entries)
        {
            if (notYet?.GetValueOrDefault(key.Text) is { } instead)
            {
                nodes.Problems.Add(RulesProblemCode.NotSupported, key, $"This version of AccessBot does not support '{key.Text}' in {what}.", instead);
            }
            else if (!valid.Contains(key.Text, StringComparer.Ordinal))
            {
                nodes.Problems.Add(
                    RulesProblemCode.UnknownKey, key, $"Unknown key {Quoted.Text(key.Text)} in {what}.",
                    $"Valid keys: {Quoted.Listed(valid)}.{NearestName.Hint(key.Text, valid)}");
            }
        }

        return new MapReader(nodes, map, what, shape);
    }

    /// <summary>The value of a key that must be there; null, with a problem told, if it isn't.</summary>
    public YamlNode? Need(string key, string remedy)
    {
        if (this[key] is { } value)
        {
            return value;
        }

        nodes.Problems.Add(RulesProblemCode.MissingKey, map, $"The key '{key}' is missing in {what}.", remedy);
        return null;
    }

    /// <summary>The key of <see cref="Label(string)"/>.</summary>
    public static KeyShape LabelKey { get; } = new("label", new ValueShape.Text(LongestLabel), "Its name for people; left out, the name that it has here.");

    /// <summary>A label that Slack's menus can show. Absent, the name serves.</summary>
    public string? Label(string otherwise) => this["label"] is { } node ? nodes.Line(node, $"the label of {what}", LongestLabel) : otherwise;

    /// <summary>A flag, or what holds if it isn't there (or is no flag, which is told).</summary>
    public bool Flag(string key, bool otherwise) =>
        this[key] is { } node && nodes.Flag(node, $"'{key}' of {what}") is { } flag ? flag : otherwise;
}
