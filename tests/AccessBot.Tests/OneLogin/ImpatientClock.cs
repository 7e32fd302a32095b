using System.Collections.Concurrent;
using AccessBot.OneLogin;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.OneLogin;

/// <summary>
/// Moves itself on whenever the client waits before its next try, and remembers for how long it was asked to. Timeouts are
/// left alone: those pass when a test says so.
/// </summary>
/// <param name="limits">The client's timeouts.</param>
internal sealed class ImpatientClock(params TimeSpan[] limits) : FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
{
    public ImpatientClock()
        : this(OneLoginPatience.Try, OneLoginPatience.Whole, RuleOneLogin.Longest)
    {
    }

    private readonly ConcurrentQueue<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && !limits.Contains(dueTime))
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
