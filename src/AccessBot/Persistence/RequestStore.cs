using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Requests in the database. Each call has a context of its own; nothing is kept between calls.</summary>
internal sealed class RequestStore(IDbContextFactory<AccessBotContext> contexts, IHolds holds) : IRequestStore
{
    /// <summary>How many writers may be faster before it counts as a fault.</summary>
    private const int MostConflicts = 50;

    public Task<Request?> FindAsync(RequestId id, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.AsNoTrackingWithIdentityResolution().SingleOrDefaultAsync(r => r.Id == id, cancel);
    });

    public Task<Request> AddAsync(Request request, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Add(request);
        context.AddRange(request.News);
        try
        {
            await context.SaveChangesAsync(cancel);
            return request;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsConflict(e))
        {
            context.ChangeTracker.Clear();
            return await context.Requests.AsNoTrackingWithIdentityResolution()
                .SingleAsync(r => r.SubmissionKey == request.SubmissionKey, cancel);
        }
    });

    public Task<T> ChangeAsync<T>(RequestId id, Func<Request, Task<T>> change, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var request = await context.Requests.SingleOrDefaultAsync(r => r.Id == id, cancel)
                ?? throw new KeyNotFoundException($"There is no request {id}.");
            var result = await change(request);
            context.AddRange(request.News);
            if (request.News.Count > 0)
            {
                // Written even if it is as it was read: an announcement that is just done may have cleared it meanwhile.
                context.Entry(request).Property(r => r.UnannouncedSince).IsModified = true;
            }

            try
            {
                await context.SaveChangesAsync(cancel);
                return result;
            }
            catch (Exception e) when (conflicts < MostConflicts && DatabaseFault.IsConflict(e))
            {
                // Done again with the row as it is now.
            }
        }
    });

    public Task<IReadOnlyList<Request>> OpenAsync(Membership membership, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.AsNoTrackingWithIdentityResolution()
            .Where(r => r.OneLoginUser == membership.User && r.Role == membership.Role && r.Privilege == membership.Privilege && r.ClosedAt == null)
            .OrderBy(r => r.RequestedAt)
            .ToListAsync(cancel);
    });

    public Task<IReadOnlyList<OpenRequest>> OpenAsync(RequestSelection selection, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<OpenRequest>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var open = Selected(context.Requests.IgnoreAutoIncludes().AsNoTracking(), selection);
        try
        {
            return await Listed(open.OrderBy(r => r.RequestedAt)).ToListAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException && !DatabaseFault.IsAway(e))
        {
            // Something in some row is not as it was written: one by one, so that it hides no other.
            return await OneByOneAsync(open, cancel);
        }
    });

    public Task<IReadOnlyList<OpenKind>> OpenKindsAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<OpenKind>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.Where(r => r.ClosedAt == null)
            .Select(r => new OpenKind(r.Flow, r.FlowLabel, r.Target, r.TargetLabel, r.Role, r.Privilege)).Distinct().ToListAsync(cancel);
    });

    public Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset now, bool impatient, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<DueErrand>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var patience = impatient ? now + TimeSpan.FromDays(1) : now;
        var since = impatient ? now : now - Request.NudgeGrace;
        var requests = context.Requests.IgnoreAutoIncludes().AsNoTracking();
        var due = new List<DueErrand>();
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Revoking && r.NextAttemptAt <= patience).OrderBy(r => r.EndDueAt).Take(most)
            .Select(r => new DueErrand(Errand.Revoke, r.Id, r.EndDueAt!.Value)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Granted && r.EndsAt <= since).OrderBy(r => r.EndsAt).Take(most)
            .Select(r => new DueErrand(Errand.Revoke, r.Id, r.EndsAt!.Value)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Approved && r.NextAttemptAt <= patience).OrderBy(r => r.ApprovedAt).Take(most)
            .Select(r => new DueErrand(Errand.Grant, r.Id, r.ApprovedAt!.Value)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Requested && r.LapsesAt <= since).OrderBy(r => r.LapsesAt).Take(most)
            .Select(r => new DueErrand(Errand.Lapse, r.Id, r.LapsesAt)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.UnannouncedSince <= since && r.Notices.Any(n => n.ShownVersion < r.Version && n.NextAttemptAt <= now))
            .OrderBy(r => r.UnannouncedSince).Take(most)
            .Select(r => new DueErrand(Errand.Announce, r.Id, r.UnannouncedSince!.Value)).ToListAsync(cancel));
        return due;
    });

    public Task<IReadOnlyList<DueErrand>> UpcomingAsync(DateTimeOffset now, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<DueErrand>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var requests = context.Requests.IgnoreAutoIncludes().AsNoTracking();
        var ends = await requests.Where(r => r.State == RequestState.Granted && r.EndsAt > now)
            .Select(r => new DueErrand(Errand.Revoke, r.Id, r.EndsAt!.Value)).ToListAsync(cancel);
        var lapses = await requests.Where(r => r.State == RequestState.Requested && r.LapsesAt > now)
            .Select(r => new DueErrand(Errand.Lapse, r.Id, r.LapsesAt)).ToListAsync(cancel);
        return [.. ends, .. lapses];
    });

    public Task SaveNoticeAsync(RequestId id, Notice notice, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Notices
            .Where(n => EF.Property<RequestId>(n, "RequestId") == id && n.Kind == notice.Kind)
            .ExecuteUpdateAsync(row => row
                .SetProperty(n => n.Channel, notice.Channel)
                .SetProperty(n => n.Ts, notice.Ts)
                .SetProperty(n => n.ShownVersion, notice.ShownVersion)
                .SetProperty(n => n.Fingerprint, notice.Fingerprint)
                .SetProperty(n => n.Attempts, notice.Attempts)
                .SetProperty(n => n.NextAttemptAt, notice.NextAttemptAt)
                .SetProperty(n => n.Problem, notice.Problem), cancel);
        return await context.Requests
            .Where(r => r.Id == id && !r.Notices.Any(n => n.ShownVersion < r.Version && n.NextAttemptAt != null))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.UnannouncedSince, (DateTimeOffset?)null), cancel);
    });

    public Task AppendAsync(string stream, AuditAction action, Actor by, DateTimeOffset at,
        IReadOnlyDictionary<string, string?> detail, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var last = await context.AuditEntries.AsNoTracking()
                .Where(e => e.Stream == stream).OrderByDescending(e => e.Number).FirstOrDefaultAsync(cancel);
            context.Add(AuditEntry.Next(stream, last?.Number ?? 0, last?.Hash ?? "", at, action, by, before: null, after: null, detail));
            try
            {
                return await context.SaveChangesAsync(cancel);
            }
            catch (Exception e) when (conflicts < MostConflicts && DatabaseFault.IsConflict(e))
            {
                // Somebody else appended; after theirs, then.
            }
        }
    });

    public Task<IAsyncDisposable> HoldAsync(Membership membership, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"membership/{membership}", cancel));

    public Task<IAsyncDisposable> HoldAsync(RequestId request, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"announcing/{request}", cancel));

    private static IQueryable<Request> Selected(IQueryable<Request> requests, RequestSelection selection)
    {
        var open = requests.Where(r => r.ClosedAt == null);
        return selection switch
        {
            RequestSelection.Everything => open,
            RequestSelection.OfPerson person => open.Where(r => r.OneLoginUser == person.OneLoginUser),
            RequestSelection.OfRoles roles => open.Where(r =>
                (r.Privilege == Privilege.Member && roles.AsMember.Contains(r.Role)) || (r.Privilege == Privilege.Admin && roles.AsAdmin.Contains(r.Role))),
            RequestSelection.OfFlows flows => open.Where(r => flows.Keys.Contains(r.Flow)),
            _ => throw new ArgumentOutOfRangeException(nameof(selection), selection, "There is no such selection."),
        };
    }

    private static IQueryable<OpenRequest> Listed(IQueryable<Request> requests) => requests.Select(r => new OpenRequest(
        r.Id, r.State, r.Requester, r.RequesterName, r.OneLoginUser, r.TargetLabel, r.FlowLabel, r.EndsAt, r.Problem));

    private static async Task<List<OpenRequest>> OneByOneAsync(IQueryable<Request> open, CancellationToken cancel)
    {
        var all = new List<OpenRequest>();
        foreach (var id in await open.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancel))
        {
            try
            {
                all.AddRange(await Listed(open.Where(r => r.Id == id)).ToListAsync(cancel));
            }
            catch (Exception e) when (e is not OperationCanceledException && !DatabaseFault.IsAway(e))
            {
                all.Add(OpenRequest.Unreadable(id, $"Its row can't be read: {e.Message}"));
            }
        }

        return all;
    }
}
