using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;

namespace AccessBot.Cli;

/// <summary>The alarms of a command that must change nothing: what it comes across is the service's to tell, in its own time.</summary>
internal sealed class AlarmsUntold : IAlarmStore, IAlarmBell
{
    public string? Channel => null;

    public Task<IReadOnlyList<RaisedAlarm>> OpenAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<RaisedAlarm>>([]);

    public Task<RaisedAlarm?> FindAsync(string cause, CancellationToken cancel) => Task.FromResult<RaisedAlarm?>(null);

    public Task SaveAsync(RaisedAlarm alarm, CancellationToken cancel) => Task.CompletedTask;

    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancel) => Task.FromResult<IAsyncDisposable>(new Nothing());

    public Task RingAsync(RaisedAlarm alarm, CancellationToken cancel) => Task.CompletedTask;

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
