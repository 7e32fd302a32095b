using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Support.Promises;

/// <summary>A clock that knows what waits for it, so that it can be moved just to there.</summary>
internal sealed class EagerClock() : FakeTimeProvider(Given.Now)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Known, DateTimeOffset> waiting = [];

    /// <summary>When the next wait is over, and whether it is a limit, which should pass only if nothing else goes on; null if nothing waits.</summary>
    public (DateTimeOffset At, bool IsLimit)? Next
    {
        get
        {
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    return null;
                }

                var (first, at) = waiting.MinBy(w => w.Value);
                return (at, first.IsLimit);
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Known(this, isLimit: state is CancellationTokenSource);
        timer.Inner = base.CreateTimer(
            inner =>
            {
                timer.Due(Timeout.InfiniteTimeSpan);
                callback(inner);
            },
            state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Known(EagerClock clock, bool isLimit) : ITimer
    {
        public bool IsLimit => isLimit;

        public ITimer Inner { get; set; } = null!;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due(dueTime);
            return Inner.Change(dueTime, period);
        }

        public void Due(TimeSpan time)
        {
            lock (clock.gate)
            {
                if (time == Timeout.InfiniteTimeSpan)
                {
                    clock.waiting.Remove(this);
                }
                else
                {
                    clock.waiting[this] = clock.GetUtcNow() + time;
                }
            }
        }

        public void Dispose()
        {
            Due(Timeout.InfiniteTimeSpan);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
