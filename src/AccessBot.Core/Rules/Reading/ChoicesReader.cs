namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads what can be chosen in a field.</summary>
internal sealed class ChoicesReader(NodeReader nodes)
{
    private const int Longest = FieldValues.LongestChoice;

    private const string Example = "[small, { value: large, label: Large one }]";

    private static readonly MapShape OneShape = new(
        "choice",
        new("value", new ValueShape.Text(Longest), "What is stored.", IsRequired: true),
        MapReader.LabelKey);

    public static readonly ValueShape Shape = new ValueShape.ListOf(
        new ValueShape.AnyOf(new ValueShape.Text(Longest), new ValueShape.Mapping(OneShape)), FieldReader.MostChoices);

    public IReadOnlyList<Choice> Read(YamlNode node, string what)
    {
        var read = new List<Choice>();
        var (values, labels) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var item in nodes.Items(node, $"choices of {what}", FieldReader.MostChoices, Example))
        {
            if (ReadOne(item, what) is not { } choice)
            {
                continue;
            }

            if (!values.Add(choice.Value))
            {
                Tell(item, $"The choice {Quoted.Text(choice.Value)} stands twice in {what}.", "Remove one of the two.");
            }
            else if (!labels.Add(choice.Label))
            {
                Tell(item, $"Two choices of {what} have the label {Quoted.Text(choice.Label)}.", "Give each a label of its own: people see nothing else to tell them apart.");
            }

            read.Add(choice);
        }

        return read;
    }

    public IReadOnlyList<Choice> ReadDurations(YamlNode node, string what)
    {
        var read = new List<Choice>();
        foreach (var item in nodes.Items(node, $"choices of {what}", FieldReader.MostChoices, "[30m, 1h, 4h]"))
        {
            if (nodes.Duration(item, $"a choice of {what}") is not { } duration)
            {
                continue;
            }

            var choice = new Choice(DurationText.Short(duration), DurationText.InWords(duration));
            if (read.Contains(choice))
            {
                Tell(item, $"The choice of {choice.Label} stands twice in {what}.", "Remove one of the two.");
            }

            read.Add(choice);
        }

        return read;
    }

    private Choice? ReadOne(YamlNode node, string what)
    {
        if (node is not YamlNode.Map)
        {
            return nodes.Line(node, $"a choice of {what}", Longest) is { } word ? new Choice(word, word) : null;
        }

        return MapReader.Open(nodes, node, $"a choice of {what}", OneShape) is { } map
            && map.Need("value", "Write what is stored: { value: large, label: Large one }.") is { } valueNode
            && nodes.Line(valueNode, $"the value of a choice of {what}", Longest) is { } value
                ? new Choice(value, map.Label(value) ?? value)
                : null;
    }

    private void Tell(YamlNode at, string message, string remedy) => nodes.Problems.Add(RulesProblemCode.DuplicateValue, at, message, remedy);
}
