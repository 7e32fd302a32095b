using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Persistence;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

/// <summary>What rules in C# count.</summary>
public sealed class RuleHistoryTests
{
    private static readonly RulePerson Rita = new(Given.Rita.Value, "Rita");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Somebodys_requests_are_counted_by_how_far_they_came_and_since_when(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var (store, history) = (services.GetRequiredService<IRequestStore>(), services.GetRequiredService<IRuleHistory>());
        var day = TimeSpan.FromDays(1);
        foreach (var state in new[] { RequestState.Expired, RequestState.Granted, RequestState.Denied, RequestState.Cancelled, RequestState.Approved })
        {
            await store.AddAsync(Given.In(state, Given.Now - day), Cancel);
        }

        await store.AddAsync(Given.In(RequestState.Expired, Given.Now - (40 * day)), Cancel);
        await store.AddAsync(Given.Request(by: Given.Ben, at: Given.Now - day, rule: new AutoRule("fast", new Condition(), "On call")), Cancel);
        var deniedLate = Given.In(RequestState.Approved, Given.Now - day);
        Assert.True(deniedLate.BeginGrant(hadRoleBefore: false, Given.Now - day));
        Assert.Null(deniedLate.Deny(Given.By(Given.Ana), Given.Now - day));
        await store.AddAsync(deniedLate, Cancel);
        var stopped = Given.Request(at: Given.Now - day);
        Assert.True(stopped.Stop(Given.By(Given.Ana), "leaver", Given.Now - day));
        await store.AddAsync(stopped, Cancel);

        Task<int> CountAsync(RuleEvent what, double days = 30, string? flow = null, string? target = null) =>
            history.CountAsync(Rita, what, Given.Now - TimeSpan.FromDays(days), flow, target, Cancel);

        Assert.Equal((7, 4, 2, 3), (await CountAsync(RuleEvent.Requested), await CountAsync(RuleEvent.Approved), await CountAsync(RuleEvent.Granted), await CountAsync(RuleEvent.Denied)));
        Assert.Equal((8, 3), (await CountAsync(RuleEvent.Requested, days: 100), await CountAsync(RuleEvent.Granted, days: 100)));
        Assert.Equal((7, 0), (await CountAsync(RuleEvent.Requested, days: 1), await CountAsync(RuleEvent.Requested, days: 0.9)));
        Assert.Equal((2, 0), (await CountAsync(RuleEvent.Granted, flow: "production"), await CountAsync(RuleEvent.Granted, flow: "second-door")));
        Assert.Equal((2, 0), (await CountAsync(RuleEvent.Granted, target: "production-admin"), await CountAsync(RuleEvent.Granted, target: "billing")));
        Assert.Equal(1, await history.CountAsync(Rita with { SlackUser = Given.Ben.Value }, RuleEvent.Approved, DateTimeOffset.MinValue, flow: null, target: null, Cancel));
        Assert.Equal(0, await history.CountAsync(Rita with { SlackUser = "nobody" }, RuleEvent.Requested, DateTimeOffset.MinValue, flow: null, target: null, Cancel));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Each_count_is_by_an_index_of_the_persons_own_requests(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        await using var context = await services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync(Cancel);
        await context.Database.OpenConnectionAsync(Cancel);
        if (db == Db.Postgres)
        {
            // An empty table is read whole where that may be.
            await context.Database.ExecuteSqlRawAsync("SET enable_seqscan = off", Cancel);
        }

        foreach (var what in Enum.GetValues<RuleEvent>())
        {
            await using var counting = RuleHistory.Counted(context, Given.Rita, what, Given.Now, flow: null, target: null).CreateDbCommand();
            counting.CommandText = (db == Db.Postgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + counting.CommandText;
            var plan = new List<string>();
            await using var reader = await counting.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel))
            {
                plan.Add(reader.GetString(reader.FieldCount - 1));
            }

            Assert.Contains(plan, line => line.Contains("IX_Requests_Requester", StringComparison.Ordinal));
        }
    }
}
