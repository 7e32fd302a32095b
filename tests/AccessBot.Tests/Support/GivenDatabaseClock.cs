using AccessBot.Core.Ports;

namespace AccessBot.Tests.Support;

/// <summary>The database's clock where the process has the test's: they agree, unless the test says otherwise.</summary>
internal sealed class GivenDatabaseClock : IDatabaseClock
{
    private long ahead;

    /// <summary>How far the process's clock is ahead.</summary>
    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref ahead));
        set => Interlocked.Exchange(ref ahead, value.Ticks);
    }

    public Task<TimeSpan?> AheadAsync(CancellationToken cancel) => Task.FromResult<TimeSpan?>(Ahead);
}
