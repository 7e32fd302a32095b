namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads whether holders may have more time, and when they are reminded of the end.</summary>
internal sealed class ExtendReader(NodeReader nodes)
{
    private const string Never = "off";

    private static readonly MapShape Map = new(
        "allowExtend",
        new("approval", new ValueShape.Flag(Otherwise: true), "Whether approvers must approve it; if not, it is so at once."),
        new("atMost", ValueShape.Duration, "How long the access may last in all; left out, as long as can be asked for."));

    public static ValueShape Shape { get; } = new ValueShape.AnyOf(new ValueShape.Flag(Otherwise: true), new ValueShape.Mapping(Map));

    public static ValueShape ReminderShape { get; } = new ValueShape.AnyOf(ValueShape.Duration, new ValueShape.Word(Never));

    /// <summary>The rule; null if nobody may have more time.</summary>
    /// <param name="node">What stands there; null for nothing.</param>
    /// <param name="what">The flow, within a sentence.</param>
    /// <param name="durations">The flow's durations.</param>
    /// <param name="autoRevoke">Whether its access ends by itself.</param>
    public ExtendRule? Read(YamlNode? node, string what, IReadOnlyList<TimeSpan> durations, bool autoRevoke)
    {
        var rule = node switch
        {
            null => new ExtendRule(),
            YamlNode.Map => ReadMap(node, what, durations),
            _ => nodes.Flag(node, $"'allowExtend' of {what}") is false ? null : new ExtendRule(),
        };
        if (node is not null && rule is not null && !autoRevoke)
        {
            Tell(node, $"In {what}, access does not end by itself (autoRevoke: false), so there is no end to be moved.", "Remove 'allowExtend', or set autoRevoke to true.");
        }

        return autoRevoke ? rule : null;
    }

    /// <summary>How long before the end; null if nobody is reminded.</summary>
    /// <param name="node">What stands there; null for nothing.</param>
    /// <param name="what">The flow, within a sentence.</param>
    /// <param name="autoRevoke">Whether its access ends by itself.</param>
    public TimeSpan? ReadReminder(YamlNode? node, string what, bool autoRevoke)
    {
        if (node is YamlNode.Scalar { Text: Never })
        {
            return null;
        }

        if (node is not null && !autoRevoke)
        {
            Tell(node, $"In {what}, access does not end by itself (autoRevoke: false), so there is no end to be reminded of.", "Remove 'remindBefore', or set autoRevoke to true.");
        }

        return node is null ? Flow.UsualReminder : nodes.Duration(node, $"'remindBefore' of {what}");
    }

    private ExtendRule? ReadMap(YamlNode node, string what, IReadOnlyList<TimeSpan> durations)
    {
        if (MapReader.Open(nodes, node, $"allowExtend of {what}", Map) is not { } map)
        {
            return null;
        }

        var most = map["atMost"] is { } limit ? nodes.Duration(limit, $"'atMost' of allowExtend of {what}") : null;
        if (most is { } longest && durations.Count > 0 && durations.Min() >= longest)
        {
            Tell(map["atMost"]!, $"Access by {what} lasts {DurationText.InWords(durations.Min())} or more, so that nothing can be extended to {DurationText.InWords(longest)} at most.", "Raise atMost, or set allowExtend to false.");
        }

        return new ExtendRule(map.Flag("approval", otherwise: true), most);
    }

    private void Tell(YamlNode at, string message, string remedy) => nodes.Problems.Add(RulesProblemCode.Contradiction, at, message, remedy);
}
