using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Slack.Home;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>App Homes in the database. Each write names its columns, so that a mark that comes meanwhile is never lost.</summary>
internal sealed class OpenedHomes(IDbContextFactory<AccessBotContext> contexts, IHolds holds) : IOpenedHomes
{
    private const string OfPerson = "person/";
    private const string OfRules = "rules";

    public Task<OpenedHome?> FindAsync(SlackUserId person, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Homes.AsNoTracking().SingleOrDefaultAsync(h => h.Person == person, cancel);
    });

    public Task OpenAsync(SlackUserId person, DateTimeOffset now, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        if (await ReopenAsync(person, now, cancel) > 0)
        {
            return true;
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Add(new OpenedHome(person, now));
        try
        {
            return await context.SaveChangesAsync(cancel) > 0;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsConflict(e))
        {
            // Opened twice at once.
            return await ReopenAsync(person, now, cancel) > 0;
        }
    });

    public Task<bool> AreAnyAsync(DateTimeOffset openedSince, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Homes.AnyAsync(h => h.OpenedAt >= openedSince, cancel);
    });

    public Task MarkAsync(IReadOnlyCollection<SlackUserId>? people, DateTimeOffset now, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var marked = people is null ? context.Homes : context.Homes.Where(h => people.Contains(h.Person));
        return await marked.ExecuteUpdateAsync(row => row.SetProperty(h => h.ChangedAt, now), cancel);
    });

    public Task<IReadOnlyList<SlackUserId>> BehindAsync(DateTimeOffset now, DateTimeOffset openedSince, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<SlackUserId>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Homes.AsNoTracking()
            .Where(h => h.OpenedAt >= openedSince && h.NextAttemptAt <= now && (h.ShownAt == null || h.ChangedAt >= h.ShownAt))
            .OrderBy(h => h.ShownAt).Take(most).Select(h => h.Person).ToListAsync(cancel);
    });

    public Task ShownAsync(SlackUserId person, string fingerprint, DateTimeOffset asOf, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Homes.Where(h => h.Person == person).ExecuteUpdateAsync(row => row
            .SetProperty(h => h.Fingerprint, fingerprint)
            .SetProperty(h => h.ShownAt, asOf)
            .SetProperty(h => h.NextAttemptAt, asOf)
            .SetProperty(h => h.Attempts, 0), cancel);
    });

    public Task DelayAsync(SlackUserId person, DateTimeOffset next, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Homes.Where(h => h.Person == person).ExecuteUpdateAsync(row => row
            .SetProperty(h => h.ShownAt, (DateTimeOffset?)null)
            .SetProperty(h => h.NextAttemptAt, next)
            .SetProperty(h => h.Attempts, h => h.Attempts + 1), cancel);
    });

    public Task<IReadOnlyList<HomeChange>> ChangesAsync(DateTimeOffset since, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<HomeChange>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var entries = await context.AuditEntries.Where(e => e.At >= since).OrderBy(e => e.At).Take(most)
            .Select(e => new { e.Stream, e.Number, e.At, e.Before, e.After }).ToListAsync(cancel);
        var ids = entries.Select(e => RequestId.TryParse(e.Stream, out var id) ? id : (RequestId?)null).OfType<RequestId>().Distinct().ToList();
        var requesters = new Dictionary<RequestId, SlackUserId>();
        foreach (var some in ids.Chunk(500))
        {
            foreach (var known in await context.Requests.Where(r => some.Contains(r.Id)).Select(r => new { r.Id, r.Requester }).ToListAsync(cancel))
            {
                requesters[known.Id] = known.Requester;
            }
        }

        // A request that waited, or waits now, shows with whoever may decide on it.
        return [.. entries.Select(e => new HomeChange($"{e.Stream}/{e.Number}", e.At, PersonOf(e.Stream, requesters), IsUndecided(e.Before) || IsUndecided(e.After) || e.Stream is OfRules))];
    });

    public Task<IAsyncDisposable> HoldAsync(SlackUserId person, CancellationToken cancel) =>
        DatabaseFault.TranslateAsync(() => holds.HoldAsync($"home/{person}", cancel));

    private static bool IsUndecided(string? state) => state is nameof(RequestState.Requested);

    private static SlackUserId? PersonOf(string stream, Dictionary<RequestId, SlackUserId> requesters) =>
        RequestId.TryParse(stream, out var id) ? requesters.TryGetValue(id, out var requester) ? requester : null
        : stream.StartsWith(OfPerson, StringComparison.Ordinal) && SlackUserId.TryParse(stream[OfPerson.Length..], out var person) ? person
        : null;

    private async Task<int> ReopenAsync(SlackUserId person, DateTimeOffset now, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Homes.Where(h => h.Person == person).ExecuteUpdateAsync(row => row
            .SetProperty(h => h.OpenedAt, now)
            .SetProperty(h => h.ChangedAt, now), cancel);
    }
}
