using System.Collections.Immutable;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads the whole file.</summary>
/// <param name="problems">Where to tell.</param>
/// <param name="code">What came of the rules in C#; null if there are none, or nobody looked.</param>
internal sealed class RulesReader(ProblemList problems, RuleCodeReading? code)
{
    /// <summary>The key that names the folder with rules in C#.</summary>
    public const string Folder = "rulesFolder";

    private const int LongestPath = 1000;

    public static readonly MapShape Shape = new(
        "rules",
        new("version", new ValueShape.Number(1, 1), "The version of this format.", IsRequired: true),
        new(Folder, new ValueShape.Text(LongestPath), "The folder with rules in C#, relative to this file: each *.cs in it is compiled at start."),
        new("identityRule", RuleNames.Shape, "The class in C# that says who somebody in Slack is in OneLogin, before their address does."),
        new("admins", PrincipalReader.Several, "Who may end any access and is told of trouble.", IsRequired: true),
        new("digest", new ValueShape.Mapping(DigestReader.Shape), "Once a day, each approver for whom something waits gets a direct message that says what; left out, none is sent."),
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
        if (map[Folder] is { } folder && nodes.Line(folder, "the rules folder", LongestPath) is not null && code?.Trouble is { } trouble)
        {
            problems.Add(RulesProblemCode.BadFolder, folder, trouble, "Name a folder that has *.cs in it, relative to this file, or remove the key.");
        }

        var names = new RuleNames(nodes, map.Has(Folder), code?.Classes);
        var people = new PrincipalReader(nodes, names);
        var admins = map.Need("admins", "Name who may end any access and is told of trouble: admins: [ana@example.com].") is { } named
            ? people.ReadAll(named, "admins", PrincipalPlace.Admins, "[ana@example.com]")
            : [];
        var identityRule = map["identityRule"] is { } who ? names.Read(who, "identityRule", nameof(AccessRule.IdentifyAsync)) : null;
        var digest = map["digest"] is { } daily ? new DigestReader(nodes).Read(daily) : null;
        var targets = map["targets"] is { } offered
            ? ReadTargets(offered, new TargetReader(nodes, people))
            : [];
        CheckWithin(map, targets);
        var flows = map.Need("flows", "Name at least one flow, with targets, durations, approvers and notify; the README has an example.") is { } asked
            ? ReadFlows(asked, new FlowReader(nodes, people, names, admins, targets))
            : [];

        return new AccessRules
        {
            Admins = admins,
            Targets = targets.Where(t => t.Value is not null).ToImmutableDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal),
            Flows = flows,
            IdentityRule = identityRule,
            Digest = digest,
            Code = code?.Code ?? RuleCode.None,
        };
    }

    /// <summary>Each target that gives no more than another one does so in truth: the other is there, and none is within itself.</summary>
    private void CheckWithin(MapReader map, Dictionary<string, Target?> targets)
    {
        foreach (var (key, value) in map["targets"] is YamlNode.Map named ? named.Entries : [])
        {
            if (targets.GetValueOrDefault(key.Text)?.Within is not { } other || (value as YamlNode.Map)?.Entries.FirstOrDefault(entry => entry.Key.Text is "within").Value is not { } node)
            {
                continue;
            }

            if (!targets.ContainsKey(other))
            {
                problems.Add(RulesProblemCode.UnknownTarget, node, $"Target {Quoted.Text(key.Text)} is within {Quoted.Text(other)}, which is no target.", $"Valid names: {Quoted.Listed(targets.Keys)}.{NearestName.Hint(other, targets.Keys)}");
            }
            else if (AccessRules.Around(key.Text, targets.GetValueOrDefault).Contains(key.Text, StringComparer.Ordinal))
            {
                problems.Add(RulesProblemCode.Contradiction, node, $"Target {Quoted.Text(key.Text)} is within itself, by way of {Quoted.Text(other)}.", "Each must give less than the one that it is within: take 'within' out of the largest.");
            }
        }
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

            flows.Add(flow.OwningRules());
            if (!labels.Add(flow.Label))
            {
                problems.Add(RulesProblemCode.DuplicateValue, key, $"Flow {Quoted.Text(key.Text)} has the same label as another flow: {Quoted.Text(flow.Label)}.", "Give it a label of its own: people see nothing else to tell them apart.");
            }
        }

        return flows;
    }
}
