using System.Collections.Concurrent;
using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;

namespace AccessBot.Tests.Support;

/// <summary>Alarms in memory, for tests of the bell alone.</summary>
internal sealed class InMemoryAlarms : IAlarmStore
{
    private readonly ConcurrentDictionary<string, RaisedAlarm> rows = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<RaisedAlarm>> OpenAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<RaisedAlarm>>([.. rows.Values.Where(a => a.DoneAt is null)]);

    public Task<RaisedAlarm?> FindAsync(string cause, CancellationToken cancel) => Task.FromResult(rows.GetValueOrDefault(cause));

    public Task SaveAsync(RaisedAlarm alarm, CancellationToken cancel)
    {
        rows[alarm.Cause] = alarm;
        return Task.CompletedTask;
    }

    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancel) => Task.FromResult<IAsyncDisposable>(new MemoryStream());
}
