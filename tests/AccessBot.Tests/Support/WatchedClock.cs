using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Support;

/// <summary>A clock that stands until it is moved, and says when something has begun to wait for it: then moving it has an effect.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _waits.Add(dueTime);
            _next.TrySetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return timer;
    }

    /// <summary>How often something has begun to wait for so long.</summary>
    public int Waits(TimeSpan least, TimeSpan most)
    {
        lock (_gate)
            return _waits.Count(wait => wait >= least && wait <= most);
    }

    /// <summary>Until something has begun to wait for so long, for the given time in all.</summary>
    public async Task UntilWaitingForAsync(TimeSpan least, TimeSpan most, int times = 1)
    {
        while (true)
        {
            Task next;
            lock (_gate)
                next = _next.Task;

            if (Waits(least, most) >= times)
                return;

            await next.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    public Task UntilWaitingForAsync(TimeSpan exactly, int times = 1) => UntilWaitingForAsync(exactly, exactly, times);
}
