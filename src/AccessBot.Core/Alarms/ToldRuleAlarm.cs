using AccessBot.Core.Requests;

namespace AccessBot.Core.Alarms;

/// <summary>That a rule in C# failed at something that it was told. Pure.</summary>
public static class ToldRuleAlarm
{
    /// <summary>Who raises it: the first part of its causes; the second is the rule, the third what it was told.</summary>
    public const string Source = "rule-told";

    /// <summary>The alarm.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="step">What it was told: the method's name, without its end.</param>
    /// <param name="what">What came of it, in a few words.</param>
    /// <param name="request">The request that it was told about.</param>
    /// <param name="now">The time.</param>
    public static Alarm Of(string rule, string step, string what, Request request, DateTimeOffset now) => new(
        $"{Source}/{rule}/{step}", $"The rule {rule} failed at {step}",
        [$"{what}, for request {request.Id} of {request.FlowLabel} by {request.RequesterName}"], now)
    {
        Advice = "Nothing else was held up by it, and the rule is not told this again. AccessBot's log has the exception; each failure has an audit entry.",
    };
}
