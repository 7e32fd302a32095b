using AccessBot.Core.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AccessBot.Persistence;

/// <summary>PostgreSQL's clock. SQLite is in this process and has none of its own.</summary>
internal sealed class DatabaseClock(IDbContextFactory<AccessBotContext> contexts, IOptions<DatabaseOptions> options, TimeProvider clock) : IDatabaseClock
{
    public Task<TimeSpan?> AheadAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync<TimeSpan?>(async () =>
    {
        if (options.Value.Provider != DatabaseProvider.Postgres)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);

        // Opened before, so that the way there and back is that of the question alone.
        await context.Database.OpenConnectionAsync(cancel);
        var (asked, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var told = await context.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """).SingleAsync(cancel);
        var half = clock.GetElapsedTime(started) / 2;

        // It was told somewhere on the way, most likely in the middle: half the way is what the answer may be off by.
        var ahead = asked + half - told;
        return ahead.Duration() > half ? ahead - (ahead > TimeSpan.Zero ? half : -half) : TimeSpan.Zero;
    });
}
