using AccessBot.Core.Rules;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Remembers in the form which flows it offers, so that picking another one asks nobody who the person is.</summary>
/// <remarks>
/// It comes back through the person's client and decides nothing but what a menu shows. All flows, if it is empty: who the
/// person is could not be told, or the flows are too many to write down.
/// </remarks>
internal static class OfferedFlows
{
    public static string Write(IReadOnlyList<Flow> flows)
    {
        var keys = string.Join(' ', flows.Select(flow => flow.Key));
        return keys.Length <= Limits.PrivateMetadata ? keys : "";
    }

    public static IReadOnlyList<Flow> Read(string? metadata, AccessRules rules)
    {
        if (string.IsNullOrEmpty(metadata))
        {
            return rules.Flows;
        }

        var keys = metadata.Split(' ').ToHashSet(StringComparer.Ordinal);
        return [.. rules.Flows.Where(flow => keys.Contains(flow.Key))];
    }
}
