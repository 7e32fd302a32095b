using AccessBot.Core.Requests;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

/// <summary>A database that a released version left behind, with live grants in it: nothing of it is lost on the way to this version, and every grant ends on time.</summary>
public sealed class UpgradeTests
{
    /// <summary>The dumps that there are, and for which database each is.</summary>
    public static TheoryData<string, Db> Dumps =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Persistence", "Released"), "*.sql")
            .Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Select(file => new TheoryDataRow<string, Db>(file!, Enum.Parse<Db>(file!.Split('.')[1])))];

    [Theory, MemberData(nameof(Dumps))]
    public async Task Every_row_is_kept_as_it_was(string dump, Db db)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(db);
        await database.LoadAsync(dump);
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var old = database.Services(TimeProvider.System);
        await using var before = await ContextAsync(old);
        foreach (var table in new[] { "Requests", "Decisions", "Notices", "AuditEntries", "People", "Inbox" })
        {
            columns[table] = await SqlDump.ColumnsAsync(before, table);
        }

        var rows = await RowsAsync(before, columns);
        await using var upgraded = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        await using var after = await ContextAsync(upgraded);

        Assert.Empty(await after.Database.GetPendingMigrationsAsync());
        Assert.False(after.Database.HasPendingModelChanges());
        Assert.All(rows, table => Assert.NotEmpty(table.Value));
        Assert.Equal(rows, await RowsAsync(after, columns));
    }

    [Theory, MemberData(nameof(Dumps))]
    public async Task Every_request_can_be_read_and_its_audit_trail_holds_together(string dump, Db db)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(db);
        await database.LoadAsync(dump);
        await using var upgraded = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        await using var context = await ContextAsync(upgraded);

        var requests = await context.Requests.AsNoTracking().ToListAsync();

        Assert.Equal(Enum.GetValues<RequestState>(), requests.Select(r => r.State).Distinct().Order());
        foreach (var request in requests)
        {
            var entries = await context.AuditEntries.AsNoTracking().Where(e => e.Stream == request.Id.ToString()).OrderBy(e => e.Number).ToListAsync();
            Assert.Equal(Enumerable.Range(1, request.AuditCount), entries.Select(e => e.Number));
            Assert.Equal(["", .. entries.Select(e => e.ComputeHash())], [.. entries.Select(e => e.PreviousHash), request.AuditHead]);
        }

        Assert.All(requests.Where(r => r.MayHold), r => Assert.True(r.EndsAt is not null));
    }

    [Theory, MemberData(nameof(Dumps))]
    public async Task Every_grant_ends_when_it_was_to_end(string dump, Db db)
    {
        await using var journey = await Journey.StartAsync(db, before: async (database, sandbox) =>
        {
            await database.LoadAsync(dump);

            // Whose access is in force, over, not confirmed yet, and could not be taken away yet.
            foreach (var holder in new[] { Cast.Rita, Cast.Ana, Cast.Ben, Cast.Otto })
            {
                sandbox.OneLogin.AddByHand(Cast.ProductionAdmin, holder.OneLoginId!.Value);
            }
        });

        // A command that waited in the inbox, from which there is no way back to its author.
        journey.ExpectedComplaints.Add("could not be told in Slack what came of what they did");
        var requests = await journey.RequestsAsync();
        Request Of(CastMember who, RequestState state) => requests.Single(r => r.OneLoginUser == who.OneLoginId && r.State == state && r.Role == Cast.ProductionAdmin);
        var (rita, otto) = (Of(Cast.Rita, RequestState.Granted), Cast.Otto);

        await journey.UntilAsync(() => !journey.Holds(Cast.Ana) && !journey.Holds(otto), "what was overdue is taken away at the start");
        foreach (var late in new[] { Cast.Ben, Cast.Mona })
        {
            await journey.UntilAsync(async () => (await journey.RequestsAsync()).Any(r => r.OneLoginUser == late.OneLoginId && r.State == RequestState.Granted), $"{late.Firstname}'s grant is finished");
        }

        await journey.PassAsync(rita.EndsAt!.Value - journey.Now - TimeSpan.FromSeconds(5));
        Assert.True(journey.Holds(Cast.Rita));
        await journey.PassAsync(TimeSpan.FromSeconds(5));
        await journey.ReachesAsync(rita.Id, RequestState.Expired);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.UntilAsync(() => !journey.Holds(Cast.Ben) && !journey.Holds(Cast.Mona), "what was granted after the start ends, too");

        Assert.False(journey.Holds(Cast.Rita));
        Assert.True(journey.Holds(Cast.Petra), "who was there before AccessBot stays");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Tables_of_a_later_version_are_left_alone_and_that_is_said(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using (var later = database.Services(TimeProvider.System))
        {
            await using var context = await ContextAsync(later);
            await context.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99991231235959_LastThing', '99.0.0')""");
        }

        var refusal = await Assert.ThrowsAsync<DatabaseStartException>(async () => await (await database.OpenAsync(TimeProvider.System)).DisposeAsync());

        Assert.Contains("of a later version of AccessBot (they have 99991231235959_LastThing)", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<AccessBotContext> ContextAsync(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();

    private static async Task<Dictionary<string, IReadOnlyList<string>>> RowsAsync(AccessBotContext context, Dictionary<string, string> columns)
    {
        var rows = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (table, names) in columns)
        {
            rows[table] = await SqlDump.RowsAsync(context, table, names);
        }

        return rows;
    }
}
