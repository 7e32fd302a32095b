using System.Collections.Concurrent;
using AccessBot.OneLogin;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.OneLogin;

/// <summary>
/// Moves itself on whenever the client waits before its next try, and remembers for how long it was asked to. Timeouts are
/// left alone: those pass when a test says so.
/// </summary>
internal sealed class ImpatientClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
{
    private readonly ConcurrentQueue<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != OneLoginPatience.Try && dueTime != OneLoginPatience.Whole)
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
