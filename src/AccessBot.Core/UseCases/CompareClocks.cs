using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>Compares this process's clock, by which access ends, with the database's, which all processes have in common.</summary>
public sealed class CompareClocks(IDatabaseClock database, RaiseAlarms alarms, TimeProvider clock)
{
    private long ahead;

    /// <summary>How far this process's clock was ahead of the database's at the last look; zero if they agreed, or there is no other clock.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    /// <summary>Whether that is more than is borne.</summary>
    public bool IsOff => Ahead.Duration() > ClockAlarm.Tolerated;

    /// <summary>Looks. At start and every minute, in each process: each has a clock of its own.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        if (await database.AheadAsync(cancel) is not { } difference)
        {
            return;
        }

        Interlocked.Exchange(ref ahead, difference.Ticks);

        // By the database's clock, so that machines with different ones speak of the same time.
        var now = clock.GetUtcNow() - difference;
        var machine = Environment.MachineName;
        await alarms.ReportAsync($"{ClockAlarm.Source}/{machine}", ClockAlarm.Of(machine, difference, now) is { } alarm ? [alarm] : [], now, cancel);
    }
}
