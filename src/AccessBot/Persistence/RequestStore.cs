using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Requests in the database. Each call has a context of its own; nothing is kept between calls.</summary>
internal sealed partial class RequestStore(
    IDbContextFactory<AccessBotContext> contexts, IHolds holds, ILogger<RequestStore> logger, RuleDebts? rules = null) : IRequestStore
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
        Stage(context, request);
        try
        {
            await context.SaveChangesAsync(cancel);
            rules?.Saved([request]);
            return request;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsConflict(e))
        {
            context.ChangeTracker.Clear();
            return await context.Requests.AsNoTrackingWithIdentityResolution()
                .SingleAsync(r => r.SubmissionKey == request.SubmissionKey, cancel);
        }
    });

    public Task<T> ChangeAsync<T>(RequestId id, Func<Request, Task<T>> change, CancellationToken cancel) =>
        ChangeAsync<T>(id, async (_, request) => (await change(request), [request]), cancel);

    public Task<T> ChangeWithGrantAsync<T>(RequestId id, Func<Request, Request?, Task<T>> change, CancellationToken cancel) => ChangeAsync<T>(id, async (context, request) =>
    {
        var granted = request.Extends is { } grant ? await context.Requests.SingleOrDefaultAsync(r => r.Id == grant, cancel) : null;
        return (await change(request, granted), granted is null ? [request] : [request, granted]);
    }, cancel);

    public Task<(Request? Added, T Result)> ChangeAndAddAsync<T>(
        RequestId id, Func<Request, (Request? Added, T Result)> change, CancellationToken cancel) => ChangeAsync<(Request?, T)>(id, async (context, request) =>
    {
        var (added, result) = change(request);
        if (added is null)
        {
            return ((null, result), [request]);
        }

        if (await context.Requests.AsNoTrackingWithIdentityResolution().SingleOrDefaultAsync(r => r.SubmissionKey == added.SubmissionKey, cancel) is { } known)
        {
            return ((known, result), []);
        }

        context.Add(added);
        return ((added, result), [request, added]);
    }, cancel);

    public Task<IReadOnlyList<Request>> ExtensionsAsync(RequestId granted, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.IgnoreAutoIncludes().AsNoTracking().Where(r => r.Extends == granted).OrderBy(r => r.RequestedAt).ToListAsync(cancel);
    });

    public async Task<IReadOnlyDictionary<RequestId, T>> ChangeManyAsync<T>(
        IReadOnlyCollection<RequestId> ids, Func<Request, T> change, CancellationToken cancel)
    {
        try
        {
            return await DatabaseFault.TranslateAsync(() => ChangeTogetherAsync(ids, change, cancel));
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
        {
            Log.OneByOne(logger, e, ids.Count);
        }

        var results = new Dictionary<RequestId, T>();
        foreach (var id in ids)
        {
            try
            {
                results[id] = await ChangeAsync(id, request => Task.FromResult(change(request)), cancel);
            }
            catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
            {
                Log.NotChanged(logger, e, id);
            }
        }

        return results;
    }

    public Task<IReadOnlyList<Request>> OpenAsync(Membership membership, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.AsNoTrackingWithIdentityResolution()
            .Where(r => r.OneLoginUser == membership.User && r.Role == membership.Role && r.Privilege == membership.Privilege && r.ClosedAt == null)
            .OrderBy(r => r.RequestedAt)
            .ToListAsync(cancel);
    });

    public Task<IReadOnlyList<Request>> AskedAsync(
        Membership membership, DateTimeOffset since, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.IgnoreAutoIncludes().AsNoTracking()
            .Where(r => r.OneLoginUser == membership.User && r.Role == membership.Role && r.Privilege == membership.Privilege
                && (r.ClosedAt == null || r.RequestedAt >= since))
            .ToListAsync(cancel);
    });

    public Task<IReadOnlyList<Request>> AskedAsync(
        SlackUserId requester, string flow, DateTimeOffset since, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.IgnoreAutoIncludes().AsNoTracking()
            .Where(r => r.Role == Request.NoRole && r.Extends == null && r.Requester == requester && r.Flow == flow && (r.ClosedAt == null || r.RequestedAt >= since))
            .ToListAsync(cancel);
    });

    public Task<IReadOnlyList<Request>> OpenAsync(
        long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.IgnoreAutoIncludes().AsNoTracking()
            .Where(r => users.Contains(r.OneLoginUser) && r.Role == role && r.Privilege == privilege && r.ClosedAt == null)
            .OrderBy(r => r.RequestedAt)
            .ToListAsync(cancel);
    });

    public Task<IReadOnlyList<DateTimeOffset>> GrantsAsync(
        SlackUserId requester, string target, DateTimeOffset since, RequestId? but, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<DateTimeOffset>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests
            .Where(r => r.Requester == requester && r.Target == target && r.GrantedAt > since && r.Id != but)
            .OrderByDescending(r => r.GrantedAt).Take(most).Select(r => r.GrantedAt!.Value).ToListAsync(cancel);
    });

    public Task<int> UsesAsync(
        string flow, string rule, SlackUserId? requester, DateTimeOffset since, RequestId? but, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var uses = context.Requests.Where(r => r.AutoRule == rule && r.Flow == flow && r.ApprovedAt > since && r.Id != but);
        return await (requester is { } who ? uses.Where(r => r.Requester == who) : uses).CountAsync(cancel);
    });

    public Task<IReadOnlyList<DueRevocation>> DueRevocationsAsync(DateTimeOffset now, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<DueRevocation>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await DueRevocations(context, now, most).OrderBy(d => d.Since).Take(most).ToListAsync(cancel);
        return [.. rows.Select(d => new DueRevocation(d.Id, new Membership(d.User, d.Role, d.Privilege), d.At, d.Since, d.Attempts))];
    });

    public Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset now, bool impatient, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<DueErrand>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var patience = impatient ? now + TimeSpan.FromDays(1) : now;
        var since = impatient ? now : now - Request.NudgeGrace;
        var requests = context.Requests.IgnoreAutoIncludes().AsNoTracking();
        var due = new List<DueErrand>();
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Approved && r.ClosedAt == null && r.NextAttemptAt <= patience).OrderBy(r => r.ApprovedAt).Take(most)
            .Select(r => new DueErrand(Errand.Grant, r.Id, r.ApprovedAt!.Value)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Requested && r.LapsesAt <= since).OrderBy(r => r.LapsesAt).Take(most)
            .Select(r => new DueErrand(Errand.Lapse, r.Id, r.LapsesAt)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.Extends != null && r.State == RequestState.Requested && !context.Requests.Any(g => g.Id == r.Extends && g.State == RequestState.Granted))
            .OrderBy(r => r.LapsesAt).Take(most)
            .Select(r => new DueErrand(Errand.Lapse, r.Id, r.LapsesAt)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Granted && r.EndReminderAt <= since).OrderBy(r => r.EndReminderAt).Take(most)
            .Select(r => new DueErrand(Errand.RemindOfEnd, r.Id, r.EndReminderAt!.Value)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.RulesBehindSince <= since).OrderBy(r => r.RulesBehindSince).Take(most)
            .Select(r => new DueErrand(Errand.TellRules, r.Id, r.RulesBehindSince!.Value)).ToListAsync(cancel));
        due.AddRange(await requests
            .Where(r => r.State == RequestState.Requested && r.StepDueAt <= since).OrderBy(r => r.StepDueAt).Take(most)
            .Select(r => new DueErrand(Errand.Forward, r.Id, r.StepDueAt!.Value)).ToListAsync(cancel));
        due.AddRange((await Behind(context, since, now).Take(most).ToListAsync(cancel)).Select(b => new DueErrand(Errand.Announce, b.Id, b.Since)));
        return due;
    });

    public Task<IReadOnlyList<Request>> UnreviewedAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.IgnoreAutoIncludes().AsNoTracking()
            .Where(r => r.UnreviewedSince != null).OrderBy(r => r.UnreviewedSince).ToListAsync(cancel);
    });

    public Task<IReadOnlyList<(long Role, Privilege Privilege)>> OpenRolesAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<(long, Privilege)>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var roles = await context.Requests.Where(r => r.ClosedAt == null && r.Role != Request.NoRole).Select(r => new { r.Role, r.Privilege }).Distinct().ToListAsync(cancel);
        return [.. roles.Select(r => (r.Role, r.Privilege))];
    });

    public Task<IReadOnlyList<Request>> OpenInRoleAsync(long role, Privilege privilege, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.IgnoreAutoIncludes().AsNoTracking()
            .Where(r => r.Role == role && r.Privilege == privilege && r.ClosedAt == null).ToListAsync(cancel);
    });

    public Task<IReadOnlyDictionary<long, Request>> LastEndedAsync(
        long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyDictionary<long, Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ended = await context.Requests.IgnoreAutoIncludes().AsNoTracking()
            .Where(r => users.Contains(r.OneLoginUser) && r.Role == role && r.Privilege == privilege && r.ClosedAt != null && r.GrantStartedAt != null)
            .ToListAsync(cancel);
        return ended.GroupBy(r => r.OneLoginUser).ToDictionary(g => g.Key, g => g.MaxBy(r => r.ClosedAt)!);
    });

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(RequestId request, int after, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<AuditEntry>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var stream = request.ToString();
        return await context.AuditEntries.AsNoTracking().Where(e => e.Stream == stream && e.Number > after).OrderBy(e => e.Number).ToListAsync(cancel);
    });

    public Task<IReadOnlyList<AuditEntry>> NewestEntriesAsync(string stream, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<AuditEntry>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.AuditEntries.AsNoTracking().Where(e => e.Stream == stream).OrderByDescending(e => e.Number).Take(most).ToListAsync(cancel);
    });

    public Task<IReadOnlyList<RequestId>> BehindAsync(DateTimeOffset now, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<RequestId>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Behind(context, now, now).Take(most).Select(b => b.Id).ToListAsync(cancel);
    });

    public Task SaveNoticeAsync(RequestId id, Notice notice, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Notices
            .Where(n => EF.Property<RequestId>(n, "RequestId") == id && n.Key == notice.Key)
            .ExecuteUpdateAsync(row => row
                .SetProperty(n => n.Channel, notice.Channel)
                .SetProperty(n => n.Ts, notice.Ts)
                .SetProperty(n => n.RemindersSaid, notice.RemindersSaid)
                .SetProperty(n => n.ShownVersion, notice.ShownVersion)
                .SetProperty(n => n.Fingerprint, notice.Fingerprint)
                .SetProperty(n => n.Attempts, notice.Attempts)
                .SetProperty(n => n.FailingSince, notice.FailingSince)
                .SetProperty(n => n.NextAttemptAt, notice.NextAttemptAt)
                .SetProperty(n => n.Problem, notice.Problem)
                .SetProperty(n => n.Told, notice.Told)
                .SetProperty(n => n.TellAt, notice.TellAt), cancel);
        return await context.Requests
            .Where(r => r.Id == id && !r.Notices.Any(n => (n.ShownVersion < r.Version && n.NextAttemptAt != null) || n.TellAt != null))
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
        DatabaseFault.TranslateAsync(() => holds.HoldAsync(NameOf(membership), cancel));

    public Task<HeldMemberships> TryHoldAsync(IReadOnlyCollection<Membership> memberships, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        var (names, hold) = await holds.TryHoldAsync([.. memberships.Select(NameOf)], cancel);
        return new HeldMemberships(memberships.Where(m => names.Contains(NameOf(m))).ToHashSet(), hold);
    });

    public Task<IAsyncDisposable> HoldAskingAsync(Membership membership, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"asking/{NameOf(membership)}", cancel));

    public Task<IAsyncDisposable> HoldAskingAsync(SlackUserId requester, string flow, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"asking/{requester}/{flow}", cancel));

    public Task<IAsyncDisposable> HoldUseAsync(string flow, string rule, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"use/{flow}/{rule}", cancel));

    public Task<IAsyncDisposable> HoldAsync(RequestId request, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"announcing/{request}", cancel));

    /// <summary>One query over three small indexes: what is granted and over, what is ending and to be tried, and what was never confirmed and is over.</summary>
    /// <remarks>
    /// Each part is taken in its index's order and limited by itself: PostgreSQL can't tell how few of the ends that are past belong
    /// to what is granted, and would sort for tens of thousands where there are none.
    /// </remarks>
    internal static IQueryable<DueRow> DueRevocations(AccessBotContext context, DateTimeOffset now, int most)
    {
        var requests = context.Requests.IgnoreAutoIncludes().AsNoTracking();
        return requests.Where(r => r.State == RequestState.Granted && r.EndsAt <= now).OrderBy(r => r.EndsAt).Take(most)
            .Select(r => new DueRow { Id = r.Id, User = r.OneLoginUser, Role = r.Role, Privilege = r.Privilege, At = r.EndsAt!.Value, Since = r.EndsAt!.Value, Attempts = 0 })
            .Concat(requests.Where(r => r.State == RequestState.Revoking && r.NextAttemptAt <= now).OrderBy(r => r.NextAttemptAt).Take(most)
                .Select(r => new DueRow { Id = r.Id, User = r.OneLoginUser, Role = r.Role, Privilege = r.Privilege, At = r.NextAttemptAt!.Value, Since = r.EndDueAt!.Value, Attempts = r.Attempts }))
            .Concat(requests.Where(r => r.State == RequestState.Approved && r.ClosedAt == null && r.EndsAt <= now).OrderBy(r => r.EndsAt).Take(most)
                .Select(r => new DueRow { Id = r.Id, User = r.OneLoginUser, Role = r.Role, Privilege = r.Privilege, At = r.EndsAt!.Value, Since = r.EndsAt!.Value, Attempts = 0 }));
    }

    private static IQueryable<BehindRow> Behind(AccessBotContext context, DateTimeOffset since, DateTimeOffset now) => context.Requests.IgnoreAutoIncludes().AsNoTracking()
        .Where(r => r.UnannouncedSince <= since && r.Notices.Any(n => (n.ShownVersion < r.Version && n.NextAttemptAt <= now) || n.TellAt <= now))
        .OrderBy(r => r.UnannouncedSince)
        .Select(r => new BehindRow { Id = r.Id, Since = r.UnannouncedSince!.Value });

    private static string NameOf(Membership membership) => $"membership/{membership}";

    private void Stage(AccessBotContext context, Request request)
    {
        context.AddRange(request.News);
        var owes = rules?.Note(request) == true;
        if (request.News.Count > 0 && context.Entry(request) is { State: not EntityState.Added } row)
        {
            // Written even if they are as they were read: an announcement that is just done, or a rule that was just told, may have cleared them meanwhile.
            row.Property(r => r.UnannouncedSince).IsModified = true;
            row.Property(r => r.RulesBehindSince).IsModified |= owes;
        }
    }

    private async Task<Dictionary<RequestId, T>> ChangeTogetherAsync<T>(IReadOnlyCollection<RequestId> ids, Func<Request, T> change, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var results = new Dictionary<RequestId, T>();
        var requests = await context.Requests.IgnoreAutoIncludes().Where(r => ids.Contains(r.Id)).ToListAsync(cancel);
        foreach (var request in requests)
        {
            results[request.Id] = change(request);
            Stage(context, request);
        }

        await context.SaveChangesAsync(cancel);
        rules?.Saved(requests);
        return results;
    }

    /// <summary>Changes a row, and others with it, in one save; again with the rows as they are by then, if somebody else was quicker.</summary>
    /// <param name="id">The row.</param>
    /// <param name="change">Changes it, and says which rows were changed or added. None: then nothing is saved.</param>
    /// <param name="cancel">Ends the wait.</param>
    private Task<T> ChangeAsync<T>(
        RequestId id, Func<AccessBotContext, Request, Task<(T Result, IReadOnlyList<Request> Changed)>> change, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var request = await context.Requests.SingleOrDefaultAsync(r => r.Id == id, cancel)
                ?? throw new KeyNotFoundException($"There is no request {id}.");
            var (result, changed) = await change(context, request);
            if (changed.Count == 0)
            {
                return result;
            }

            foreach (var row in changed)
            {
                Stage(context, row);
            }

            try
            {
                await context.SaveChangesAsync(cancel);
                rules?.Saved(changed);
                return result;
            }
            catch (Exception e) when (conflicts < MostConflicts && DatabaseFault.IsConflict(e))
            {
                // Done again with the rows as they are now.
            }
        }
    });

    /// <summary>What a due revocation is made of, as the database gives it.</summary>
    internal sealed class DueRow
    {
        public required RequestId Id { get; init; }

        public required long User { get; init; }

        public required long Role { get; init; }

        public required Privilege Privilege { get; init; }

        public required DateTimeOffset At { get; init; }

        public required DateTimeOffset Since { get; init; }

        public required int Attempts { get; init; }
    }

    private sealed class BehindRow
    {
        public required RequestId Id { get; init; }

        public required DateTimeOffset Since { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} requests could not be saved together and are saved one by one")]
        public static partial void OneByOne(ILogger logger, Exception e, int count);

        [LoggerMessage(LogLevel.Error, "Request {Request} could not be changed, and holds up no other")]
        public static partial void NotChanged(ILogger logger, Exception e, RequestId request);
    }
}
