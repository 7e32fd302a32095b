using System.Text.RegularExpressions;
using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Persistence;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

public sealed partial class OverdueRequestsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_late_by_a_minute_is_counted_by_its_trouble_and_from_its_first_end(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var ago = (int minutes) => Given.Now - HalfAnHour - TimeSpan.FromMinutes(minutes);
        await world.AddAsync(Given.In(RequestState.Granted, ago(0), user: 1));
        var untried = await world.AddAsync(Given.In(RequestState.Granted, ago(2), user: 2));
        var unanswered = await world.AddAsync(Failed(ago(3), user: 3, Trouble.Unanswered));
        await world.AddAsync(Failed(ago(4), user: 4, Trouble.Unanswered));
        await world.AddAsync(Failed(ago(5), user: 5, Trouble.StillHeld));
        var forsaken = await world.AddAsync(Failed(ago(20), user: 6, Trouble.Unanswered, tried: -15));
        var unconfirmed = Given.In(RequestState.Approved, ago(9), user: 10);
        unconfirmed.BeginGrant(hadRoleBefore: false, ago(9));
        await world.AddAsync(unconfirmed);
        var lookedAtAgain = Given.In(RequestState.Approved, Given.Now.AddMinutes(-20), user: 11);
        lookedAtAgain.BeginGrant(hadRoleBefore: false, Given.Now.AddMinutes(-20));
        lookedAtAgain.GiveUp("no", Given.Now.AddMinutes(-2));
        Assert.True(lookedAtAgain.WaitsForLateAdd(Given.Now.AddSeconds(-70)));
        await world.AddAsync(lookedAtAgain);
        var early = Given.In(RequestState.Granted, Given.Now.AddMinutes(-10), user: 7);
        early.Revoke(Given.By(Given.Ana), Given.Now.AddMinutes(-6));
        early.FailedIn(RequestState.Revoking, "no", requestId: null, Given.Now, Trouble.Refused);
        await world.AddAsync(early);
        foreach (var state in new[] { RequestState.Expired, RequestState.Revoked, RequestState.Denied, RequestState.Failed, RequestState.Approved })
        {
            await world.AddAsync(Given.In(state, ago(60), user: 8));
        }

        var overdue = await world.Overdue.CountAsync(Given.Now, None);

        Assert.Equivalent(
            new[]
            {
                new Overdue(null, 81878, 3, Given.Now.AddMinutes(-20)), new Overdue(Trouble.Unanswered, 81878, 2, Given.Now.AddMinutes(-4)),
                new Overdue(Trouble.StillHeld, 81878, 1, Given.Now.AddMinutes(-5)), new Overdue(Trouble.Refused, 81878, 1, Given.Now.AddMinutes(-6)),
            },
            overdue, strict: true);
        Assert.Equal([forsaken.Id, unconfirmed.Id, untried.Id], (await world.Overdue.FirstAsync(null, null, Given.Now, 5, None)).Select(r => r.Id));
        Assert.Equal(early.Id, Assert.Single(await world.Overdue.FirstAsync(Trouble.Refused, null, Given.Now, 5, None)).Id);
        Assert.NotEqual(unanswered.Id, Assert.Single(await world.Overdue.FirstAsync(Trouble.Unanswered, null, Given.Now, 1, None)).Id);
        Assert.Single(await world.Overdue.FirstAsync(Trouble.StillHeld, 81878, Given.Now, 5, None));
        Assert.Empty(await world.Overdue.FirstAsync(Trouble.StillHeld, 4242, Given.Now, 5, None));
        Assert.Equal(2, await world.Overdue.LiveGrantsAsync(None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_nobody_has_tried_is_said_once_and_after_a_while_again(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var granted = await world.AddAsync(Given.In(RequestState.Granted, Given.Now.AddMinutes(-32), user: 1));
        var revoking = Given.In(RequestState.Revoking, Given.Now.AddMinutes(-40), user: 2);
        revoking.NoteOverdue(Given.Now);
        await world.AddAsync(revoking);
        await world.AddAsync(Failed(Given.Now.AddMinutes(-40), user: 3, Trouble.Unanswered));

        var atOnce = await world.Overdue.UntriedAsync(Given.Now, Given.Now.AddMinutes(-15), 100, None);
        var later = await world.Overdue.UntriedAsync(Given.Now.AddMinutes(16), Given.Now.AddMinutes(1), 100, None);
        var one = await world.Overdue.UntriedAsync(Given.Now.AddMinutes(16), Given.Now.AddMinutes(1), 1, None);

        Assert.Equal([granted.Id], atOnce);
        Assert.Equal([granted.Id, revoking.Id], later);
        Assert.Single(one);
    }

    [Theory]
    [InlineData(Db.Sqlite, false), InlineData(Db.Postgres, false)]
    [InlineData(Db.Sqlite, true), InlineData(Db.Postgres, true)]
    public async Task Health_and_alarms_ask_by_indexes_that_no_closed_request_is_in(Db db, bool forApprovalOnly)
    {
        await using var world = await World.CreateAsync(db);
        await world.AddManyClosedAsync(db, 20_000, forApprovalOnly
            ? Given.ApprovalOnlyIn(RequestState.Approved, Given.Now.AddDays(-2))
            : Given.In(RequestState.Expired, Given.Now.AddDays(-2), user: 9));
        await world.AddAsync(Given.In(RequestState.Granted, Given.Now.AddMinutes(-40), user: 1));
        await world.AddAsync(Failed(Given.Now.AddMinutes(-40), user: 2, Trouble.Unanswered));
        world.Plans.Clear();

        await world.Overdue.CountAsync(Given.Now, None);
        await world.Overdue.FirstAsync(null, null, Given.Now, 5, None);
        await world.Overdue.UntriedAsync(Given.Now, Given.Now, 100, None);
        await world.Overdue.LiveGrantsAsync(None);

        Assert.Equal(10, world.Plans.Count);
        Assert.All(world.Plans, plan =>
        {
            Assert.Contains("IX_Requests_", plan, StringComparison.Ordinal);
            Assert.DoesNotMatch(WholeTable(), plan);
        });
    }

    private static Request Failed(DateTimeOffset at, long user, Trouble trouble, int tried = 0)
    {
        var request = Given.In(RequestState.Revoking, at, user);
        request.FailedIn(RequestState.Revoking, "no", requestId: null, Given.Now.AddMinutes(tried), trouble);
        return request;
    }

    [GeneratedRegex("Seq Scan on \"Requests\"|SCAN r[ \n]*$|SCAN r \\(?!USING", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholeTable();

    private sealed class World : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly ServiceProvider services;

        private World(TestDatabase database, ServiceProvider services, List<string> plans) => (this.database, this.services, Plans) = (database, services, plans);

        /// <summary>How the database answered each question.</summary>
        public List<string> Plans { get; }

        public IOverdueRequests Overdue { get; private init; } = null!;

        public static async Task<World> CreateAsync(Db db)
        {
            var empty = await TestDatabase.CreateAsync(db);
            var opened = await empty.OpenAsync(new FakeTimeProvider(Given.Now));
            var plans = new List<string>();
            var factory = opened.GetRequiredService<IDbContextFactory<AccessBotContext>>();
            return new World(empty, opened, plans) { Overdue = new OverdueRequests(new Explaining(factory, db, plans)) };
        }

        public Task<Request> AddAsync(Request request) => services.GetRequiredService<IRequestStore>().AddAsync(request, None);

        /// <summary>Copies of one row that has ended, as many rows do.</summary>
        public async Task AddManyClosedAsync(Db db, int count, Request closed)
        {
            var one = await AddAsync(closed);
            await using var context = await services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
            var columns = context.Model.FindEntityType(typeof(Request))!.GetProperties().Select(p => p.Name).ToList();
            var numbers = db == Db.Postgres
                ? $"generate_series(1, {count}) AS n(i)"
                : $"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) AS n";
            var values = columns.Select(c => c switch
            {
                nameof(Request.Id) when db == Db.Postgres => "gen_random_uuid()",
                nameof(Request.Id) => "printf('00000000-0000-4000-8000-%012d', n.i)",
                nameof(Request.SubmissionKey) => "'many' || n.i",
                _ => $"r.\"{c}\"",
            });
            var sql = $"""INSERT INTO "Requests" ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) SELECT {string.Join(", ", values)} FROM "Requests" AS r, {numbers}""";
            await context.Database.ExecuteSqlRawAsync(sql);
            await context.Database.ExecuteSqlRawAsync("ANALYZE");
            Assert.Equal(count + 1, await context.Requests.CountAsync());
            Assert.True(one.IsClosed);
        }

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    /// <summary>Has each query explained before it is asked.</summary>
    private sealed class Explaining(IDbContextFactory<AccessBotContext> factory, Db db, List<string> plans) : IDbContextFactory<AccessBotContext>
    {
        public AccessBotContext CreateDbContext()
        {
            var connection = factory.CreateDbContext().Database.GetConnectionString();
            var asked = new Explained(db, plans);
            return db == Db.Postgres
                ? new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection).AddInterceptors(asked).Options)
                : new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection).AddInterceptors(asked).Options);
        }
    }

    private sealed class Explained(Db db, List<string> plans) : Microsoft.EntityFrameworkCore.Diagnostics.DbCommandInterceptor
    {
        public override async ValueTask<Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<System.Data.Common.DbDataReader>> ReaderExecutingAsync(
            System.Data.Common.DbCommand command, Microsoft.EntityFrameworkCore.Diagnostics.CommandEventData eventData,
            Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<System.Data.Common.DbDataReader> result, CancellationToken cancellationToken = default)
        {
            var text = command.CommandText;
            command.CommandText = (db == Db.Postgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + text;
            var lines = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    lines.Add(reader.GetString(reader.FieldCount - 1));
                }
            }

            command.CommandText = text;
            plans.Add(string.Join('\n', lines));
            return result;
        }
    }
}
