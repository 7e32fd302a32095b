using System.Text.RegularExpressions;
using AccessBot.Core.People;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads who is meant.</summary>
internal sealed partial class PrincipalReader(NodeReader nodes, RuleNames rules)
{
    public const string HowToFindRole =
        "Write the role's numeric id, without quotes: it is the number in the address of the role's page in OneLogin (Users > Roles).";

    public const string HowToFindChannel =
        "Write the channel's id, like C0ACCESS: in Slack, open the channel, click its name, and copy the channel ID at the end of the About tab.";

    private const int MostNamed = 100;
    private const int LongestSchedule = 100;

    private const string HowToFindGroup =
        "Write the group's id, like S0SRE12: in Slack, open People > User groups, pick the group, and copy the group ID from its menu.";

    private const string HowToFindUser =
        "Write the e-mail address of the Slack profile, or the member ID, like U0ANA12, from the profile's menu in Slack.";

    /// <summary>How many lists may stand within each other: deeper, nobody can tell any more who is meant.</summary>
    private const int Deepest = 4;

    public static ValueShape Channel { get; } = new ValueShape.Formed(ChannelForm());

    private static readonly ValueShape SomeUser = new ValueShape.AnyOf(new ValueShape.Formed(UserForm()), new ValueShape.Formed(EmailForm()));

    private static readonly MapShape OnCallKinds = new(
        "onCall",
        new("pagerDutySchedule", new ValueShape.Formed(PagerDutyForm()), "Whoever is on call by a PagerDuty schedule, by its id."),
        new("pagerDutyEscalationPolicy", new ValueShape.Formed(PagerDutyForm()), "Whoever is on call at any level of a PagerDuty escalation policy, by its id."),
        new("opsgenieSchedule", new ValueShape.Text(LongestSchedule), "Whoever is on call by an Opsgenie schedule, by its id or name."))
    {
        HasOneKey = true,
    };

    // Lists may stand within lists, so that this is in itself.
    private static readonly ValueShape Others = new ValueShape.Later(() => Several!);

    private static readonly MapShape Kinds = new(
        "principal",
        new("user", SomeUser, "One person: the e-mail address of the Slack profile, or the Slack member ID (U…)."),
        new("slackGroup", new ValueShape.Formed(GroupForm()), "The members of a Slack user group, by its id (S…)."),
        new("slackChannel", Channel, "The members of a Slack channel, by its id (C… or G…)."),
        new("oneLoginRole", new ValueShape.Number(1, long.MaxValue), "The members of a OneLogin role, by its numeric id."),
        new("manager", new ValueShape.Word("requester"), "The requester's manager, as OneLogin has it."),
        new("onCall", new ValueShape.Mapping(OnCallKinds), "Whoever is on call."),
        new("rule", RuleNames.Shape, "Whom a rule in C# names, by its class's name."),
        new("anyOf", Others, "Whom any of these names."),
        new("allOf", Others, "Whom all of these name."),
        new("noneOf", Others, "Within an allOf: whom none of these names."))
    {
        HasOneKey = true,
    };

    /// <summary>A list of people, as <see cref="ReadAll(YamlNode, string, PrincipalPlace, string)"/> takes it. That not everybody can be meant everywhere, the reader says.</summary>
    public static ValueShape Several { get; } = new ValueShape.ListOf(
        new ValueShape.AnyOf(new ValueShape.Word("everyone", "admins"), SomeUser, new ValueShape.Mapping(Kinds)), MostNamed);

    private const int MostInAll = 1000;

    private const string HowToFindPagerDuty =
        "Write its id, like PI7DH85: it is the last part of the address of its page in PagerDuty.";

    private int left;

    /// <summary>A list of people, without those that can't be read.</summary>
    public IReadOnlyList<Principal> ReadAll(YamlNode node, string what, PrincipalPlace place, string example) => ReadAll(node, what, place, example, depth: 1, within: null);

    private List<Principal> ReadAll(YamlNode node, string what, PrincipalPlace place, string example, int depth, string? within)
    {
        var read = new List<Principal>();
        left = within is null ? MostInAll : left;
        foreach (var item in nodes.Items(node, within is null ? what : $"{within} of {what}", MostNamed, example))
        {
            // An alias repeats a whole list by a single word, and that list's own aliases with it.
            if (left-- == 0)
            {
                Tell(RulesProblemCode.TooLarge, item, $"With all lists in it, {what} has more than {MostInAll} entries.", "Make groups of these people, in Slack or OneLogin, and name those.");
            }

            if (left < 0)
            {
                break;
            }

            if (Read(item, what, place, depth) is not { } principal)
            {
                continue;
            }

            if (principal is Principal.NoneOf && within is not "allOf")
            {
                Tell(
                    RulesProblemCode.Contradiction, item, $"In {what}, noneOf names everybody else in the world.",
                    "Say out of whom they are left out, in one entry: { allOf: [ { slackGroup: S0SRE12 }, { noneOf: [ { user: ana@example.com } ] } ] }.");
                continue;
            }

            if (read.Contains(principal))
            {
                Tell(RulesProblemCode.DuplicateValue, item, $"The same people are named twice in {what}.", "Remove one of the two.");
            }

            read.Add(principal);
        }

        return read;
    }

