using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Lists requests for people to look at, from the database.</summary>
internal sealed class RequestLists(IDbContextFactory<AccessBotContext> contexts) : IRequestLists
{
    public Task<IReadOnlyList<Request>> OpenAsync(SlackUserId requester, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.AsNoTrackingWithIdentityResolution()
            .Where(r => r.Requester == requester && r.ClosedAt == null).OrderByDescending(r => r.RequestedAt).Take(most).ToListAsync(cancel);
    });

    public Task<IReadOnlyList<Request>> EndedAsync(SlackUserId requester, int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.AsNoTrackingWithIdentityResolution()
            .Where(r => r.Requester == requester && r.ClosedAt != null).OrderByDescending(r => r.ClosedAt).Take(most).ToListAsync(cancel);
    });

    public Task<IReadOnlyList<Request>> UndecidedAsync(int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Request>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.AsNoTrackingWithIdentityResolution()
            .Where(r => r.State == RequestState.Requested).OrderBy(r => r.RequestedAt).Take(most).ToListAsync(cancel);
    });
}
