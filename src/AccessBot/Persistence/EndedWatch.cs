using System.Runtime.CompilerServices;
using AccessBot.Core.Requests;
using AccessBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessBot.Persistence;

/// <summary>Measures how late each access ended, when its confirmed end is saved, whoever saves it.</summary>
internal sealed class EndedWatch(RevocationLateness lateness) : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<Request>> ending = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context)
        {
            // Written over: a save that failed is tried again.
            ending.AddOrUpdate(context, [.. context.ChangeTracker.Entries<Request>().Where(e => e.Entity.End is not null && e.Property(r => r.ClosedAt).IsModified).Select(e => e.Entity)]);
        }

        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context && ending.TryGetValue(context, out var ended))
        {
            ending.Remove(context);
            ended.ForEach(lateness.Record);
        }

        return ValueTask.FromResult(result);
    }
}
