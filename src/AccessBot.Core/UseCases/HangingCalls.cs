using System.Runtime.CompilerServices;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.UseCases;

/// <summary>Counts the calls of rules in C# that were left to themselves when their time was over. Nothing can stop one, so there is a bound to how many there may be.</summary>
internal sealed class HangingCalls
{
    /// <summary>How many of one rule there may be before it isn't called any more, until one of them ends.</summary>
    public const int Most = 4;

    // By the instance, and weakly: a rule that was mended begins anew, and this keeps none in memory.
    private readonly ConditionalWeakTable<AccessRule, StrongBox<int>> hanging = [];

    /// <summary>Whether so many calls of the rule hang that there must not be another.</summary>
    public bool IsFull(AccessRule rule) => Volatile.Read(ref hanging.GetOrCreateValue(rule).Value) >= Most;

    /// <summary>A call that has not ended is waited for no longer; it counts until it ends.</summary>
    public void Leave(AccessRule rule, Task call)
    {
        var count = hanging.GetOrCreateValue(rule);
        Interlocked.Increment(ref count.Value);
        _ = call.ContinueWith(ended =>
        {
            Interlocked.Decrement(ref count.Value);
            _ = ended.Exception; // Seen: nobody waits for it.
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
