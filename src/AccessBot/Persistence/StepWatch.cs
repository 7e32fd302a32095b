using System.Runtime.CompilerServices;
using AccessBot.Core.Requests;
using AccessBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessBot.Persistence;

/// <summary>Measures each step of a request, and how late each access ended, when that is saved, whoever saves it.</summary>
internal sealed class StepWatch(RequestMeter steps, RevocationLateness lateness) : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<Saved>> saving = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context)
        {
            // Written over: a save that failed is tried again.
            saving.AddOrUpdate(context, [.. context.ChangeTracker.Entries<Request>()
                .Where(e => e.State is EntityState.Added or EntityState.Modified)
                .Select(e => new Saved(
                    e.Entity,
                    e.State == EntityState.Added ? null : e.OriginalValues.GetValue<RequestState>(nameof(Request.State)),
                    HasEnded: e.Entity.End is not null && e.State == EntityState.Modified && e.Property(r => r.ClosedAt).IsModified))]);
        }

        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context && saving.TryGetValue(context, out var saved))
        {
            saving.Remove(context);
            foreach (var (request, before, hasEnded) in saved)
            {
                if (before != request.State)
                {
                    steps.Record(request, before);
                }

                if (hasEnded)
                {
                    lateness.Record(request);
                }
            }
        }

        return ValueTask.FromResult(result);
    }

    /// <param name="Request">As it is.</param>
    /// <param name="Before">The state that it was in; null if it is new.</param>
    /// <param name="HasEnded">Whether this save says that its access has ended.</param>
    private sealed record Saved(Request Request, RequestState? Before, bool HasEnded);
}
