using System.Text.RegularExpressions;
using AccessBot.Core.People;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads who is meant.</summary>
internal sealed partial class PrincipalReader(NodeReader nodes)
{
    public const string HowToFindRole =
        "Write the role's numeric id, without quotes: it is the number in the address of the role's page in OneLogin (Users > Roles).";

    public const string HowToFindChannel =
        "Write the channel's id, like C0ACCESS: in Slack, open the channel, click its name, and copy the channel ID at the end of the About tab.";

    private const int MostNamed = 100;

    private const string HowToFindGroup =
        "Write the group's id, like S0SRE12: in Slack, open People > User groups, pick the group, and copy the group ID from its menu.";

    private const string HowToFindUser =
        "Write the e-mail address of the Slack profile, or the member ID, like U0ANA12, from the profile's menu in Slack.";

    public static ValueShape Channel { get; } = new ValueShape.Formed(ChannelForm());

    private static readonly ValueShape SomeUser = new ValueShape.AnyOf(new ValueShape.Formed(UserForm()), new ValueShape.Formed(EmailForm()));

    private static readonly MapShape Kinds = new(
        "principal",
        new("user", SomeUser, "One person: the e-mail address of the Slack profile, or the Slack member ID (U…)."),
        new("slackGroup", new ValueShape.Formed(GroupForm()), "The members of a Slack user group, by its id (S…)."),
        new("slackChannel", Channel, "The members of a Slack channel, by its id (C… or G…)."),
        new("oneLoginRole", new ValueShape.Number(1, long.MaxValue), "The members of a OneLogin role, by its numeric id."),
        new("manager", new ValueShape.Word("requester"), "The requester's manager, as OneLogin has it."))
    {
        HasOneKey = true,
    };

    /// <summary>A list of people, as <see cref="ReadAll"/> takes it. That not everybody can be meant everywhere, the reader says.</summary>
    public static ValueShape Several { get; } = new ValueShape.ListOf(
        new ValueShape.AnyOf(new ValueShape.Word("everyone", "admins"), SomeUser, new ValueShape.Mapping(Kinds)), MostNamed);

    private static readonly Dictionary<string, string> NotYet = new(StringComparer.Ordinal)
    {
        ["onCall"] = "Name a Slack user group or a OneLogin role that holds whoever is on call.",
    };

    /// <summary>A list of people, without those that can't be read.</summary>
    public IReadOnlyList<Principal> ReadAll(YamlNode node, string what, PrincipalPlace place, string example)
    {
        var read = new List<Principal>();
        foreach (var item in nodes.Items(node, what, MostNamed, example))
        {
            if (Read(item, what, place) is not { } principal)
            {
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

    private Principal? Read(YamlNode node, string what, PrincipalPlace place)
    {
        var principal = node is YamlNode.Scalar word ? ReadWord(word, what) : ReadMapping(node, what);
        var misplaced = (principal, place) switch
        {
            (Principal.Everyone, PrincipalPlace.Admins) => "'everyone' can't be admin.",
            (Principal.Admins, PrincipalPlace.Admins) => "'admins' can't stand for itself.",
            (Principal.Manager, PrincipalPlace.Admins) => "a requester's manager can't be admin of everything.",
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

    private Principal? ReadMapping(YamlNode node, string what)
    {
        if (MapReader.Open(nodes, node, $"a principal of {what}", Kinds, NotYet) is not { } map)
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
            default:
                return null;
        }
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

    private static Principal? User(string text) =>
        UserForm().IsMatch(text) && SlackUserId.TryParse(text, out var id) ? new Principal.SlackUser(id)
        : text.Length <= 254 && EmailForm().IsMatch(text) ? new Principal.Email(text)
        : null;

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);

    [GeneratedRegex("^[CG][A-Z0-9]{1,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex ChannelForm();

    [GeneratedRegex("^S[A-Z0-9]{1,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex GroupForm();

    // Stricter than SlackUserId: a person's name that begins with U or W is more likely than an id in small letters.
    [GeneratedRegex("^[UW][A-Z0-9]{1,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex UserForm();

    // No wildcards: OneLogin's search would take them.
    [GeneratedRegex("^[^@\\s*%,;<>]+@[^@\\s*%,;<>]+\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex EmailForm();
}
