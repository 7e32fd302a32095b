namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads the rules that decide at once.</summary>
internal sealed class AutoRulesReader(NodeReader nodes, WhenReader conditions)
{
    private const string ApproveExample = "[ { when: { durationAtMost: 1h }, because: Short enough } ]";
    private const string DenyExample = "[ { when: { durationAtLeast: 12h }, because: That is too long for one person. } ]";
    private const int MostRules = 50;
    private const int LongestBecause = 200;
    private const int MostUses = 10_000;

    private static readonly KeyShape Name = new("name", ValueShape.Name, "Its name, unique in its flow; audit entries know it by that. Required with a limit.");
    private static readonly KeyShape When = WhenIt(WhenReader.Shape);

    private static readonly MapShape Limit = new(
        "limit",
        new("uses", new ValueShape.Number(1, MostUses), "How often it may approve.", IsRequired: true),
        new("in", ValueShape.Duration, "Within how long.", IsRequired: true),
        new("per", new ValueShape.Word("person", "everybody"), "Whether each person has so many uses, which is what it means left out, or all together."));

    private static readonly MapShape ApproveShape = new(
        "autoApproveRule",
        Name,
        When,
        new("because", new ValueShape.Text(LongestBecause), "Why, in a few words, for people to read.", IsRequired: true),
        new("limit", new ValueShape.Mapping(Limit), "How often it may approve; what comes on top needs people."));

    private static readonly MapShape DenyShape = new(
        "autoDenyRule",
        Name,
        WhenIt(WhenReader.DenyShape),
        new("because", new ValueShape.Text(LongestBecause), "Why, in a sentence, for the requester to read.", IsRequired: true));

    public static readonly ValueShape Approving = new ValueShape.ListOf(new ValueShape.Mapping(ApproveShape), MostRules);
    public static readonly ValueShape Denying = new ValueShape.ListOf(new ValueShape.Mapping(DenyShape), MostRules);

    /// <summary>The rules, without those that can't be read.</summary>
    /// <param name="key"><c>autoApprove</c> or <c>autoDeny</c>.</param>
    /// <param name="node">The list.</param>
    /// <param name="what">The flow, within a sentence.</param>
    /// <param name="targets">The flow's targets; null if it asks for an approval only.</param>
    /// <param name="fields">The flow's fields.</param>
    /// <param name="names">The names that are taken; those that are read here are added.</param>
    /// <param name="hasBreakGlass">Whether there are emergencies that the rules can be for or not.</param>
    public IReadOnlyList<AutoRule> Read(
        string key, YamlNode node, string what, IReadOnlyList<Target>? targets, IReadOnlyList<Field> fields, ISet<string> names, bool hasBreakGlass = false)
    {
        var approves = key is "autoApprove";
        var rules = new List<AutoRule>();
        foreach (var (item, number) in nodes.Items(node, $"{key} of {what}", MostRules, approves ? ApproveExample : DenyExample).Select((item, i) => (item, i + 1)))
        {
            var rule = $"rule {number} of {key} of {what}";
            if (MapReader.Open(nodes, item, rule, approves ? ApproveShape : DenyShape) is not { } map)
            {
                continue;
            }

            var name = map["name"] is { } named ? nodes.Name(named, $"the name of {rule}") : $"{key}-{number}";
            if (name is not null && !names.Add(name))
            {
                Tell(RulesProblemCode.DuplicateValue, map["name"] ?? item, $"Two rules of {what} have the name {Quoted.Text(name)}.", "Give each a name of its own: audit entries know it by that.");
            }

            var when = map.Need("when", $"Say when it applies: {(approves ? ApproveExample : DenyExample)}.") is { } asked
                ? conditions.Read(asked, $"'when' of {rule}", targets, fields, denies: !approves)
                : null;
            if (when is { BreakGlass: not null } && !hasBreakGlass)
            {
                Tell(RulesProblemCode.Contradiction, map["when"]!, $"{Quoted.Sentence(rule)} asks whether it is an emergency, and {what} has no breakGlass.", "Add 'breakGlass' to the flow, or leave it out here.");
            }

            var cap = approves && map["limit"] is { } limit ? ReadCap(limit, map, rule) : null;
            if (name is not null && when is not null && ReadBecause(map, rule, approves) is { } because)
            {
                rules.Add(new AutoRule(name, when, because, cap));
            }
        }

        return rules;
    }

    private static KeyShape WhenIt(MapShape shape) => new("when", new ValueShape.Mapping(shape), "When it applies: all of it must hold.", IsRequired: true);

    private string? ReadBecause(MapReader map, string rule, bool approves)
    {
        if (map.Need("because", approves
            ? "Say why in a few words, as people are to read it: because: On call."
            : "Say why in a sentence, as the requester is to read it: because: Nothing is changed at the weekend.") is not { } node
            || nodes.Line(node, $"'because' of {rule}", LongestBecause) is not { } because)
        {
            return null;
        }

        // Other sentences follow it.
        return approves ? because.TrimEnd('.') : because.TrimEnd('.') + ".";
    }

    private UsageCap? ReadCap(YamlNode node, MapReader rule, string what)
    {
        if (MapReader.Open(nodes, node, $"'limit' of {what}", Limit) is not { } map)
        {
            return null;
        }

        rule.Need("name", "Give it a name: uses are counted by that, wherever the rule stands.");
        var uses = map.Need("uses", "Say how often it may approve: limit: { uses: 3, in: 7d }.") is { } count
            ? nodes.Number(count, $"'uses' of the limit of {what}", 1, MostUses, "Write how often it may approve, for example uses: 3.")
            : null;
        var time = map.Need("in", "Say within how long: limit: { uses: 3, in: 7d }.") is { } within
            ? nodes.Duration(within, $"'in' of the limit of {what}")
            : null;
        var perPerson = map["per"] is not { } per || IsPerPerson(per, what);
        return uses is { } most && time is { } length ? new UsageCap((int)most, length, perPerson) : null;
    }

    private bool IsPerPerson(YamlNode node, string what)
    {
        switch (node is YamlNode.Scalar scalar ? scalar.Text : null)
        {
            case "person":
                return true;
            case "everybody":
                return false;
            default:
                Tell(RulesProblemCode.BadText, node, $"'per' of the limit of {what} is {node.Kind}.", "Write person (each has so many, which is what it means without this key) or everybody (all together).");
                return true;
        }
    }

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);
}