    /// <summary>The id of a channel; null, with a problem told, if it is none.</summary>
    public string? ReadChannel(YamlNode node, string what) => ReadId(node, what, ChannelForm(), "channel id", HowToFindChannel);

    private Principal? Read(YamlNode node, string what, PrincipalPlace place, int depth)
    {
        var principal = node is YamlNode.Scalar word ? ReadWord(word, what) : ReadMapping(node, what, place, depth);
        var misplaced = (principal, place) switch
        {
            (Principal.Everyone, PrincipalPlace.Admins) => "'everyone' can't be admin.",
            (Principal.Admins, PrincipalPlace.Admins) => "'admins' can't stand for itself.",
            (Principal.Manager, PrincipalPlace.Admins) => "a requester's manager can't be admin of everything.",
            (Principal.OnCall, PrincipalPlace.Admins) => "whoever is on call can't be admin: the service that says so may be away when one is needed.",
            (Principal.Everyone, PrincipalPlace.Told) => "'everyone' is too many to write to.",
            (Principal.Rule, PrincipalPlace.Admins) => "a rule in C# can't say who is admin: it may fail when one is needed.",
            (Principal.Manager, PrincipalPlace.Requesters) => "nobody is their own manager, so this lets nobody ask.",
            _ => null,
        };
        if (misplaced is null)
        {
            return principal;
        }

        Tell(RulesProblemCode.BadPrincipal, node, $"In {what}, {misplaced}", "Name people, groups or a role.");
        return null;
    }

    private Principal? ReadWord(YamlNode.Scalar word, string what)
    {
        switch (word)
        {
            case { Text: "everyone" }:
                return new Principal.Everyone();
            case { Text: "admins" }:
                return new Principal.Admins();
            case { IsNull: false } when User(word.Text) is { } user:
                return user;
            default:
                Tell(
                    RulesProblemCode.BadPrincipal, word, $"In {what}, {word.Kind} does not say who is meant.",
                    $"Write everyone, admins, an e-mail address, or one of {{ {string.Join(": … }, { ", Kinds.Names)}: … }}.{NearestName.Hint(word.Text, ["everyone", "admins"])}");
                return null;
        }
    }

    private Principal? ReadMapping(YamlNode node, string what, PrincipalPlace place, int depth)
    {
        if (MapReader.Open(nodes, node, $"a principal of {what}", Kinds) is not { } map)
        {
            return null;
        }

        if (map.Node.Entries.Count != 1)
        {
            Tell(RulesProblemCode.BadPrincipal, node, $"In {what}, an entry has {map.Node.Entries.Count} keys instead of one.", "Write one entry for each: [ { slackGroup: S0SRE12 }, { oneLoginRole: 4242 } ].");
            return null;
        }

        var (key, value) = map.Node.Entries[0];
        switch (key.Text)
        {
            case "user":
                return ReadUser(value, what);
            case "slackGroup":
                return ReadId(value, $"a slackGroup of {what}", GroupForm(), "user group id", HowToFindGroup) is { } group ? new Principal.SlackGroup(group) : null;
            case "slackChannel":
                return ReadChannel(value, $"a slackChannel of {what}") is { } channel ? new Principal.SlackChannel(channel) : null;
            case "oneLoginRole":
                return nodes.Number(value, $"a oneLoginRole of {what}", 1, long.MaxValue, HowToFindRole) is { } role ? new Principal.OneLoginRole(role) : null;
            case "manager" when value is YamlNode.Scalar { Text: "requester" }:
                return new Principal.Manager();
            case "manager":
                Tell(RulesProblemCode.BadPrincipal, value, $"In {what}, the manager of {value.Kind} is not known.", "Write { manager: requester }: only the requester's manager can be meant.");
                return null;
            case "onCall":
                return ReadOnCall(value, what);
            case "rule":
                return rules.Read(value, $"a rule of {what}", nameof(AccessRule.NamesAsync)) is { } rule ? new Principal.Rule(rule) : null;
            case "anyOf" or "allOf" or "noneOf" when depth >= Deepest:
                Tell(RulesProblemCode.TooLarge, key, $"In {what}, lists of people are nested more than {Deepest - 1} deep.", "Name the people by fewer lists, or make a group of them.");
                return null;
            case "anyOf":
                return ReadCompound(key, value, what, place, depth) is { } some ? new Principal.AnyOf(some) : null;
            case "allOf":
                return ReadCompound(key, value, what, place, depth) is { } all ? new Principal.AllOf(all) : null;
            case "noneOf":
                return ReadCompound(key, value, what, place, depth) is { } none ? new Principal.NoneOf(none) : null;
            default:
                return null;
        }
    }

