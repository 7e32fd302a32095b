using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Asks the rows what is overdue.</summary>
/// <remarks>
/// Granted and revoking rows are asked for apart: each question has its own partial index, and what joins them in one query may
/// leave a database to read all rows that ever were.
/// </remarks>
internal sealed class OverdueRequests(IDbContextFactory<AccessBotContext> contexts) : IOverdueRequests
{
    public Task<IReadOnlyList<Overdue>> CountAsync(DateTimeOffset now, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Overdue>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var forsaken = now - Overdue.Forsaken;
        var granted = await Granted(context, now)
            .GroupBy(r => r.Role)
            .Select(g => new Overdue(null, g.Key, g.Count(), g.Min(r => r.EndsAt)!.Value))
            .ToListAsync(cancel);
        var revoking = await Revoking(context, now)
            .GroupBy(r => new { Trouble = r.NextAttemptAt < forsaken ? null : r.Trouble, r.Role })
            .Select(g => new Overdue(g.Key.Trouble, g.Key.Role, g.Count(), g.Min(r => r.EndsAt < r.EndDueAt ? r.EndsAt : r.EndDueAt)!.Value))
            .ToListAsync(cancel);
        return
        [
            .. granted.Concat(revoking).GroupBy(o => (o.Trouble, o.Role))
                .Select(g => new Overdue(g.Key.Trouble, g.Key.Role, g.Sum(o => o.Count), g.Min(o => o.Oldest))),
        ];
    });

    public Task<IReadOnlyList<Request>> FirstAsync(Trouble? trouble, long? role, DateTimeOffset now, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var forsaken = now - Overdue.Forsaken;
        var revoking = await Revoking(context, now)
            .Where(r => (r.NextAttemptAt < forsaken ? null : r.Trouble) == trouble && (role == null || r.Role == role))
            .OrderBy(r => r.EndsAt < r.EndDueAt ? r.EndsAt : r.EndDueAt).Take(most)
            .ToListAsync(cancel);
        var granted = trouble is not null ? [] : await Granted(context, now).OrderBy(r => r.EndsAt).Take(most).ToListAsync(cancel);
        return [.. granted.Concat(revoking).OrderBy(r => r.DueEnd).Take(most)];
    });

    public Task<IReadOnlyList<RequestId>> UntriedAsync(DateTimeOffset now, DateTimeOffset said, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<RequestId>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var granted = await Granted(context, now).OrderBy(r => r.EndsAt).Take(most).Select(r => r.Id).ToListAsync(cancel);
        var revoking = await Revoking(context, now)
            .Where(r => r.Attempts == 0 && (r.OverdueAsOf == null || r.OverdueAsOf < said))
            .OrderBy(r => r.EndsAt < r.EndDueAt ? r.EndsAt : r.EndDueAt).Take(most)
            .Select(r => r.Id)
            .ToListAsync(cancel);
        return [.. granted.Concat(revoking).Take(most)];
    });

    public Task<int> LiveGrantsAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.CountAsync(r => r.State == RequestState.Granted, cancel);
    });

    private static IQueryable<Request> Granted(AccessBotContext context, DateTimeOffset now)
    {
        var late = now - Overdue.Grace;
        return context.Requests.IgnoreAutoIncludes().AsNoTracking().Where(r => r.State == RequestState.Granted && r.EndsAt <= late);
    }

    private static IQueryable<Request> Revoking(AccessBotContext context, DateTimeOffset now)
    {
        var late = now - Overdue.Grace;
        return context.Requests.IgnoreAutoIncludes().AsNoTracking().Where(r => r.State == RequestState.Revoking && (r.EndDueAt <= late || r.EndsAt <= late));
    }
}
