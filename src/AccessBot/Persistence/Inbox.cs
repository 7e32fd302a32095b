using AccessBot.Slack.Receiving;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Acknowledged deliveries in the database.</summary>
internal sealed class Inbox(IDbContextFactory<AccessBotContext> contexts, TimeProvider clock) : IInbox
{
    public Task<bool> StoreAsync(Delivery delivery, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Add(new InboxRow
        {
            Key = delivery.Key, Kind = delivery.Kind, Body = delivery.Body, ReceivedAt = delivery.ReceivedAt, DueAt = delivery.ReceivedAt,
        });
        try
        {
            await context.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsConflict(e))
        {
            return false;
        }
    });

    public Task<Delivery?> ClaimAsync(string key, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await ClaimAsync(context, key, cancel);
    });

    public Task<IReadOnlyList<Delivery>> ClaimDueAsync(int most, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Delivery>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var keys = await context.Inbox.Where(r => r.DueAt <= now).OrderBy(r => r.DueAt).Take(most).Select(r => r.Key).ToListAsync(cancel);
        var claimed = new List<Delivery>();
        foreach (var key in keys)
        {
            if (await ClaimAsync(context, key, cancel) is { } delivery)
            {
                claimed.Add(delivery);
            }
        }

        return claimed;
    });

    public Task KeepAsync(Delivery claimed, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var lapse = now + IInbox.ClaimLapse;
        return await context.Inbox.Where(r => r.Key == claimed.Key && r.Attempts == claimed.Attempts && r.DueAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.DueAt, lapse), cancel);
    });

    public Task CompleteAsync(string key, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        return await context.Inbox.Where(r => r.Key == key).ExecuteUpdateAsync(row => row
            .SetProperty(r => r.DueAt, (DateTimeOffset?)null)
            .SetProperty(r => r.DoneAt, now)
            .SetProperty(r => r.Body, ""), cancel);
    });

    public Task PostponeAsync(string key, DateTimeOffset when, string problem, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Inbox.Where(r => r.Key == key && r.DoneAt == null).ExecuteUpdateAsync(row => row
            .SetProperty(r => r.DueAt, when)
            .SetProperty(r => r.Problem, problem), cancel);
    });

    /// <summary>Forgets what was done before a time: long after Slack would repeat it.</summary>
    public Task<int> ForgetAsync(DateTimeOffset doneBefore, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Inbox.Where(r => r.DoneAt < doneBefore).ExecuteDeleteAsync(cancel);
    });

    private async Task<Delivery?> ClaimAsync(AccessBotContext context, string key, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var lapse = now + IInbox.ClaimLapse;
        var won = await context.Inbox.Where(r => r.Key == key && r.DueAt <= now).ExecuteUpdateAsync(row => row
            .SetProperty(r => r.DueAt, lapse)
            .SetProperty(r => r.Attempts, r => r.Attempts + 1), cancel);
        if (won == 0)
        {
            return null;
        }

        var row = await context.Inbox.AsNoTracking().SingleAsync(r => r.Key == key, cancel);
        return new Delivery(row.Key, row.Body, row.Kind, row.ReceivedAt, row.Attempts);
    }
}
