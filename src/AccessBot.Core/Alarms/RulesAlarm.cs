using AccessBot.Core.Rules;

namespace AccessBot.Core.Alarms;

/// <summary>That the file with the access rules was changed into one that can't be used. Pure.</summary>
public static class RulesAlarm
{
    /// <summary>Who raises it: the first part of its cause.</summary>
    public const string Source = "rules";

    /// <summary>Its one cause: processes on several machines have the same file, or should.</summary>
    public const string Cause = $"{Source}/broken";

    private const int Named = 10;

    /// <summary>The alarm.</summary>
    /// <param name="problems">What is wrong, one or more sentences each.</param>
    /// <param name="machine">Where the file is.</param>
    /// <param name="since">When it was found.</param>
    public static Alarm Of(IReadOnlyList<string> problems, string machine, DateTimeOffset since) => new(
        Cause, "The access rules were changed and can't be used",
        [$"On {machine}:", .. problems.Take(Named), .. problems.Count > Named ? [$"and {problems.Count - Named} more, which accessbot check lists"] : Array.Empty<string>()],
        since)
    {
        Count = problems.Count,
        Advice = "Mend the file: it is read again within seconds. Until then the rules of before are in force. Don't restart AccessBot meanwhile, it would not start.",
    };
}
