using AccessBot.Core.Audit;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Requests;

public sealed partial class Request
{
    /// <summary>How many of its audit entries its flow's rules in C# were told of, or need not be; null if there never were any to tell.</summary>
    public int? RulesTold { get; private set; }

    /// <summary>Since when they were not told all that they are to be told; null if they were, or there are none.</summary>
    public DateTimeOffset? RulesBehindSince { get; private set; }

    /// <summary>
    /// Its flow has rules in C#: they are to be told what has happened since it was read, if any of that concerns them. What happened before,
    /// while there were none or after all was told, they are not.
    /// </summary>
    /// <returns>Whether there is something to tell by what has happened.</returns>
    public bool OweRules()
    {
        if (!news.Exists(ToldSteps.MayHave))
        {
            return false;
        }

        if (RulesBehindSince is null)
        {
            (RulesTold, RulesBehindSince) = (AuditCount - news.Count, news[0].At);
        }

        return true;
    }

    /// <summary>Writes down that a rule in C# failed at something that it was told; nothing else changes.</summary>
    public void RecordRuleFailure(string rule, string step, string what, DateTimeOffset now) =>
        Append(AuditAction.RuleFailed, Actor.Job, State, now, ("rule", rule), ("step", step), ("what", what));
}
