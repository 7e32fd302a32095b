using AccessBot.Core.Rules;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>
/// Remembers in the form which flows it offers, which of the targets that not everybody may ask for, and where it offers an emergency,
/// so that picking another flow asks nobody who the person is.
/// </summary>
/// <remarks>It comes back through the person's client and decides nothing but what a menu shows. All flows, if it is empty: who the person is could not be told.</remarks>
internal static class OfferedFlows
{
    /// <summary>Says that they are too many to write down.</summary>
    public const string TooMany = "?";

    private const char Between = '|';

    public static string Write(IReadOnlyList<Flow> flows)
    {
        var targets = flows.SelectMany(flow => flow.Targets).Where(target => target.Requesters is not null).Select(target => target.Key).Distinct(StringComparer.Ordinal);
        var emergencies = flows.Where(flow => flow.BreakGlass is not null).Select(flow => flow.Key);
        var keys = string.Join(Between, new[] { flows.Select(flow => flow.Key), targets, emergencies }.Select(some => string.Join(' ', some))).TrimEnd(Between);
        return keys.Length <= Limits.PrivateMetadata - CommandPlace.Longest ? keys : TooMany;
    }

    /// <summary>The flows with the targets that were offered; null if they were too many to write down.</summary>
    public static IReadOnlyList<Flow>? Read(string? metadata, AccessRules rules)
    {
        if (string.IsNullOrEmpty(metadata))
        {
            return rules.Flows;
        }

        if (metadata is TooMany)
        {
            return null;
        }

        var parts = metadata.Split(Between).Select(keys => keys.Split(' ').ToHashSet(StringComparer.Ordinal)).ToList();
        return
        [
            .. rules.Flows.Where(flow => parts[0].Contains(flow.Key))
                .Select(flow => flow.With(target => target.Requesters is null || (parts.Count > 1 && parts[1].Contains(target.Key))))
                .OfType<Flow>()
                .Select(flow => flow.BreakGlass is null || (parts.Count > 2 && parts[2].Contains(flow.Key)) ? flow : flow with { BreakGlass = null }),
        ];
    }
}
