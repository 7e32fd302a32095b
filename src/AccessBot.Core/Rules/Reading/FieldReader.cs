using System.Collections.Frozen;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads one field of a form, but for when it is shown.</summary>
internal sealed class FieldReader(NodeReader nodes, RuleNames rules)
{
    /// <summary>The most choices that a field may have.</summary>
    public const int MostChoices = 1000;

    private const int LongestHelp = 1000;
    private const int LongestMessage = 150;

    // The rules' words, in the order of the README.
    private static readonly FrozenDictionary<string, FieldType> Types = new Dictionary<string, FieldType>(StringComparer.Ordinal)
    {
        ["string"] = FieldType.String,
        ["text"] = FieldType.Text,
        ["int"] = FieldType.Int,
        ["bool"] = FieldType.Bool,
        ["choice"] = FieldType.Choice,
        ["multi-choice"] = FieldType.MultiChoice,
        ["user"] = FieldType.User,
        ["users"] = FieldType.Users,
        ["duration"] = FieldType.Duration,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ValueShape SomeValue = new ValueShape.Text(AccessRules.LongestText);

    private static readonly ValueShape Bound = new ValueShape.AnyOf(
        new ValueShape.Number(-FieldValues.LargestNumber, FieldValues.LargestNumber), ValueShape.Duration);

    public static readonly MapShape Shape = new(
        "field",
        new("name", ValueShape.Name, "Its name, unique in its flow.", IsRequired: true),
        new("type", new ValueShape.Word([.. TypeNames]), "What it takes; left out, string."),
        MapReader.LabelKey,
        new("help", new ValueShape.Text(LongestHelp), "A sentence below it."),
        new("required", new ValueShape.Flag(Otherwise: false), "Whether it must be filled in where it is asked for."),
        new("default", new ValueShape.AnyOf(SomeValue, new ValueShape.ListOf(SomeValue, FieldValues.MostValues)), "What it holds at first; a list for multi-choice and users."),
        new("pattern", new ValueShape.Text(PatternReader.Longest), "A regular expression (.NET) that a string or text must match; in single quotes."),
        new("patternMessage", new ValueShape.Text(LongestMessage), "What to say if it doesn't, in place of the expression."),
        new("min", Bound, "The least: characters, value, how many, or a duration."),
        new("max", Bound, "The most: characters, value, how many, or a duration."),
        new("choices", ChoicesReader.Shape, "What can be chosen: values, or mappings with value and label."),
        new("choicesFrom", RuleNames.Shape, "The rule in C# that says what can be chosen, by its class's name, in place of choices."),
        new("showWhen", ShowWhenReader.Shape, "It is asked for only if these fields above it have these values; all must hold."),
        new("hidden", new ValueShape.Flag(Otherwise: false), "Nobody is shown it, and it always holds its default."));

    private readonly PatternReader patterns = new(nodes);
    private readonly ChoicesReader choices = new(nodes);

    /// <summary>The rules' words for what a field takes.</summary>
    public static IEnumerable<string> TypeNames => Types.OrderBy(type => type.Value).Select(type => type.Key);

    public static string HowToWrite(FieldType type) => type switch
    {
        FieldType.Int => "a whole number, without quotes",
        FieldType.Bool => "true or false",
        FieldType.User or FieldType.Users => "a member ID, like U0ANA12, from the profile's menu in Slack",
        FieldType.Duration => "a whole number and a unit: 30s, 15m, 4h or 1d",
        _ => "a text",
    };

    public Field Read(MapReader map, string name, string what)
    {
        var type = ReadType(map["type"], what);
        var field = new Field(name, map.Label(name) ?? name, map.Flag("required", otherwise: false), Default: null, Pattern: null)
        {
            Type = type,
            Help = map["help"] is { } help ? nodes.Text(help, $"the help of {what}", LongestHelp) : null,
            Hidden = map.Flag("hidden", otherwise: false),
            ChoicesFrom = ReadChoicesFrom(map, type, what),
            Choices = ReadChoices(map, type, what),
            Min = ReadBound(map, "min", type, what),
            Max = ReadBound(map, "max", type, what),
        };
        if (field.Min > field.Max)
        {
            Tell(RulesProblemCode.Contradiction, map["max"]!, $"The 'min' of {what} is above its 'max'.", "Swap the two, or leave one out.");
        }

        if (type is FieldType.MultiChoice && field.Choices.Count > 0 && field.Min > field.Choices.Count)
        {
            Tell(RulesProblemCode.Contradiction, map["min"]!, $"The 'min' of {what} is {field.Min}, but it has {field.Choices.Count} choices only.", "Lower it, or add choices.");
        }

        if (map["pattern"] is { } pattern && Fits(pattern, "pattern", type is FieldType.String or FieldType.Text, type, what))
        {
            field = field with { Pattern = patterns.Read(pattern, what) };
        }

        if (map["patternMessage"] is { } message)
        {
            if (map["pattern"] is null)
            {
                Tell(RulesProblemCode.Contradiction, message, $"The patternMessage of {what} is never said: there is no pattern.", "Add a pattern, or remove the message.");
            }

            field = field with { PatternMessage = nodes.Line(message, $"the patternMessage of {what}", LongestMessage) };
        }

        return ReadDefault(map, field, what);
    }

    private FieldType ReadType(YamlNode? node, string what)
    {
        if (node is null)
        {
            return FieldType.String;
        }

        if (node is YamlNode.Scalar scalar && Types.TryGetValue(scalar.Text, out var type))
        {
            return type;
        }

        Tell(RulesProblemCode.BadText, node, $"The type of {what} is {node.Kind}.", $"Valid types: {Quoted.Listed(TypeNames)}.{(node is YamlNode.Scalar word ? NearestName.Hint(word.Text, Types.Keys) : "")}");
        return FieldType.String;
    }

    private string? ReadChoicesFrom(MapReader map, FieldType type, string what)
    {
        if (map["choicesFrom"] is not { } node || !Fits(node, "choicesFrom", type is FieldType.Choice or FieldType.MultiChoice, type, what))
        {
            return null;
        }

        if (map["choices"] is { } choices)
        {
            Tell(RulesProblemCode.Contradiction, choices, $"{Quoted.Sentence(what)} has choices, and a rule that says them (choicesFrom).", "Keep one of the two.");
        }

        if (map.Flag("hidden", otherwise: false))
        {
            Tell(RulesProblemCode.Contradiction, node, $"Nobody chooses in {what}: it is hidden.", "Remove 'choicesFrom', or 'hidden'.");
        }

        return rules.Read(node, $"the choicesFrom of {what}", nameof(AccessRule.ChoicesAsync));
    }

    private IReadOnlyList<Choice> ReadChoices(MapReader map, FieldType type, string what)
    {
        if (map["choices"] is not { } node)
        {
            if (type is FieldType.Choice or FieldType.MultiChoice && !map.Has("choicesFrom"))
            {
                map.Need("choices", "Name what can be chosen: choices: [small, large].");
            }

            return [];
        }

        return Fits(node, "choices", type is FieldType.Choice or FieldType.MultiChoice or FieldType.Duration, type, what)
            ? type is FieldType.Duration ? choices.ReadDurations(node, what) : choices.Read(node, what)
            : [];
    }

    private long? ReadBound(MapReader map, string key, FieldType type, string what)
    {
        if (map[key] is not { } node)
        {
            return null;
        }

        var named = $"the '{key}' of {what}";
        switch (type)
        {
            case FieldType.Int:
                return nodes.Integer(node, named, -FieldValues.LargestNumber, FieldValues.LargestNumber, $"Write a whole number, for example {key}: 1.");
            case FieldType.String or FieldType.Text:
                return nodes.Number(node, named, key is "max" ? 1 : 0, AccessRules.LongestText, $"Write a number of characters, for example {key}: 20.");
            case FieldType.MultiChoice or FieldType.Users:
                return nodes.Number(node, named, key is "max" ? 1 : 0, FieldValues.MostValues, $"Write how many can be picked, for example {key}: 3.");
            case FieldType.Duration when map["choices"] is null:
                return nodes.Duration(node, named) is { } duration ? (long)duration.TotalSeconds : null;
            default:
                Tell(RulesProblemCode.Contradiction, node, $"'{key}' means nothing in {what}: {(type is FieldType.Duration ? "its choices say what is possible" : $"it is of type {NameOf(type)}")}.", "Remove it.");
                return null;
        }
    }

    private Field ReadDefault(MapReader map, Field field, string what)
    {
        if (map["default"] is not { } node)
        {
            if (field.Hidden)
            {
                map.Need("default", "Write what it holds: a hidden field is filled in by nobody.");
            }

            return field;
        }

        if (ReadValue(node, field, what) is not { } text)
        {
            return field;
        }

        if (field is { Choices.Count: 0, ChoicesFrom: null } && field.Type is FieldType.Choice or FieldType.MultiChoice)
        {
            return field;
        }

        var why = FieldValues.WhyNot(field with { Required = true }, text);
        if (why is null)
        {
            return field with { Default = FieldValues.Read(field, text) };
        }

        var (problem, remedy) = why.Code switch
        {
            RefusalCode.FieldNotOffered => ("is not among its choices", $"Valid values: {Quoted.Listed(field.Choices.Select(choice => choice.Value))}.{NearestName.Hint(text, field.Choices.Select(choice => choice.Value))}"),
            RefusalCode.FieldOutOfRange => ("is out of its range", $"Write one that fits ({FieldRange.InWords(field)}), or leave it out."),
            RefusalCode.FieldMismatch when field.Pattern is { } pattern => ("does not match its pattern", $"Write a default that matches {Quoted.Text(pattern.ToString())}, or leave it out."),
            _ => ($"can't be: it is of type {NameOf(field.Type)}", $"Write {HowToWrite(field.Type)}, or leave it out."),
        };
        Tell(RulesProblemCode.Contradiction, node, $"The default of {what} {problem}.", remedy);
        return field;
    }

    private string? ReadValue(YamlNode node, Field field, string what)
    {
        if (!field.TakesSeveral)
        {
            return nodes.Text(node, $"the default of {what}", AccessRules.LongestText);
        }

        var items = nodes.Items(node, $"the default of {what}", FieldValues.MostValues, field.Type is FieldType.Users ? "[U0ANA12]" : "[small, large]")
            .Select(item => nodes.Scalar(item, $"a default of {what}", "a value")?.Text).ToList();
        return items.Count == 0 || items.Contains(null) ? null : string.Join('\n', items);
    }

    private bool Fits(YamlNode node, string key, bool fits, FieldType type, string what)
    {
        if (!fits)
        {
            Tell(RulesProblemCode.Contradiction, node, $"'{key}' means nothing in {what}: it is of type {NameOf(type)}.", key is "choices" or "choicesFrom" ? "Write type: choice or type: multi-choice, or remove the choices." : "Remove it.");
        }

        return fits;
    }

    private static string NameOf(FieldType type) => Types.First(t => t.Value == type).Key;

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);
}
