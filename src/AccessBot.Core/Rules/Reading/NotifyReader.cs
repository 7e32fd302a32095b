using System.Text.RegularExpressions;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads where requests are announced, step after step.</summary>
internal sealed partial class NotifyReader(NodeReader nodes, PrincipalReader people, RuleNames rules)
{
    public const string Example = "[ { channel: C0ACCESS } ]";

    private const int MostSteps = 10;
    private const int LongestAddress = 2000;
    private const string ExamplePeople = "[ { slackGroup: S0SRE12 } ]";

    private static readonly string[] Places = ["channel", "commandChannel", "directMessage", "groupMessage", "webhook", "rule"];
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);

    /// <summary>One step. That it has one place and no more, the reader says.</summary>
    public static readonly MapShape Step = new(
        "notifyStep",
        new("channel", PrincipalReader.Channel, "The id of a Slack channel (C… or G…) that approvers read; invite the bot to it."),
        new("commandChannel", new ValueShape.Flag(Otherwise: false), "The channel where the command was typed, if the bot is in it."),
        new("directMessage", PrincipalReader.Several, $"A message to each of these people, {NotifyPlace.MostPeople} at most."),
        new("groupMessage", PrincipalReader.Several, $"One conversation with all of these people, {NotifyPlace.MostInGroup} at most."),
        new("webhook", new ValueShape.Formed(AddressForm()), "An address (https) that the request is posted to as JSON."),
        new("rule", RuleNames.Shape, "Where this class in C# says, when the step comes."),
        new("timeout", ValueShape.Duration, "How long the step waits for a decision before the next one comes, or, after the last, the request lapses."),
        new("approvers", PrincipalReader.Several, "Who may decide from this step on, too; they count for every approver line."),
        new("remindEvery", ValueShape.Duration, "How often approvers are reminded while the step waits."))
    {
        NeedsOneOf = Places,
    };

    public static readonly ValueShape Shape = new ValueShape.ListOf(new ValueShape.Mapping(Step), MostSteps);

    /// <summary>The steps, without those that can't be read.</summary>
    /// <param name="node">The list.</param>
    /// <param name="what">The flow, in words.</param>
    /// <param name="lapseAfter">How long a request waits in all.</param>
    public IReadOnlyList<NotifyStep> Read(YamlNode node, string what, TimeSpan lapseAfter)
    {
        var read = new List<NotifyStep>();
        var waited = TimeSpan.Zero;
        foreach (var (item, number) in nodes.Items(node, $"notify of {what}", MostSteps, Example).Select((item, i) => (item, i + 1)))
        {
            var step = $"step {number} of notify of {what}";
            if (MapReader.Open(nodes, item, step, Step) is not { } map)
            {
                continue;
            }

            var place = ReadPlace(map, step);
            var timeout = map["timeout"] is { } wait ? nodes.Duration(wait, $"'timeout' of {step}") : null;
            waited += timeout ?? TimeSpan.Zero;
            if (timeout is not null && lapseAfter > TimeSpan.Zero && waited >= lapseAfter)
            {
                Tell(map["timeout"]!, waited == timeout
                        ? $"The timeout of {step} is not below the lapseAfter of {what}, {DurationText.InWords(lapseAfter)}, so that it never comes to pass."
                        : $"With the timeout of {step} the steps take {DurationText.InWords(waited)}, which is not below the lapseAfter of {what}, {DurationText.InWords(lapseAfter)}.",
                    "Shorten the timeouts, or raise lapseAfter: it closes the request, whatever step it has reached.");
            }

            var every = ReadPause(map, step, place, timeout ?? lapseAfter);
            IReadOnlyList<Principal> approvers = map["approvers"] is { } further ? people.ReadAll(further, $"approvers of {step}", PrincipalPlace.Approvers, ExamplePeople) : [];
            if (place is not null)
            {
                read.Add(new NotifyStep(place) { Timeout = timeout, Approvers = approvers, RemindEvery = every });
            }
        }

        return read;
    }

    private NotifyPlace? ReadPlace(MapReader map, string step)
    {
        var named = map.Node.Entries.Where(entry => Places.Contains(entry.Key.Text, StringComparer.Ordinal)).ToList();
        switch (named.Count)
        {
            case 0:
                nodes.Problems.Add(RulesProblemCode.MissingKey, map.Node, $"{Quoted.Sentence(step)} has no place.", $"Give it one of: {Quoted.Listed(Places)}. {PrincipalReader.HowToFindChannel}");
                return null;
            case > 1:
                Tell(named[1].Key, $"{Quoted.Sentence(step)} has {named.Count} places.", "Keep one; for a further place, add a step of its own.");
                return null;
        }

        var (key, value) = named[0];
        return key.Text switch
        {
            "channel" => people.ReadChannel(value, step) is { } channel ? new NotifyPlace.Channel(channel) : null,
            "commandChannel" => ReadCommandChannel(value, step),
            "directMessage" => ReadPeople(value, $"directMessage of {step}", NotifyPlace.MostPeople) is { } each ? new NotifyPlace.DirectMessage(each) : null,
            "groupMessage" => ReadPeople(value, $"groupMessage of {step}", NotifyPlace.MostInGroup) is { } together ? new NotifyPlace.GroupMessage(together) : null,
            "rule" => rules.Read(value, $"the rule of {step}", nameof(AccessRule.PlaceAsync)) is { } rule ? new NotifyPlace.ByRule(rule) : null,
            _ => ReadAddress(value, step) is { } address ? new NotifyPlace.Webhook(address) : null,
        };
    }

    private NotifyPlace.CommandChannel? ReadCommandChannel(YamlNode value, string step)
    {
        switch (nodes.Flag(value, $"'commandChannel' of {step}"))
        {
            case true:
                return new NotifyPlace.CommandChannel();
            case false:
                Tell(value, $"{Quoted.Sentence(step)} is not the channel of the command, and no other place.", "Write commandChannel: true, or name another place.");
                return null;
            default:
                return null;
        }
    }

    private IReadOnlyList<Principal>? ReadPeople(YamlNode value, string what, int most)
    {
        var read = people.ReadAll(value, what, PrincipalPlace.Told, ExamplePeople);
        var named = read.Count(person => person is Principal.SlackUser or Principal.Email);
        if (named > most)
        {
            Tell(value, $"{Quoted.Sentence(what)} names {named} people, and {most} can be written to.", $"Shorten it to {most} or fewer, or name a channel.");
        }

        return read.Count > 0 ? read : null;
    }

    private Uri? ReadAddress(YamlNode value, string step)
    {
        if (nodes.Line(value, $"the webhook of {step}", LongestAddress) is not { } text)
        {
            return null;
        }

        if (AddressForm().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return address;
        }

        // What is wrong may be a part of a secret: it is not repeated.
        nodes.Problems.Add(RulesProblemCode.BadAddress, value, $"The webhook of {step} is not an address that a request can be posted to.", "Write https:// and the rest, without a user name and without #; http:// is taken for this machine only.");
        return null;
    }

    private TimeSpan? ReadPause(MapReader map, string step, NotifyPlace? place, TimeSpan waits)
    {
        if (map["remindEvery"] is not { } node || nodes.Duration(node, $"'remindEvery' of {step}") is not { } every)
        {
            return null;
        }

        if (every < ShortestPause)
        {
            nodes.Problems.Add(RulesProblemCode.BadDuration, node, $"'remindEvery' of {step} is below a minute.", "Write 1m or more.");
        }
        else if (place is NotifyPlace.Webhook)
        {
            Tell(node, $"In {step}, nobody can be reminded through a webhook.", "Remove 'remindEvery': whoever receives the request reminds people.");
        }
        else if (waits > TimeSpan.Zero && every >= waits)
        {
            Tell(node, $"'remindEvery' of {step} never comes, since the step waits for {DurationText.InWords(waits)}.", "Shorten it below that, or remove it.");
        }

        return every;
    }

    private void Tell(YamlNode at, string message, string remedy) => nodes.Problems.Add(RulesProblemCode.Contradiction, at, message, remedy);

    /// <summary>Without TLS anybody on the way could read who asks for what; on this machine there is no way.</summary>
    [GeneratedRegex("^(https://[A-Za-z0-9][A-Za-z0-9.-]*|http://(localhost|127\\.0\\.0\\.1|\\[::1\\]))(:[0-9]{1,5})?([/?][^\\s#]*)?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex AddressForm();
}
