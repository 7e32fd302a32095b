using AccessBot.Core.Alarms;

namespace AccessBot.Core.Ports;

/// <summary>The alarms that were raised, in the database.</summary>
public interface IAlarmStore
{
    /// <summary>Those that last, or of which something may be left to say.</summary>
    Task<IReadOnlyList<RaisedAlarm>> OpenAsync(CancellationToken cancel);

    /// <summary>One, however long ago it was over; null if there never was one with this cause.</summary>
    Task<RaisedAlarm?> FindAsync(string cause, CancellationToken cancel);

    /// <summary>Saves one, new or known. Who saves holds <see cref="HoldAsync"/>.</summary>
    Task SaveAsync(RaisedAlarm alarm, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, is at the alarms, then holds them until disposed.</summary>
    Task<IAsyncDisposable> HoldAsync(CancellationToken cancel);
}
