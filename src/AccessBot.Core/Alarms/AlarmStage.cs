using AccessBot.Core.Rules;

namespace AccessBot.Core.Alarms;

/// <summary>When people are called for one and the same trouble: at once, after 15 minutes, after an hour, and then daily.</summary>
public static class AlarmStage
{
    /// <summary>At once.</summary>
    public const int First = 1;

    private const int Hour = 3;

    private static readonly TimeSpan[] Ages = [TimeSpan.Zero, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>The stage of what has lasted for so long.</summary>
    public static int After(TimeSpan age) => age >= TimeSpan.FromDays(1) ? Hour + age.Days : Math.Max(First, Ages.Count(least => age >= least));

    /// <summary>The same for what people are called for at once and then daily only.</summary>
    public static int DailyAfter(TimeSpan age) => age >= TimeSpan.FromDays(1) ? After(age) : First;

    /// <summary>How long something has lasted at least that is at this stage, in words.</summary>
    public static string InWords(int stage) => DurationText.InWords(stage > Hour ? TimeSpan.FromDays(stage - Hour) : Ages[stage - 1]);
}
