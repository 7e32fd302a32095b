namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads when a field is asked for.</summary>
/// <remarks>Only fields above may be named: they are filled in first, and no field can come to depend on itself.</remarks>
internal sealed class ShowWhenReader(NodeReader nodes)
{
    private const string Example = "{ urgency: [high, critical] }";

    public static readonly ValueShape Shape = new ValueShape.Named(new ValueShape.AnyOf(
        new ValueShape.Text(AccessRules.LongestText), new ValueShape.ListOf(new ValueShape.Text(AccessRules.LongestText), FieldReader.MostChoices)));

    /// <param name="node">A mapping from names of fields to values.</param>
    /// <param name="what">The field, within a sentence.</param>
    /// <param name="above">The fields that stand before it.</param>
    /// <param name="all">The names of all fields of the flow.</param>
    public IReadOnlyList<FieldCondition> Read(YamlNode node, string what, IReadOnlyList<Field> above, IReadOnlyList<string> all)
    {
        if (node is not YamlNode.Map { Entries.Count: > 0 } map)
        {
            nodes.Problems.Add(RulesProblemCode.WrongKind, node, $"'showWhen' of {what} must be a mapping, but is {(node is YamlNode.Map ? "empty" : node.Kind)}.", $"Write the name of a field and its value, or several in brackets: {Example}.");
            return [];
        }

        var conditions = new List<FieldCondition>();
        foreach (var (key, value) in map.Entries)
        {
            if (above.FirstOrDefault(field => string.Equals(field.Name, key.Text, StringComparison.Ordinal)) is { } field)
            {
                conditions.Add(new FieldCondition(field.Name, ReadValues(value, field, what)));
            }
            else if (all.Contains(key.Text, StringComparer.Ordinal))
            {
                nodes.Problems.Add(RulesProblemCode.Contradiction, key, $"'showWhen' of {what} asks for {Quoted.Text(key.Text)}, which doesn't stand above it.", "Move that field above this one: a form is filled in from top to bottom.");
            }
            else
            {
                List<string> valid = [.. above.Select(f => f.Name)];
                nodes.Problems.Add(RulesProblemCode.UnknownField, key, $"'showWhen' of {what} asks for {Quoted.Text(key.Text)}, which is no field of the flow.", $"Valid names: {(valid.Count == 0 ? "none yet; put a field above this one" : Quoted.Listed(valid))}.{NearestName.Hint(key.Text, valid)}");
            }
        }

        return conditions;
    }

    private List<string> ReadValues(YamlNode node, Field field, string what)
    {
        var values = new List<string>();
        foreach (var item in node is YamlNode.List ? nodes.Items(node, $"'{field.Name}' in 'showWhen' of {what}", FieldReader.MostChoices, Example) : [node])
        {
            if (nodes.Scalar(item, $"a value in 'showWhen' of {what}", $"a value of the field {Quoted.Text(field.Name)}") is not { } scalar)
            {
                continue;
            }

            if (FieldValues.Read(field, scalar.Text) is { } value)
            {
                values.Add(value);
                continue;
            }

            List<string> valid = field.Type is FieldType.Bool ? ["true", "false"] : [.. field.Choices.Select(choice => choice.Value)];
            nodes.Problems.Add(
                RulesProblemCode.Contradiction, item, $"'showWhen' of {what} waits for {Quoted.Text(scalar.Text)}, which {Quoted.Text(field.Name)} can't be.",
                valid.Count == 0 ? $"Write {FieldReader.HowToWrite(field.Type)}." : $"Valid values: {Quoted.Listed(valid)}.{NearestName.Hint(scalar.Text, valid)}");
        }

        return values;
    }
}
