namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads when a rule applies.</summary>
internal sealed class WhenReader(NodeReader nodes, PrincipalReader people)
{
    private const int MostTargets = 1000;
    private const int MostValues = 100;

    private static readonly ValueShape FieldValue = new ValueShape.AnyOf(new ValueShape.Word(""), new ValueShape.Text(AccessRules.LongestText));

    private static readonly MapShape AtMost = Grants("grantsAtMost", 0);
    private static readonly MapShape AtLeast = Grants("grantsAtLeast", 1);

    private static readonly KeyShape[] Keys =
    [
        new("requesterIn", PrincipalReader.Several, "The requester is one of these."),
        new("targets", new ValueShape.ListOf(ValueShape.Name, MostTargets), "The target is one of these of the flow."),
        new("durationAtMost", ValueShape.Duration, "As long as this or shorter; access that ends by hand is longer than any."),
        new("durationAtLeast", ValueShape.Duration, "As long as this or longer."),
        new("fields", new ValueShape.Named(new ValueShape.AnyOf(FieldValue, new ValueShape.ListOf(FieldValue, MostValues))), "Each of these fields is filled in with this, or with one of these."),
        new("hours", new ValueShape.Mapping(HoursReader.Shape), "It is within these hours of the week."),
        new("outsideHours", new ValueShape.Mapping(HoursReader.Shape), "It is not within these hours of the week."),
        new("grantsAtMost", new ValueShape.Mapping(AtMost), "The person was granted the target no more often than this."),
        new("grantsAtLeast", new ValueShape.Mapping(AtLeast), "The person was granted the target this often at least."),
    ];

    public static readonly MapShape Shape = new("condition", Keys);

    /// <summary>Of a rule that denies: what approves is never asked about an emergency.</summary>
    public static readonly MapShape DenyShape = new(
        "denyCondition",
        [.. Keys, new KeyShape("breakGlass", new ValueShape.Truth(), "True: it is an emergency by breakGlass; false: it isn't. Left out, both.")]);

    /// <summary>What is about access, which a flow without targets gives none of.</summary>
    private static readonly HashSet<string> OfAccess = new(StringComparer.Ordinal) { "targets", "durationAtMost", "durationAtLeast", "grantsAtMost", "grantsAtLeast" };

    private readonly HoursReader hours = new(nodes);

    /// <param name="node">The mapping.</param>
    /// <param name="what">Its name within a sentence.</param>
    /// <param name="targets">The targets that can be named; null if the flow asks for an approval only.</param>
    /// <param name="fields">The fields that can be named.</param>
    /// <param name="denies">Whether it is of a rule that denies.</param>
    public Condition? Read(YamlNode node, string what, IReadOnlyList<Target>? targets, IReadOnlyList<Field> fields, bool denies)
    {
        if (MapReader.Open(nodes, node, what, denies ? DenyShape : Shape) is not { } map)
        {
            return null;
        }

        if (map.Node.Entries.Count == 0)
        {
            Tell(RulesProblemCode.EmptyList, node, $"{Quoted.Sentence(what)} names no condition.", "Name one; a rule for everybody is requesterIn: [everyone].");
        }

        foreach (var (unused, _) in map.Node.Entries.Where(entry => targets is null && OfAccess.Contains(entry.Key.Text)))
        {
            Tell(RulesProblemCode.Contradiction, unused, $"{Quoted.Sentence(what)} has {Quoted.Text(unused.Text)}, and the flow has no targets: it asks for an approval only, and nothing is granted.", $"Remove it{(unused.Text is "grantsAtMost" ? "; how often a rule of autoApprove approves is for its limit to say" : "")}, or name what the flow gives under its targets.");
        }

        var condition = new Condition
        {
            RequesterIn = map["requesterIn"] is { } requesters ? people.ReadAll(requesters, $"'requesterIn' of {what}", PrincipalPlace.Requesters, "[everyone]") : [],
            Targets = targets is not null && map["targets"] is { } named ? ReadTargets(named, what, targets) : [],
            DurationAtMost = map["durationAtMost"] is { } most ? nodes.Duration(most, $"'durationAtMost' of {what}") : null,
            DurationAtLeast = map["durationAtLeast"] is { } least ? nodes.Duration(least, $"'durationAtLeast' of {what}") : null,
            Fields = map["fields"] is { } filled ? ReadFields(filled, what, fields) : [],
            Hours = map["hours"] is { } within ? hours.Read(within, $"'hours' of {what}") : null,
            OutsideHours = map["outsideHours"] is { } outside ? hours.Read(outside, $"'outsideHours' of {what}") : null,
            GrantsAtMost = map["grantsAtMost"] is { } often ? ReadGrants(often, $"'grantsAtMost' of {what}", AtMost, 0) : null,
            GrantsAtLeast = map["grantsAtLeast"] is { } seldom ? ReadGrants(seldom, $"'grantsAtLeast' of {what}", AtLeast, 1) : null,
            BreakGlass = denies && map["breakGlass"] is { } emergency ? nodes.Flag(emergency, $"'breakGlass' of {what}") : null,
        };
        if (condition is { DurationAtMost: { } longest, DurationAtLeast: { } shortest } && longest < shortest)
        {
            Tell(RulesProblemCode.Contradiction, map["durationAtLeast"]!, $"No duration is as short and as long as {what} wants it.", "Let durationAtLeast be the smaller of the two, or leave one out.");
        }

        return condition;
    }

