namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads who must approve.</summary>
internal sealed class ApproversReader(NodeReader nodes, PrincipalReader people, IReadOnlyList<Principal> admins)
{
    public const string Example = "[ { anyOf: [ { slackGroup: S0SRE12 } ], count: 1 } ]";

    private const int MostLines = 20;
    private const int MostPeople = 100;

    private static readonly MapShape Line = new(
        "approverLine",
        new("anyOf", PrincipalReader.Several, "Whose approval counts.", IsRequired: true),
        new("count", new ValueShape.Number(1, MostPeople), "How many of them must approve; left out, one."));

    public static readonly ValueShape Shape = new ValueShape.ListOf(new ValueShape.Mapping(Line), MostLines);

    /// <summary>The lines, without those that can't be read.</summary>
    public IReadOnlyList<ApproverLine> Read(YamlNode node, string what)
    {
        var lines = new List<ApproverLine>();
        foreach (var (item, number) in nodes.Items(node, $"approvers of {what}", MostLines, Example).Select((item, i) => (item, i + 1)))
        {
            if (ReadLine(item, $"approver line {number} of {what}") is { } line)
            {
                lines.Add(line);
            }
        }

        CheckThatTheyCanBeMet(node, what, lines);
        return lines;
    }

    private ApproverLine? ReadLine(YamlNode node, string what)
    {
        if (MapReader.Open(nodes, node, what, Line) is not { } map)
        {
            return null;
        }

        var anyOf = map.Need("anyOf", $"Name whose approval counts: {Example}.") is { } named
            ? people.ReadAll(named, what, PrincipalPlace.Approvers, "[ { slackGroup: S0SRE12 } ]")
            : [];
        var count = map["count"] is { } asked
            ? nodes.Number(asked, $"the count of {what}", 1, MostPeople, "Write how many people must approve, for example count: 1.")
            : 1;
        if (count is null || anyOf.Count == 0)
        {
            return null;
        }

        if (PlainlyNamed(anyOf) is { } all && count > all.Count)
        {
            nodes.Problems.Add(RulesProblemCode.Contradiction, map["count"] ?? node, $"{count} people must approve in {what}, which names only {all.Count}.", "Lower the count, or name more people.");
            return null;
        }

        return new ApproverLine(anyOf, (int)count.Value);
    }

    /// <summary>Each line alone can be met by the people that it names; but one person counts once overall.</summary>
    private void CheckThatTheyCanBeMet(YamlNode node, string what, List<ApproverLine> lines)
    {
        var closed = lines.Where(line => PlainlyNamed(line.AnyOf) is not null).ToList();
        var named = closed.SelectMany(line => PlainlyNamed(line.AnyOf)!).Distinct().ToList();
        var lineOf = Assignment.Best([.. closed.Select(line => line.Count)], named.Count, (line, person) => PlainlyNamed(closed[line].AnyOf)!.Contains(named[person]));
        if (lineOf.Count(line => line is not null) < closed.Sum(line => line.Count))
        {
            nodes.Problems.Add(RulesProblemCode.Contradiction, node, $"The approver lines of {what} can't all be met: each person counts once overall, and the lines share too few people.", "Name more people, or merge the lines into one with a higher count.");
        }
    }

    /// <summary>The people, where nobody else can be meant; null where a group may have any number.</summary>
    private HashSet<Principal>? PlainlyNamed(IEnumerable<Principal> principals)
    {
        var all = new HashSet<Principal>();
        foreach (var principal in principals)
        {
            if (PlainlyNamed(principal) is not { } some)
            {
                return null;
            }

            all.UnionWith(some);
        }

        return all;
    }

    private HashSet<Principal>? PlainlyNamed(Principal principal) => principal switch
    {
        Principal.SlackUser or Principal.Email or Principal.Manager => [principal],
        Principal.Admins => PlainlyNamed(admins),
        Principal.AnyOf some => PlainlyNamed(some.Of),

        // At most those of its narrowest part: the others may name the same people by other words.
        Principal.AllOf all => all.Of.Select(PlainlyNamed).OfType<HashSet<Principal>>().MinBy(some => some.Count) is { } least
            ? [.. least.Except(all.Of.OfType<Principal.NoneOf>().SelectMany(none => none.Of))]
            : null,
        _ => null,
    };
}
