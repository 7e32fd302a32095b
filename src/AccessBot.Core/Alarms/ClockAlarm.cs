using System.Globalization;

namespace AccessBot.Core.Alarms;

/// <summary>That a process and the database disagree about the time. Pure.</summary>
public static class ClockAlarm
{
    /// <summary>Who raises it: the first part of its causes; the second is the machine.</summary>
    public const string Source = "clock";

    /// <summary>The largest difference that is borne.</summary>
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(3);

    /// <summary>The alarm for one machine; null if its clock is right.</summary>
    /// <param name="machine">Whose clock.</param>
    /// <param name="ahead">How far it is ahead of the database's for sure; negative if it is behind.</param>
    /// <param name="now">The time.</param>
    public static Alarm? Of(string machine, TimeSpan ahead, DateTimeOffset now) => ahead.Duration() <= Tolerated ? null :
        new Alarm($"{Source}/{machine}", "AccessBot's clock and the database's differ", [$"On {machine}: {InWords(ahead)}."], now)
        {
            Advice = "Have both machines take their time from NTP. Access ends by AccessBot's clock: it ends as much too early or too late as that is wrong.",
        };

    /// <summary>A difference, for people.</summary>
    public static string InWords(TimeSpan ahead)
    {
        var seconds = ahead.Duration().TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return $"AccessBot's clock is {seconds} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database's";
    }
}