    private List<string> ReadTargets(YamlNode node, string what, IReadOnlyList<Target> targets)
    {
        var valid = targets.Select(target => target.Key).ToList();
        var read = new List<string>();
        foreach (var item in nodes.Items(node, $"targets of {what}", MostTargets, "[production-admin]"))
        {
            if (nodes.Scalar(item, $"a target of {what}", "the name of a target") is not { } name)
            {
                continue;
            }

            if (!valid.Contains(name.Text, StringComparer.Ordinal))
            {
                Tell(RulesProblemCode.UnknownTarget, item, $"{Quoted.Text(name.Text)} in {what} is no target of the flow.", $"Valid names: {Quoted.Listed(valid)}.{NearestName.Hint(name.Text, valid)}");
            }

            read.Add(name.Text);
        }

        return read;
    }

    private List<FieldCondition> ReadFields(YamlNode node, string what, IReadOnlyList<Field> fields)
    {
        var valid = fields.Select(field => field.Name).ToList();
        var read = new List<FieldCondition>();
        foreach (var (key, value) in nodes.Named(node, $"fields of {what}", "urgency: [high, critical]"))
        {
            if (fields.FirstOrDefault(field => string.Equals(field.Name, key.Text, StringComparison.Ordinal)) is not { } known)
            {
                Tell(RulesProblemCode.UnknownField, key, $"{Quoted.Text(key.Text)} in {what} is no field of the flow.", valid.Count == 0 ? "Add it under fields, or leave it out." : $"Valid names: {Quoted.Listed(valid)}.{NearestName.Hint(key.Text, valid)}");
                continue;
            }

            IReadOnlyList<YamlNode> values = value is YamlNode.List ? nodes.Items(value, $"the values of {Quoted.Text(key.Text)} in {what}", MostValues, "[high, critical]") : [value];
            read.Add(new FieldCondition(known.Name, [.. values.Select(item => ReadValue(item, known, what)).OfType<string>()]));
        }

        return read;
    }

    /// <summary>A value that the field can have, in its one form; the empty text for none.</summary>
    private string? ReadValue(YamlNode node, Field field, string what)
    {
        if (nodes.Scalar(node, $"a value of {Quoted.Text(field.Name)} in {what}", "a text") is not { } scalar)
        {
            return null;
        }

        if (scalar.Text.Length == 0 || FieldValues.Read(field, scalar.Text) is not { } value)
        {
            if (scalar.Text.Length > 0)
            {
                var offered = field.Choices.Select(choice => choice.Value).ToList();
                Tell(RulesProblemCode.Contradiction, node, $"{Quoted.Sentence(what)} waits for {Quoted.Text(scalar.Text)}, which {Quoted.Text(field.Name)} can't be.", offered.Count == 0 ? $"Write {FieldReader.HowToWrite(field.Type)}." : $"Valid values: {Quoted.Listed(offered)}.{NearestName.Hint(scalar.Text, offered)}");
            }

            return "";
        }

        return value;
    }

    private PastGrants? ReadGrants(YamlNode node, string what, MapShape shape, int least)
    {
        if (MapReader.Open(nodes, node, what, shape) is not { } map)
        {
            return null;
        }

        var count = map.Need("count", $"Say how many: {{ count: {least + 2}, in: 7d }}.") is { } many
            ? nodes.Number(many, $"'count' of {what}", least, PastGrants.Most, "Write how often somebody was granted the target, for example count: 3.")
            : null;
        var time = map["in"] is { } within ? nodes.Duration(within, $"'in' of {what}") : null;
        return count is { } number ? new PastGrants((int)number, time) : null;
    }

    private static MapShape Grants(string name, int least) => new(
        name,
        new("count", new ValueShape.Number(least, PastGrants.Most), "How often.", IsRequired: true),
        new("in", ValueShape.Duration, "Within how long before now; left out, ever."));

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);
}
