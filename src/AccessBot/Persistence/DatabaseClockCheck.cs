using AccessBot.Core.Alarms;
using AccessBot.Core.Checking;
using AccessBot.Core.Ports;

namespace AccessBot.Persistence;

/// <summary>Whether this machine has the time that the database has, by the measure of the alarm that would be raised.</summary>
internal sealed class DatabaseClockCheck(IDatabaseClock database, TimeProvider clock) : IOnlineCheck
{
    public string Name => "clock: this machine's and the database's";

    public IReadOnlyList<string> MootBy => [CheckCode.DatabaseAway];

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        try
        {
            return [Judge(await database.AheadAsync(cancel))];
        }
        catch (StoreUnavailableException e)
        {
            return [new Checked(Name) { Open = e.Message }];
        }
    }

    private Checked Judge(TimeSpan? ahead) => ahead switch
    {
        null => new Checked(Name) { Open = "SQLite has no clock of its own to compare with" },
        { } off when ClockAlarm.Of(Environment.MachineName, off, clock.GetUtcNow()) is { } alarm =>
            new Checked(Name, new CheckProblem(CheckCode.ClockOff, Environment.MachineName, $"{ClockAlarm.InWords(off)}.", alarm.Advice ?? "")),
        _ => new Checked(Name),
    };
}
