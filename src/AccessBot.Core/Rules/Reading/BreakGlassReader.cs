namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads who needs no approvers in an emergency.</summary>
internal sealed class BreakGlassReader(NodeReader nodes, PrincipalReader people)
{
    private const string Example = "breakGlass: { requesters: [ { slackGroup: S0ONCALL } ], durationAtMost: 1h }";

    public static readonly MapShape Shape = new(
        "breakGlass",
        new("requesters", PrincipalReader.Several, "Who; of the flow's requesters, these.", IsRequired: true),
        new("durationAtMost", ValueShape.Duration, "For how long at most.", IsRequired: true));

    /// <param name="node">The mapping.</param>
    /// <param name="what">The flow, within a sentence.</param>
    /// <param name="durations">The flow's durations.</param>
    /// <param name="autoRevoke">Whether its access ends by itself.</param>
    /// <param name="allowUntil">Whether requesters may pick an end of their own.</param>
    public BreakGlass? Read(YamlNode node, string what, IReadOnlyList<TimeSpan> durations, bool autoRevoke, bool allowUntil)
    {
        if (MapReader.Open(nodes, node, $"breakGlass of {what}", Shape) is not { } map)
        {
            return null;
        }

        if (!autoRevoke)
        {
            Tell(node, $"In {what}, access does not end by itself (autoRevoke: false), so nobody may get it without approvers.", "Remove 'breakGlass', or set autoRevoke to true.");
        }

        var requesters = map.Need("requesters", $"Name who need not wait for approvers: {Example}.") is { } named
            ? people.ReadAll(named, $"requesters of breakGlass of {what}", PrincipalPlace.Requesters, "[ { slackGroup: S0ONCALL } ]")
            : [];
        var longest = map.Need("durationAtMost", $"Say how long such access may be: {Example}.") is { } most
            ? nodes.Duration(most, $"'durationAtMost' of breakGlass of {what}")
            : null;
        if (longest is { } limit && !allowUntil && durations.Count > 0 && durations.Min() > limit)
        {
            Tell(map["durationAtMost"]!, $"None of the durations of {what} is as short as its breakGlass wants it ({DurationText.InWords(limit)} at most).", "Raise durationAtMost, or add a shorter duration.");
        }

        return longest is { } length ? new BreakGlass(requesters, length) : null;
    }

    private void Tell(YamlNode at, string message, string remedy) => nodes.Problems.Add(RulesProblemCode.Contradiction, at, message, remedy);
}
