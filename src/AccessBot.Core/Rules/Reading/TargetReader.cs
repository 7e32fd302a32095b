using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads one target.</summary>
internal sealed class TargetReader(NodeReader nodes, PrincipalReader people)
{
    private const int LongestWords = 75;

    public static readonly MapShape Shape = new(
        "target",
        MapReader.LabelKey,
        new("description", new ValueShape.Text(LongestWords), "A few words below it in the menu."),
        new("group", new ValueShape.Text(LongestWords), "The heading under which it stands in the menu."),
        new("oneLoginRole", new ValueShape.Number(1, long.MaxValue), "The numeric id of the OneLogin role; no other role is ever given.", IsRequired: true),
        new("privilege", new ValueShape.Word("member", "admin", "ask"), "Whether one gets the role's apps, manages its members, or is asked which; left out, member."),
        new("requesters", PrincipalReader.Several, "Who may ask for it, of those who may ask in the flow; left out, all of them."),
        new("within", ValueShape.Name, "Another target that gives all that this one does, and more: a rule in C# may give this one in its place."),
        new("endSessions", new ValueShape.Flag(Otherwise: false), "Whether the person is logged out of OneLogin when the access ends."));

    /// <summary>The target; null if it can't be put together.</summary>
    public Target? Read(string key, YamlNode node)
    {
        var what = $"target {Quoted.Text(key)}";
        if (MapReader.Open(nodes, node, what, Shape) is not { } map)
        {
            return null;
        }

        var label = map.Label(key);
        var role = map.Need("oneLoginRole", PrincipalReader.HowToFindRole) is { } id
            ? nodes.Number(id, $"the OneLogin role of {what}", 1, long.MaxValue, PrincipalReader.HowToFindRole)
            : null;
        var (known, privilege) = map["privilege"] is { } asked ? ReadPrivilege(asked, what) : (true, Privilege.Member);
        var endSessions = map.Flag("endSessions", otherwise: false);
        var description = map["description"] is { } words ? nodes.Line(words, $"the description of {what}", LongestWords) : null;
        var group = map["group"] is { } heading ? nodes.Line(heading, $"the group of {what}", LongestWords) : null;
        var requesters = map["requesters"] is { } some ? people.ReadAll(some, $"requesters of {what}", PrincipalPlace.Requesters, "[admins]") : null;
        var within = map["within"] is { } larger ? nodes.Name(larger, $"'within' of {what}") : null;
        return label is not null && role is not null && known
            ? new Target(key, label, role.Value, privilege, endSessions) { Description = description, Group = group, Requesters = requesters, Within = within }
            : null;
    }

    /// <summary>Null for the requester's choice.</summary>
    private (bool Known, Privilege? Privilege) ReadPrivilege(YamlNode node, string what)
    {
        switch (node is YamlNode.Scalar scalar ? scalar.Text : null)
        {
            case "member":
                return (true, Privilege.Member);
            case "admin":
                return (true, Privilege.Admin);
            case "ask":
                return (true, null);
            default:
                nodes.Problems.Add(RulesProblemCode.BadText, node, $"The privilege of {what} is {node.Kind}.", "Write member (gets the role's apps), admin (manages the role's members) or ask (the requester chooses).");
                return (false, null);
        }
    }
}
