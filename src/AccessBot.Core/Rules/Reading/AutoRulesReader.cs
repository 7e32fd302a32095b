namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads the rules that decide at once.</summary>
internal sealed class AutoRulesReader(NodeReader nodes, ConditionReader conditions)
{
    private const string ApproveExample = "[ { when: { durationAtMost: 1h }, because: Short enough } ]";
    private const string DenyExample = "[ { when: { durationAtLeast: 12h }, because: That is too long for one person. } ]";

    /// <summary>The rules, without those that can't be read.</summary>
    /// <param name="key"><c>autoApprove</c> or <c>autoDeny</c>.</param>
    /// <param name="node">The list.</param>
    /// <param name="what">The flow, within a sentence.</param>
    /// <param name="targets">The flow's targets.</param>
    /// <param name="fields">The flow's fields.</param>
    /// <param name="names">The names that are taken; those that are read here are added.</param>
    public IReadOnlyList<AutoRule> Read(
        string key, YamlNode node, string what, IReadOnlyList<Target> targets, IReadOnlyList<Field> fields, ISet<string> names)
    {
        var approves = key is "autoApprove";
        var rules = new List<AutoRule>();
        foreach (var (item, number) in nodes.Items(node, $"{key} of {what}", 50, approves ? ApproveExample : DenyExample).Select((item, i) => (item, i + 1)))
        {
            var rule = $"rule {number} of {key} of {what}";
            if (MapReader.Open(nodes, item, rule, approves ? ["name", "when", "because", "limit"] : ["name", "when", "because"]) is not { } map)
            {
                continue;
            }

            var name = map["name"] is { } named ? nodes.Name(named, $"the name of {rule}") : $"{key}-{number}";
            if (name is not null && !names.Add(name))
            {
                Tell(RulesProblemCode.DuplicateValue, map["name"] ?? item, $"Two rules of {what} have the name {Quoted.Text(name)}.", "Give each a name of its own: audit entries know it by that.");
            }

            var when = map.Need("when", $"Say when it applies: {(approves ? ApproveExample : DenyExample)}.") is { } asked
                ? conditions.Read(asked, $"'when' of {rule}", targets, fields)
                : null;
            var cap = approves && map["limit"] is { } limit ? ReadCap(limit, map, rule) : null;
            if (name is not null && when is not null && ReadBecause(map, rule, approves) is { } because)
            {
                rules.Add(new AutoRule(name, when, because, cap));
            }
        }

        return rules;
    }

    private string? ReadBecause(MapReader map, string rule, bool approves)
    {
        if (map.Need("because", approves
            ? "Say why in a few words, as people are to read it: because: On call."
            : "Say why in a sentence, as the requester is to read it: because: Nothing is changed at the weekend.") is not { } node
            || nodes.Line(node, $"'because' of {rule}", 200) is not { } because)
        {
            return null;
        }

        // Other sentences follow it.
        return approves ? because.TrimEnd('.') : because.TrimEnd('.') + ".";
    }

    private UsageCap? ReadCap(YamlNode node, MapReader rule, string what)
    {
        if (MapReader.Open(nodes, node, $"'limit' of {what}", ["uses", "in", "per"]) is not { } map)
        {
            return null;
        }

        rule.Need("name", "Give it a name: uses are counted by that, wherever the rule stands.");
        var uses = map.Need("uses", "Say how often it may approve: limit: { uses: 3, in: 7d }.") is { } count
            ? nodes.Number(count, $"'uses' of the limit of {what}", 1, 10_000, "Write how often it may approve, for example uses: 3.")
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
