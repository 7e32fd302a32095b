using AccessBot.Core.Alarms;

namespace AccessBot.Core.Ports;

/// <summary>Calls operators.</summary>
public interface IAlarmBell
{
    /// <summary>The channel that it calls them in; null if there is none.</summary>
    string? Channel { get; }

    /// <summary>
    /// Has the alarm's message show it as it is, calls people if it came to a further stage, and saves what was done. What
    /// can't be done now is logged and not thrown: it is tried again in a minute.
    /// </summary>
    Task RingAsync(RaisedAlarm alarm, CancellationToken cancel);
}
