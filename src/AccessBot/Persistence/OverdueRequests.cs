using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Asks the rows what is overdue.</summary>
/// <remarks>
/// Each state is asked for apart: each question has its own partial index, and what joins them in one may leave a database to
/// read all rows that ever were.
/// </remarks>
internal sealed class OverdueRequests(IDbContextFactory<AccessBotContext> contexts) : IOverdueRequests
{
    public Task<IReadOnlyList<Overdue>> CountAsync(DateTimeOffset now, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Overdue>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var forsaken = now - Overdue.Forsaken;
        var overdue = await Revoking(context, now)
            .GroupBy(r => new { Trouble = r.NextAttemptAt < forsaken ? null : r.Trouble, r.Role })
            .Select(g => new Overdue(g.Key.Trouble, g.Key.Role, g.Count(), g.Min(r => r.EndsAt < r.EndDueAt ? r.EndsAt : r.EndDueAt)!.Value))
            .ToListAsync(cancel);
        foreach (var unended in Unended(context, now))
        {
            overdue.AddRange(await unended.GroupBy(r => r.Role).Select(g => new Overdue(null, g.Key, g.Count(), g.Min(r => r.EndsAt)!.Value)).ToListAsync(cancel));
        }

        return
        [
            .. overdue.GroupBy(o => (o.Trouble, o.Role)).Select(g => new Overdue(g.Key.Trouble, g.Key.Role, g.Sum(o => o.Count), g.Min(o => o.Oldest))),
        ];
    });

    public Task<IReadOnlyList<Request>> FirstAsync(Trouble? trouble, long? role, DateTimeOffset now, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var forsaken = now - Overdue.Forsaken;
        var first = await Revoking(context, now)
            .Where(r => (r.NextAttemptAt < forsaken ? null : r.Trouble) == trouble && (role == null || r.Role == role))
            .OrderBy(r => r.EndsAt < r.EndDueAt ? r.EndsAt : r.EndDueAt).Take(most)
            .ToListAsync(cancel);
        foreach (var unended in trouble is null ? Unended(context, now) : [])
        {
            first.AddRange(await unended.Where(r => role == null || r.Role == role).OrderBy(r => r.EndsAt).Take(most).ToListAsync(cancel));
        }

        return [.. first.OrderBy(r => r.DueEnd).Take(most)];
    });

    public Task<IReadOnlyList<RequestId>> UntriedAsync(DateTimeOffset now, DateTimeOffset said, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<RequestId>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var untried = new List<RequestId>();
        foreach (var unended in Unended(context, now))
        {
            untried.AddRange(await unended.OrderBy(r => r.EndsAt).Take(most).Select(r => r.Id).ToListAsync(cancel));
        }

        untried.AddRange(await Revoking(context, now)
            .Where(r => r.Attempts == 0 && (r.OverdueAsOf == null || r.OverdueAsOf < said))
            .OrderBy(r => r.EndsAt < r.EndDueAt ? r.EndsAt : r.EndDueAt).Take(most)
            .Select(r => r.Id)
            .ToListAsync(cancel));
        return [.. untried.Take(most)];
    });

    public Task<int> LiveGrantsAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.CountAsync(r => r.State == RequestState.Granted, cancel);
    });

    /// <summary>Whose end has come and was not even begun: granted, or being granted.</summary>
    private static IQueryable<Request>[] Unended(AccessBotContext context, DateTimeOffset now)
    {
        var late = now - Overdue.Grace;
        var requests = context.Requests.IgnoreAutoIncludes().AsNoTracking();
        return
        [
            requests.Where(r => r.State == RequestState.Granted && r.EndsAt <= late),
            requests.Where(r => r.State == RequestState.Approved && r.ClosedAt == null && r.EndsAt <= late),
        ];
    }

    /// <summary>What is ending for too long; not what was taken away and is looked at once more, to be sure.</summary>
    private static IQueryable<Request> Revoking(AccessBotContext context, DateTimeOffset now)
    {
        var late = now - Overdue.Grace;
        return context.Requests.IgnoreAutoIncludes().AsNoTracking().Where(r => r.State == RequestState.Revoking
            && (r.EndDueAt <= late || r.EndsAt <= late) && (r.LooksAgainAt == null || r.LooksAgainAt <= late));
    }
}
