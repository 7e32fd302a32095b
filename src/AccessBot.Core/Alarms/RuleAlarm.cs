namespace AccessBot.Core.Alarms;

/// <summary>That a rule in C# failed: one for each class. Pure.</summary>
public static class RuleAlarm
{
    /// <summary>Who raises it: the first part of its causes; the second is the class.</summary>
    public const string Source = "rule-code";

    /// <param name="rule">Its class.</param>
    /// <param name="method">What it was asked.</param>
    /// <param name="trouble">What became of that, in words. No text of an exception: nobody knows what a rule puts in there.</param>
    /// <param name="now">The time.</param>
    public static Alarm Of(string rule, string method, string trouble, DateTimeOffset now) =>
        new($"{Source}/{rule}", $"The rule {rule} in C# failed", [$"{method}: {trouble}"], now)
        {
            Advice = "Until it works it names nobody and approves nothing, and the steps that it is asked before don't happen. The log has the whole error. Mend its file: it is compiled again within seconds.",
        };
}
