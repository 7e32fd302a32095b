namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads what a flow's form asks.</summary>
internal sealed class FormReader(NodeReader nodes, RuleNames rules)
{
    private readonly FieldReader reader = new(nodes, rules);
    private readonly ShowWhenReader conditions = new(nodes);

    /// <summary>What is asked where the rules say nothing: a reason, of any length.</summary>
    public static ReasonRule PlainReason { get; } = new(Required: true, MinLength: 0);

    public static readonly MapShape ReasonShape = new(
        "reason",
        new("required", new ValueShape.Flag(Otherwise: true), "Whether there must be one."),
        new("minLength", new ValueShape.Number(0, AccessRules.LongestText), "How many characters one must have, blanks at the ends not counted."));

    public static readonly ValueShape Fields = new ValueShape.ListOf(new ValueShape.Mapping(FieldReader.Shape), MostFields);

    private const int MostFields = 50;

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
        var items = nodes.Items(node, $"fields of {what}", MostFields, "[ { name: ticket, label: Ticket } ]");
        List<string> names = [.. items.OfType<YamlNode.Map>().SelectMany(NamesOf)];
        foreach (var item in items)
        {
            if (MapReader.Open(nodes, item, $"a field of {what}", FieldReader.Shape) is not { } map
                || map.Need("name", "Give the field a name: name: ticket.") is not { } nameNode
                || nodes.Name(nameNode, $"the name of a field of {what}") is not { } name)
            {
                continue;
            }

            if (fields.Exists(f => string.Equals(f.Name, name, StringComparison.Ordinal)))
            {
                nodes.Problems.Add(RulesProblemCode.DuplicateValue, nameNode, $"Two fields of {what} have the name {Quoted.Text(name)}.", "Give each field a name of its own.");
            }

            var field = $"field {Quoted.Text(name)} of {what}";
            fields.Add(reader.Read(map, name, field) with
            {
                ShowWhen = map["showWhen"] is { } when ? conditions.Read(when, field, fields, names) : [],
            });
        }

        return fields;
    }

    private static IEnumerable<string> NamesOf(YamlNode.Map field) =>
        field.Entries.Where(entry => entry.Key.Text is "name").Select(entry => entry.Value).OfType<YamlNode.Scalar>().Select(name => name.Text);
}
