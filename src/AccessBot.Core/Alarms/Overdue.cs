using AccessBot.Core.Requests;

namespace AccessBot.Core.Alarms;

/// <summary>What is overdue of one role for one reason.</summary>
/// <param name="Trouble">Why; null if nobody has tried, or tries any more.</param>
/// <param name="Role">OneLogin role id.</param>
/// <param name="Count">How many revocations.</param>
/// <param name="Oldest">When the oldest of them was due.</param>
public sealed record Overdue(Trouble? Trouble, long Role, int Count, DateTimeOffset Oldest)
{
    /// <summary>How late a revocation is before it counts as overdue.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>How long after its time an attempt is missing before nobody seems to work on it: twice the longest pause.</summary>
    public static readonly TimeSpan Forsaken = TimeSpan.FromMinutes(10);

    /// <summary>The same reason in the alarms' causes, in metrics and in health; a role's own where that is what an operator looks at.</summary>
    public static string CauseOf(Trouble? trouble) => trouble switch
    {
        null => "untried",
        Requests.Trouble.Unanswered => "unanswered",
        Requests.Trouble.CredentialRefused => "credential",
        Requests.Trouble.Refused => "refused",
        _ => "still-held",
    };
}
