using System.Collections.Immutable;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads the whole file.</summary>
internal sealed class RulesReader(ProblemList problems)
{
    public static readonly MapShape Shape = new(
        "rules",
        new("version", new ValueShape.Number(1, 1), "The version of this format.", IsRequired: true),
        new("admins", PrincipalReader.Several, "Who may end any access and is told of trouble.", IsRequired: true),
        new("targets", new ValueShape.Named(new ValueShape.Mapping(TargetReader.Shape)), "What can be asked for, by names of your choice. May be left out where no flow gives access."),
        new("flows", new ValueShape.Named(new ValueShape.Mapping(FlowReader.Shape)), "What a requester picks, by names of your choice.", IsRequired: true));

    private readonly NodeReader nodes = new(problems);

    /// <summary>The rules, of use only if no problem was told; null if they can't be put together at all.</summary>
    public AccessRules? Read(YamlNode root)
    {
        if (MapReader.Open(nodes, root, "the rules", Shape) is not { } map)
        {
            return null;
        }

        CheckVersion(map);
        var people = new PrincipalReader(nodes);
        var admins = map.Need("admins", "Name who may end any access and is told of trouble: admins: [ana@example.com].") is { } named
            ? people.ReadAll(named, "admins", PrincipalPlace.Admins, "[ana@example.com]")
            : [];
        var targets = map["targets"] is { } offered
            ? ReadTargets(offered, new TargetReader(nodes, people))
            : [];
        var flows = map.Need("flows", "Name at least one flow, with targets, durations, approvers and notify; the README has an example.") is { } asked
            ? ReadFlows(asked, new FlowReader(nodes, people, admins, targets))
            : [];

        return new AccessRules
        {
            Admins = admins,
            Targets = targets.Where(t => t.Value is not null).ToImmutableDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal),
            Flows = flows,
        };
    }

    private void CheckVersion(MapReader map)
    {
        if (map.Need("version", "Begin the file with 'version: 1'.") is { } version and not YamlNode.Scalar { IsPlain: true, Text: "1" })
        {
            problems.Add(RulesProblemCode.BadVersion, version, $"The version is {version.Kind}; this AccessBot reads version 1.", "Write 'version: 1', without quotes.");
        }
    }

    /// <summary>Every name under targets, with null for a target that can't be read: a flow may name it all the same.</summary>
    private Dictionary<string, Target?> ReadTargets(YamlNode node, TargetReader reader)
    {
        var targets = new Dictionary<string, Target?>(StringComparer.Ordinal);
        foreach (var (key, value) in nodes.Named(node, "targets", "production: { oneLoginRole: 81878 }"))
        {
            targets[key.Text] = reader.Read(key.Text, value);
        }

        return targets;
    }

    private List<Flow> ReadFlows(YamlNode node, FlowReader reader)
    {
        var flows = new List<Flow>();
        var labels = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in nodes.Named(node, "flows", "production: { targets: […], … }"))
        {
            if (reader.Read(key.Text, value) is not { } flow)
            {
                continue;
            }

            flows.Add(flow);
            if (!labels.Add(flow.Label))
            {
                problems.Add(RulesProblemCode.DuplicateValue, key, $"Flow {Quoted.Text(key.Text)} has the same label as another flow: {Quoted.Text(flow.Label)}.", "Give it a label of its own: people see nothing else to tell them apart.");
            }
        }

        return flows;
    }
}
