using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Alarms in the database.</summary>
internal sealed class AlarmStore(IDbContextFactory<AccessBotContext> contexts, IHolds holds) : IAlarmStore
{
    public Task<IReadOnlyList<RaisedAlarm>> OpenAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<RaisedAlarm>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Alarms.AsNoTracking().Where(a => a.DoneAt == null).OrderBy(a => a.Since).ToListAsync(cancel);
    });

    public Task<RaisedAlarm?> FindAsync(string cause, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Alarms.AsNoTracking().SingleOrDefaultAsync(a => a.Cause == cause, cancel);
    });

    public Task SaveAsync(RaisedAlarm alarm, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Entry(alarm).State = await context.Alarms.AnyAsync(a => a.Cause == alarm.Cause, cancel) ? EntityState.Modified : EntityState.Added;
        return await context.SaveChangesAsync(cancel);
    });

    public Task<IAsyncDisposable> HoldAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync(() => holds.HoldAsync("alarms", cancel));
}
