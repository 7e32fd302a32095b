using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>Has operators told of each emergency until somebody has reviewed it.</summary>
public sealed class WatchBreakGlass(IRequestStore store, RaiseAlarms alarms, TimeProvider clock)
{
    /// <summary>Looks for emergencies that nobody has reviewed. At each, and every minute.</summary>
    /// <remarks>All of them, since one that isn't named counts as over; they are few, or else operators hear of it in another way.</remarks>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        var unreviewed = await store.UnreviewedAsync(cancel);
        await alarms.ReportAsync(BreakGlassAlarm.Source, [.. unreviewed.Select(BreakGlassAlarm.Of)], clock.GetUtcNow(), cancel);
    }
}