    /// <summary>What stands in a list within a list; null, with a problem told, if it can't be read or names nobody.</summary>
    private List<Principal>? ReadCompound(YamlNode.Scalar key, YamlNode value, string what, PrincipalPlace place, int depth)
    {
        var read = ReadAll(value, what, place, "[ { slackGroup: S0SRE12 }, { oneLoginRole: 4242 } ]", depth + 1, key.Text);

        // What could not be read was told, and may be what is missing.
        var isWhole = value is YamlNode.List list && list.Items.Count == read.Count;
        if (isWhole && read.Count > 0 && key.Text is "allOf" && read.TrueForAll(p => p is Principal.NoneOf))
        {
            Tell(RulesProblemCode.Contradiction, value, $"In {what}, allOf has nothing but noneOf in it, which names everybody else in the world.", "Say out of whom they are left out: allOf: [ everyone, { noneOf: [ … ] } ].");
            return null;
        }

        if (key.Text is "noneOf" && read.Contains(new Principal.Everyone()))
        {
            Tell(RulesProblemCode.Contradiction, value, $"In {what}, noneOf leaves everyone out, so that nobody is meant.", "Leave out some people only.");
            return null;
        }

        return read.Count > 0 ? read : null;
    }

    private Principal.OnCall? ReadOnCall(YamlNode value, string what)
    {
        if (MapReader.Open(nodes, value, $"an onCall of {what}", OnCallKinds) is not { } map)
        {
            return null;
        }

        if (map.Node.Entries.Count != 1)
        {
            Tell(RulesProblemCode.BadPrincipal, value, $"In {what}, an onCall has {map.Node.Entries.Count} keys instead of one.", "Write one entry for each: { onCall: { pagerDutySchedule: PI7DH85 } }.");
            return null;
        }

        var (key, id) = map.Node.Entries[0];
        return key.Text switch
        {
            "pagerDutySchedule" => PagerDuty(OnCallSource.PagerDutySchedule, "schedule id"),
            "pagerDutyEscalationPolicy" => PagerDuty(OnCallSource.PagerDutyEscalationPolicy, "escalation policy id"),
            "opsgenieSchedule" => nodes.Line(id, $"an opsgenieSchedule of {what}", LongestSchedule) is { } name ? new Principal.OnCall(OnCallSource.OpsgenieSchedule, name) : null,
            _ => null,
        };

        Principal.OnCall? PagerDuty(OnCallSource by, string kind) =>
            ReadId(id, $"a {key.Text} of {what}", PagerDutyForm(), kind, HowToFindPagerDuty) is { } found ? new Principal.OnCall(by, found) : null;
    }

    private Principal? ReadUser(YamlNode value, string what)
    {
        if (value is YamlNode.Scalar { IsNull: false } scalar && User(scalar.Text) is { } user)
        {
            return user;
        }

        Tell(RulesProblemCode.BadId, value, $"In {what}, the user is {value.Kind}, which is neither an e-mail address nor a Slack member ID.", HowToFindUser);
        return null;
    }

    private string? ReadId(YamlNode value, string what, Regex form, string kind, string remedy)
    {
        if (value is YamlNode.Scalar scalar && form.IsMatch(scalar.Text))
        {
            return scalar.Text;
        }

        var hint = value is YamlNode.Scalar { IsNull: true } ? " A name with '#' in front is a comment to YAML, and names are not taken anyway." : "";
        Tell(RulesProblemCode.BadId, value, $"Not a {kind} for {what}: it is {value.Kind}.", remedy + hint);
        return null;
    }

    /// <summary>Whether a text is the id of a channel.</summary>
    public static bool IsChannel(string text) => ChannelForm().IsMatch(text);

    private static Principal? User(string text) =>
        UserForm().IsMatch(text) && SlackUserId.TryParse(text, out var id) ? new Principal.SlackUser(id)
        : text.Length <= 254 && EmailForm().IsMatch(text) ? new Principal.Email(text)
        : null;

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);

    [GeneratedRegex("^[CG][A-Z0-9]{1,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex ChannelForm();

    [GeneratedRegex("^[A-Z0-9]{1,64}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex PagerDutyForm();

    [GeneratedRegex("^S[A-Z0-9]{1,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex GroupForm();

    // Stricter than SlackUserId: a person's name that begins with U or W is more likely than an id in small letters.
    [GeneratedRegex("^[UW][A-Z0-9]{1,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex UserForm();

    // No wildcards: OneLogin's search would take them.
    [GeneratedRegex("^[^@\\s*%,;<>]+@[^@\\s*%,;<>]+\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex EmailForm();
}
