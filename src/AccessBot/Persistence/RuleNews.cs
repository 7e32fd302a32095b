using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>What rules in C# have not been told yet, in the requests' rows and the audit trail.</summary>
internal sealed class RuleNews(IDbContextFactory<AccessBotContext> contexts, IHolds holds) : IRuleNews
{
    public Task<IReadOnlyList<RequestId>> BehindAsync(int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<RequestId>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.Where(r => r.RulesBehindSince != null).OrderBy(r => r.RulesBehindSince).Take(most).Select(r => r.Id).ToListAsync(cancel);
    });

    public Task ToldAsync(RequestId request, int number, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Requests.Where(r => r.Id == request && r.RulesTold < number)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.RulesTold, number), cancel);

        // Only if nothing has happened since: whoever saves something writes it anew.
        return await context.Requests.Where(r => r.Id == request && r.RulesTold >= r.AuditCount)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.RulesBehindSince, (DateTimeOffset?)null), cancel);
    });

    public Task<IAsyncDisposable?> TryHoldAsync(RequestId request, CancellationToken cancel) => DatabaseFault.TranslateAsync<IAsyncDisposable?>(async () =>
    {
        var (names, hold) = await holds.TryHoldAsync([$"telling/{request}"], cancel);
        if (names.Count > 0)
        {
            return hold;
        }

        await hold.DisposeAsync();
        return null;
    });
}
