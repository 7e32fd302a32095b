using System.Collections.Immutable;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads the whole file.</summary>
internal sealed class RulesReader(ProblemList problems)
{
    private static readonly MapShape TargetShape = new(
        "target",
        MapReader.LabelKey,
        new("oneLoginRole", new ValueShape.Number(1, long.MaxValue), "The numeric id of the OneLogin role; no other role is ever given.", IsRequired: true),
        new("privilege", new ValueShape.Word("member", "admin"), "Whether one gets the role's apps, or manages its members; left out, member."),
        new("endSessions", new ValueShape.Flag(Otherwise: false), "Whether the person is logged out of OneLogin when the access ends."));

    public static readonly MapShape Shape = new(
        "rules",
        new("version", new ValueShape.Number(1, 1), "The version of this format.", IsRequired: true),
        new("admins", PrincipalReader.Several, "Who may end any access and is told of trouble.", IsRequired: true),
        new("targets", new ValueShape.Named(new ValueShape.Mapping(TargetShape)), "What can be asked for, by names of your choice.", IsRequired: true),
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
        var targets = map.Need("targets", "Name what can be asked for: targets: { production: { oneLoginRole: 81878 } }.") is { } offered
            ? ReadTargets(offered)
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
    private Dictionary<string, Target?> ReadTargets(YamlNode node)
    {
        var targets = new Dictionary<string, Target?>(StringComparer.Ordinal);
        foreach (var (key, value) in nodes.Named(node, "targets", "production: { oneLoginRole: 81878 }"))
        {
            targets[key.Text] = ReadTarget(key.Text, value);
        }

        return targets;
    }

    private Target? ReadTarget(string key, YamlNode node)
    {
        var what = $"target {Quoted.Text(key)}";
        if (MapReader.Open(nodes, node, what, TargetShape) is not { } map)
        {
            return null;
        }

        var label = map.Label(key);
        var role = map.Need("oneLoginRole", PrincipalReader.HowToFindRole) is { } id
            ? nodes.Number(id, $"the OneLogin role of {what}", 1, long.MaxValue, PrincipalReader.HowToFindRole)
            : null;
        var privilege = map["privilege"] is { } asked ? ReadPrivilege(asked, what) : Privilege.Member;
        var endSessions = map.Flag("endSessions", otherwise: false);
        return label is not null && role is not null && privilege is not null
            ? new Target(key, label, role.Value, privilege.Value, endSessions)
            : null;
    }

    private Privilege? ReadPrivilege(YamlNode node, string what)
    {
        switch (node is YamlNode.Scalar scalar ? scalar.Text : null)
        {
            case "member":
                return Privilege.Member;
            case "admin":
                return Privilege.Admin;
            case "ask":
                problems.Add(RulesProblemCode.NotSupported, node, $"This version of AccessBot does not support the privilege 'ask', in {what}.", "Write member or admin, or make two targets: one of each.");
                return null;
            default:
                problems.Add(RulesProblemCode.BadText, node, $"The privilege of {what} is {node.Kind}.", "Write member (gets the role's apps) or admin (manages the role's members).");
                return null;
        }
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
