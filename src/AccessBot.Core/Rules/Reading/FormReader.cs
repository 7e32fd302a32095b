using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads what a flow's form asks.</summary>
internal sealed class FormReader(NodeReader nodes)
{
    /// <summary>What is asked where the rules say nothing: a reason, of any length.</summary>
    public static ReasonRule PlainReason { get; } = new(Required: true, MinLength: 0);

    public static readonly MapShape ReasonShape = new(
        "reason",
        new("required", new ValueShape.Flag(Otherwise: true), "Whether there must be one."),
        new("minLength", new ValueShape.Number(0, AccessRules.LongestText), "How many characters one must have, blanks at the ends not counted."));

    private static readonly MapShape FieldShape = new(
        "field",
        new("name", ValueShape.Name, "Its name, unique in its flow.", IsRequired: true),
        new("type", new ValueShape.Word("string"), "What it holds."),
        MapReader.LabelKey,
        new("required", new ValueShape.Flag(Otherwise: false), "Whether it must be filled in."),
        new("default", new ValueShape.Text(AccessRules.LongestText), "What it holds at first."),
        new("pattern", new ValueShape.Text(LongestPattern), "A regular expression (.NET) that a value must match; in single quotes."));

    public static readonly ValueShape Fields = new ValueShape.ListOf(new ValueShape.Mapping(FieldShape), MostFields);

    private const int MostFields = 50;
    private const int LongestPattern = 500;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    private static readonly Dictionary<string, string> NotYet = new(StringComparer.Ordinal)
    {
        ["choices"] = "Use a string field, with a pattern such as '^(red|green)$'.",
        ["showWhen"] = "Leave it out: the field is always shown.",
    };

    public ReasonRule ReadReason(YamlNode node, string what)
    {
        if (MapReader.Open(nodes, node, $"reason of {what}", ReasonShape) is not { } map)
        {
            return PlainReason;
        }

        var minLength = map["minLength"] is { } least
            ? nodes.Number(least, $"'minLength' of the reason of {what}", 0, AccessRules.LongestText, "Write how many characters a reason must have, for example minLength: 10.")
            : 0;
        return new ReasonRule(map.Flag("required", otherwise: true), (int)(minLength ?? 0));
    }

    public IReadOnlyList<Field> ReadFields(YamlNode node, string what)
    {
        var fields = new List<Field>();
        foreach (var item in nodes.Items(node, $"fields of {what}", MostFields, "[ { name: ticket, label: Ticket } ]"))
        {
            if (MapReader.Open(nodes, item, $"a field of {what}", FieldShape, NotYet) is not { } map
                || map.Need("name", "Give the field a name: name: ticket.") is not { } nameNode
                || nodes.Name(nameNode, $"the name of a field of {what}") is not { } name)
            {
                continue;
            }

            if (fields.Exists(f => string.Equals(f.Name, name, StringComparison.Ordinal)))
            {
                Tell(RulesProblemCode.DuplicateValue, nameNode, $"Two fields of {what} have the name {Quoted.Text(name)}.", "Give each field a name of its own.");
            }

            fields.Add(ReadField(map, name, $"field {Quoted.Text(name)} of {what}"));
        }

        return fields;
    }

    private Field ReadField(MapReader map, string name, string what)
    {
        CheckType(map["type"], what);
        var pattern = map["pattern"] is { } written ? ReadPattern(written, what) : null;
        var initial = map["default"] is { } value ? nodes.Text(value, $"the default of {what}", AccessRules.LongestText) : null;
        if (initial is not null && pattern is not null && !AccessRules.Matches(pattern, initial))
        {
            Tell(RulesProblemCode.Contradiction, map["default"]!, $"The default of {what} does not match its pattern.", $"Write a default that matches {Quoted.Text(pattern.ToString())}, or leave it out.");
        }

        return new Field(name, map.Label(name) ?? name, map.Flag("required", otherwise: false), initial, pattern);
    }

    private void CheckType(YamlNode? type, string what)
    {
        switch (type is YamlNode.Scalar scalar ? scalar.Text : null)
        {
            case null when type is null:
            case "string":
                return;
            case "int" or "bool" or "choice" or "multi-choice" or "user" or "users":
                Tell(RulesProblemCode.NotSupported, type!, $"This version of AccessBot does not support the type {type!.Kind}, in {what}.", "Use type: string, with a pattern if only some values are good.");
                return;
            default:
                Tell(RulesProblemCode.BadText, type!, $"The type of {what} is {type!.Kind}.", "Write type: string, or leave it out.");
                return;
        }
    }

    private Regex? ReadPattern(YamlNode node, string what)
    {
        if (nodes.Line(node, $"the pattern of {what}", LongestPattern) is not { } pattern)
        {
            return null;
        }

        try
        {
            return Compile(pattern);
        }
        catch (ArgumentException e)
        {
            Tell(RulesProblemCode.BadPattern, node, $"The pattern of {what} is not a regular expression: {e.Message}", "Correct it, and write it in single quotes, so that YAML leaves it as it is: '^[A-Z]+-[0-9]+$'.");
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

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);
}
