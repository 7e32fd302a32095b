using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads one flow.</summary>
internal sealed class FlowReader(
    NodeReader nodes, PrincipalReader people, RuleNames rules, IReadOnlyList<Principal> admins, IReadOnlyDictionary<string, Target?> targets)
{
    public static readonly MapShape Shape = new(
        "flow",
        MapReader.LabelKey,
        new("description", new ValueShape.Text(LongestDescription), "A sentence for the form."),
        new("header", new ValueShape.Text(LongestDescription), "What stands above the form; Slack's formatting and links are shown as such."),
        new("targets", new ValueShape.ListOf(ValueShape.Name, MostTargets), "What can be asked for: names under targets. Left out, people are asked for an approval and nothing else."),
        new("durations", new ValueShape.ListOf(ValueShape.Duration, MostDurations), "How long can be asked for, such as 30m, 4h or 1d; the first is preselected. Required with targets, unless autoRevoke is false."),
        new("allowUntil", new ValueShape.Flag(Otherwise: false), "Whether a requester may pick an end of their own, within maxDuration."),
        new("maxDuration", ValueShape.Duration, "How far off that end may be; left out, as far as the longest duration."),
        new("reason", new ValueShape.Mapping(FormReader.ReasonShape), "What is asked of the reason; left out, there must be one."),
        new("fields", FormReader.Fields, "Further fields of the form."),
        new("requesters", PrincipalReader.Several, "Who may ask; left out, every full member."),
        new("approvers", ApproversReader.Shape, "Who must approve: every line must be met, and each person counts once overall.", IsRequired: true),
        new("breakGlass", new ValueShape.Mapping(BreakGlassReader.Shape), "Who needs no approvers in an emergency: granted at once, told to everybody, reviewed afterwards."),
        new("autoApprove", AutoRulesReader.Approving, "What is approved at once: the first that applies and isn't used up."),
        new("autoDeny", AutoRulesReader.Denying, "What is refused, whoever approves."),
        new("rules", new ValueShape.ListOf(RuleNames.Shape, MostRules), "Rules in C# that are asked and told at its steps, by their classes' names, in this order."),
        new("allowSelfApproval", new ValueShape.Flag(Otherwise: false), "Whether a requester who is an approver may decide on their own request."),
        new("decisionMessage", new ValueShape.Word("off", "optional", "required"), "Whether approvers may or must say why they decide so; left out, off."),
        new("notify", NotifyReader.Shape, "Where requests are announced, in order: the next step comes when the last could not be delivered or nobody decided in time.", IsRequired: true),
        new("lapseAfter", ValueShape.Duration, "How long a request waits for its approvers; left out, 8h."),
        new("autoRevoke", new ValueShape.Flag(Otherwise: true), "Whether access ends by itself after its duration. If not, it ends by hand only."),
        new("allowRevoke", new ValueShape.Flag(Otherwise: true), "Whether holder and approvers may end access early; admins always may."),
        new("allowExtend", ExtendReader.Shape, "Whether holders may have more time, in a mapping also how; left out, their approvers have to approve it."),
        new("remindBefore", ExtendReader.ReminderShape, "How long before the end the holder is reminded, if the access lasts twice as long or more; off for never, left out, 15m."),
        new("allowGuests", new ValueShape.Flag(Otherwise: false), "Whether guests of the workspace may ask and decide, where the rest lets them."));

    private const int LongestDescription = 3000;
    private const int MostTargets = 1000;
    private const int MostRules = 20;
    private const int MostDurations = 100;

    private static readonly Dictionary<string, string> NotYet = new(StringComparer.Ordinal)
    {
        ["sources"] = "Leave it out: requests come from Slack only.",
    };

    /// <summary>What says how access ends, which an approval doesn't.</summary>
    private static readonly HashSet<string> OfAccess = new(StringComparer.Ordinal) { "durations", "allowUntil", "maxDuration", "autoRevoke", "allowRevoke", "breakGlass", "allowExtend", "remindBefore" };

    private readonly FormReader form = new(nodes, rules);
    private readonly ApproversReader approval = new(nodes, people, admins);
    private readonly NotifyReader announcing = new(nodes, people, rules);
    private readonly AutoRulesReader autoRules = new(nodes, new WhenReader(nodes, people));
    private readonly BreakGlassReader emergencies = new(nodes, people);
    private readonly ExtendReader extending = new(nodes);

    /// <summary>The flow, of use only if no problem was told; null if it can't be put together at all.</summary>
    public Flow? Read(string key, YamlNode node)
    {
        var what = $"flow {Quoted.Text(key)}";
        if (MapReader.Open(nodes, node, what, Shape, NotYet) is not { } map)
        {
            return null;
        }

        var givesAccess = map["targets"] is not null;
        var autoRevoke = map.Flag("autoRevoke", otherwise: true);
        var allowRevoke = map.Flag("allowRevoke", otherwise: true);
        if (!givesAccess)
        {
            foreach (var (unused, _) in map.Node.Entries.Where(entry => OfAccess.Contains(entry.Key.Text)))
            {
                Tell(RulesProblemCode.Contradiction, unused, $"{Quoted.Sentence(what)} has no targets, so that it asks for an approval only: no access is given, and {Quoted.Text(unused.Text)} means nothing.", $"Name what it gives under targets (there are: {ValidTargets()}), or remove {Quoted.Text(unused.Text)}.");
            }
        }
        else if (!autoRevoke && !allowRevoke)
        {
            Tell(RulesProblemCode.Contradiction, map["allowRevoke"]!, $"Access by {what} would never end: neither by itself (autoRevoke: false) nor by its holder or approvers (allowRevoke: false).", "Set one of the two to true.");
        }

        var lapseAfter = map["lapseAfter"] is { } lapse ? nodes.Duration(lapse, $"'lapseAfter' of {what}") ?? default : TimeSpan.FromHours(8);
        var offered = ReadTargets(map, what);
        var fields = map["fields"] is { } asked ? form.ReadFields(asked, what) : [];
        var inCode = map["rules"] is { } named ? ReadRules(named, what) : [];
        var ruleNames = inCode.ToHashSet(StringComparer.Ordinal);
        var durations = givesAccess ? ReadDurations(map, what, autoRevoke) : [];
        var allowUntil = map.Flag("allowUntil", otherwise: false);
        if (allowUntil && !autoRevoke && givesAccess)
        {
            Tell(RulesProblemCode.Contradiction, map["allowUntil"]!, $"In {what}, access does not end by itself (autoRevoke: false), so no end can be picked.", "Remove 'allowUntil', or set autoRevoke to true.");
        }

        var flow = new Flow
        {
            Key = key,
            Label = map.Label(key) ?? key,
            Description = map["description"] is { } description ? nodes.Text(description, $"the description of {what}", LongestDescription) : null,
            Header = map["header"] is { } header ? nodes.Text(header, $"the header of {what}", LongestDescription) : null,
            Targets = offered,
            Durations = durations,
            AllowUntil = allowUntil,
            MaxDuration = givesAccess ? ReadMaxDuration(map, what, durations, allowUntil) : TimeSpan.Zero,
            Reason = map["reason"] is { } reason ? form.ReadReason(reason, what) : FormReader.PlainReason,
            Fields = fields,
            Requesters = map["requesters"] is { } requesters
                ? people.ReadAll(requesters, $"requesters of {what}", PrincipalPlace.Requesters, "[everyone]")
                : [new Principal.Everyone()],
            Approvers = map.Need("approvers", $"Name who decides: approvers: {ApproversReader.Example}.") is { } approvers
                ? approval.Read(approvers, what)
                : [],
            BreakGlass = givesAccess && map["breakGlass"] is { } emergency ? emergencies.Read(emergency, what, durations, autoRevoke, allowUntil) : null,
            AutoApprove = map["autoApprove"] is { } approve ? autoRules.Read("autoApprove", approve, what, givesAccess ? offered : null, fields, ruleNames) : [],
            AutoDeny = map["autoDeny"] is { } deny
                ? autoRules.Read("autoDeny", deny, what, givesAccess ? offered : null, fields, ruleNames, hasBreakGlass: map.Has("breakGlass"))
                : [],
            Rules = inCode,
            AllowSelfApproval = map.Flag("allowSelfApproval", otherwise: false),
            DecisionMessage = map["decisionMessage"] is { } message ? ReadDecisionMessage(message, what) : DecisionMessage.Off,
            Notify = map.Need("notify", $"Name the channel where requests are announced: notify: {NotifyReader.Example}.") is { } notify
                ? announcing.Read(notify, what, lapseAfter)
                : [],
            LapseAfter = lapseAfter,
            AutoRevoke = autoRevoke,
            AllowRevoke = allowRevoke,
            Extension = givesAccess ? extending.Read(map["allowExtend"], what, durations, autoRevoke) : null,
            RemindBefore = givesAccess ? extending.ReadReminder(map["remindBefore"], what, autoRevoke) : null,
            AllowGuests = map.Flag("allowGuests", otherwise: false),
        };
        if (FormSize.OfTexts(flow) is var size and > FormSize.MostTexts)
        {
            Tell(RulesProblemCode.TooLarge, map["fields"] ?? node, $"The form of {what} has up to {size / 1000} KB of labels, help, defaults and other texts, as Slack counts them.", $"Shorten them to {FormSize.MostTexts / 1000} KB in all: Slack opens no larger form.");
        }

        return flow;
    }

    private List<string> ReadRules(YamlNode node, string what)
    {
        var read = new List<string>();
        foreach (var item in nodes.Items(node, $"rules of {what}", MostRules, "[TicketIsOpen]"))
        {
            if (rules.Read(item, $"a rule of {what}", RuleClass.Steps) is not { } name)
            {
                continue;
            }

            if (read.Contains(name, StringComparer.Ordinal))
            {
                Tell(RulesProblemCode.DuplicateValue, item, $"The rule {Quoted.Text(name)} stands twice in {what}.", "Remove one of the two.");
            }

            read.Add(name);
        }

        return read;
    }

    private List<Target> ReadTargets(MapReader map, string what)
    {
        var read = new List<Target>();
        if (map["targets"] is not { } node)
        {
            return read;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var labels = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in nodes.Items(node, $"targets of {what}", MostTargets, "[production-admin]"))
        {
            if (nodes.Scalar(item, $"a target of {what}", "the name of a target") is not { } name)
            {
                continue;
            }

            if (!targets.TryGetValue(name.Text, out var target))
            {
                Tell(RulesProblemCode.UnknownTarget, item, $"Unknown target {Quoted.Text(name.Text)} in {what}.", $"Valid names: {ValidTargets()}.{NearestName.Hint(name.Text, targets.Keys)}");
            }
            else if (!names.Add(name.Text))
            {
                Tell(RulesProblemCode.DuplicateValue, item, $"The target {Quoted.Text(name.Text)} stands twice in {what}.", "Remove one of the two.");
            }
            else if (target is not null && !labels.Add(target.Label))
            {
                Tell(RulesProblemCode.DuplicateValue, item, $"Two targets of {what} have the label {Quoted.Text(target.Label)}.", "Give them different labels: requesters and approvers see nothing else to tell them apart.");
            }
            else if (target is not null)
            {
                read.Add(target);
            }
        }

        return read;
    }

    private string ValidTargets() => targets.Count == 0 ? "none yet; add some under targets" : Quoted.Listed(targets.Keys);

    private List<TimeSpan> ReadDurations(MapReader map, string what, bool autoRevoke)
    {
        if (!autoRevoke)
        {
            if (map["durations"] is { } unused)
            {
                Tell(RulesProblemCode.Contradiction, unused, $"In {what}, access does not end by itself (autoRevoke: false), so durations mean nothing.", "Remove the durations, or set autoRevoke to true.");
            }

            return [];
        }

        var read = new List<TimeSpan>();
        foreach (var item in map.Need("durations", "Name how long can be asked for: durations: [30m, 1h, 4h].") is { } node
            ? nodes.Items(node, $"durations of {what}", MostDurations, "[30m, 1h, 4h]")
            : [])
        {
            if (nodes.Duration(item, $"a duration of {what}") is not { } duration)
            {
                continue;
            }

            if (read.Contains(duration))
            {
                Tell(RulesProblemCode.DuplicateValue, item, $"The duration of {DurationText.InWords(duration)} stands twice in {what}.", "Remove one of the two.");
            }

            read.Add(duration);
        }

        return read;
    }

    /// <summary>How far away an end may be that the requester picks: as written, else the longest duration.</summary>
    private TimeSpan ReadMaxDuration(MapReader map, string what, List<TimeSpan> durations, bool allowUntil)
    {
        var longest = durations.Count > 0 ? durations.Max() : TimeSpan.Zero;
        if (map["maxDuration"] is not { } node)
        {
            return longest;
        }

        if (!allowUntil)
        {
            Tell(RulesProblemCode.Contradiction, node, $"The maxDuration of {what} means nothing: only its durations can be asked for.", "Add 'allowUntil: true', so that requesters may pick an end of their own, or remove it.");
        }

        var most = nodes.Duration(node, $"'maxDuration' of {what}");
        if (most < longest)
        {
            Tell(RulesProblemCode.Contradiction, node, $"The maxDuration of {what} is below one of its durations, {DurationText.InWords(longest)}.", "Raise it, or remove the longer durations.");
        }

        return most ?? longest;
    }

    private DecisionMessage ReadDecisionMessage(YamlNode node, string what)
    {
        switch (node is YamlNode.Scalar scalar ? scalar.Text : null)
        {
            case "off":
                return DecisionMessage.Off;
            case "optional":
                return DecisionMessage.Optional;
            case "required":
                return DecisionMessage.Required;
            default:
                Tell(RulesProblemCode.BadText, node, $"'decisionMessage' of {what} is {node.Kind}.", "Write off (which is what it means without this key), optional or required.");
                return DecisionMessage.Off;
        }
    }

    private void Tell(string code, YamlNode at, string message, string remedy) => nodes.Problems.Add(code, at, message, remedy);
}
