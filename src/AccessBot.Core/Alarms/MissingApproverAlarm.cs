using AccessBot.Core.Rules;

namespace AccessBot.Core.Alarms;

/// <summary>That the rules name an approver whom Slack does not have. Pure.</summary>
public static class MissingApproverAlarm
{
    /// <summary>Who raises it: the first part of its causes; the second is the flow.</summary>
    public const string Source = "approvers-missing";

    /// <param name="flow">The flow whose approvers they are.</param>
    /// <param name="missing">They, in words.</param>
    /// <param name="now">The time.</param>
    public static Alarm Of(Flow flow, IReadOnlyList<string> missing, DateTimeOffset now) =>
        new($"{Source}/{flow.Key}", $"The access rules name approvers of flow {flow.Key} whom Slack does not have", [.. missing.Select(who => $"{flow.Label}: {who}")], now)
        {
            Count = missing.Count,
            Advice = "The others can approve as ever. Correct the name in the access rules, or take it out; a deactivated account counts as none.",
        };
}
