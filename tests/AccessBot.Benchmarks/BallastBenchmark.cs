using System.Globalization;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Benchmarks;

/// <summary>What somebody waits for on an empty database and on a full one, in turn, so that a busy moment of the machine meets both.</summary>
internal static class BallastBenchmark
{
    private const int WarmUp = 20;
    private const double Target = 1.3;

    // How many AccessBot asks for at once, and how many grants the benchmark of revocations ends.
    private const int MostAtALook = 10_000;
    private const int InBulk = 10_000;

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(400);

    public static async Task<int> RunAsync(CommandLine asked)
    {
        var ballast = new Ballast(asked.Live, asked.Closed);

        // Long enough that the last one is granted before the first one ends.
        var brief = TimeSpan.FromSeconds(20 + Math.Ceiling(asked.Revocations * 2 * 0.8));
        var people = Math.Max(WarmUp + asked.Approvals, asked.Revocations) + 1;
        var rules = new StageRules([Cast.ProductionAdmin, Cast.CustomerData, .. ballast.Roles], [Long, brief]);
        await using var postgres = await PostgresServer.StartAsync(durable: true);
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var full = await Stage.SetAsync(DatabaseProvider.Postgres, connectionString, rules);
        full.AddPeople(people);
        await LoadAsync(ballast, full, connectionString, rules, somebody: people - 1);
        await using var empty = await Stage.SetAsync(DatabaseProvider.Postgres, await postgres.CreateDatabaseAsync(), rules);
        empty.AddPeople(people);
        await empty.StartAsync();
        await full.StartAsync();

        var (approvals, heavyApprovals) = await ApproveAsync(empty, full, WarmUp + asked.Approvals);
        var (revocations, heavyRevocations) = await RevokeAsync(empty, full, asked.Revocations, brief);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            PostgreSQL, in ms                         count       p50       p99       max
            {approvals.Row("Approve click to OneLogin's add call")}
            {heavyApprovals.Row("  with the ballast")}   {Times(heavyApprovals, approvals)}
            {revocations.Row("End of a grant to the remove call")}   early: {revocations.Early}
            {heavyRevocations.Row("  with the ballast")}   {Times(heavyRevocations, revocations)}; early: {heavyRevocations.Early}
            """));
        var areFound = await PrintPlansAsync(ballast, Math.Min(InBulk, asked.Live), connectionString) & await PrintSqlitePlansAsync(asked, rules.Read(), ballast.Roles[0]);
        await Console.Out.WriteLineAsync(areFound ? "\nNo list of people's looks through a whole table." : "\nA list of people's LOOKS THROUGH A WHOLE TABLE.");
        return revocations.Early + heavyRevocations.Early == 0 && areFound ? 0 : 1;
    }

    /// <summary>Loads the ballast, and as many scheduled jobs as its grants would have left.</summary>
    private static async Task LoadAsync(Ballast ballast, Stage stage, string connectionString, StageRules rules, int somebody)
    {
        await stage.StartAsync();
        var message = await stage.AskAsync(somebody, Cast.ProductionAdmin, Long);
        var before = await Ballast.LastJobAsync(connectionString);
        await stage.ApproveAsync(message, somebody);
        await stage.StopAsync();
        await ballast.LoadAsync(stage, connectionString, rules.Read(), await Ballast.ScheduledAfterAsync(connectionString, before));
    }

    private static async Task<(Figures Empty, Figures Full)> ApproveAsync(Stage empty, Stage full, int count)
    {
        var messages = await AskAsync(empty, full, count, Cast.ProductionAdmin, Long);
        var times = new Dictionary<Stage, List<TimeSpan>> { [empty] = [], [full] = [] };
        for (var person = 0; person < count; person++)
        {
            foreach (var stage in InTurn(empty, full, person))
            {
                times[stage].Add(await stage.ApproveAsync(messages[stage][person], person));

                // Until what comes after a grant, the other message and the job's end, is over.
                await Task.Delay(Apart / 2, TimeProvider.System);
            }
        }

        return (new Figures(times[empty].Skip(WarmUp)), new Figures(times[full].Skip(WarmUp)));
    }

    private static async Task<(Figures Empty, Figures Full)> RevokeAsync(Stage empty, Stage full, int count, TimeSpan duration)
    {
        var messages = await AskAsync(empty, full, count, Cast.CustomerData, duration);
        for (var person = 0; person < count; person++)
        {
            foreach (var stage in InTurn(empty, full, person))
            {
                await stage.ApproveAsync(messages[stage][person], person);

                // At any point between two looks for what is due, which come at a steady beat.
                await Task.Delay(Apart * (0.5 + Random.Shared.NextDouble()), TimeProvider.System);
            }
        }

        int[] people = [.. Enumerable.Range(0, count)];
        var limit = duration + TimeSpan.FromMinutes(2);
        return (new Figures(await empty.LatenessAsync(people, Cast.CustomerData, limit)), new Figures(await full.LatenessAsync(people, Cast.CustomerData, limit)));
    }

    private static async Task<IReadOnlyDictionary<Stage, List<SlackMessage>>> AskAsync(Stage empty, Stage full, int count, long role, TimeSpan duration)
    {
        var messages = new Dictionary<Stage, List<SlackMessage>> { [empty] = [], [full] = [] };
        for (var person = 0; person < count; person++)
        {
            foreach (var stage in InTurn(empty, full, person))
            {
                messages[stage].Add(await stage.AskAsync(person, role, duration));
            }
        }

        return messages;
    }

    private static Stage[] InTurn(Stage empty, Stage full, int round) => round % 2 == 0 ? [empty, full] : [full, empty];

    /// <returns>Whether no list that people look at looks through a whole table.</returns>
    private static async Task<bool> PrintPlansAsync(Ballast ballast, int inBulk, string connectionString)
    {
        var (role, now, later) = (ballast.Roles[0], TimeProvider.System.GetUtcNow(), ballast.WhenDue(inBulk));
        var aPage = ballast.UsersOf(inBulk).Take(100).ToList();
        await using var plans = new QueryPlans(DatabaseProvider.Postgres, connectionString);
        await plans.PrintAsync<IRequestStore>("Revocations that are due now", store => store.DueRevocationsAsync(now, MostAtALook, CancellationToken.None));
        await plans.PrintAsync<IRequestStore>($"Revocations that are due when {inBulk} grants have ended", store => store.DueRevocationsAsync(later, MostAtALook, CancellationToken.None));
        await plans.PrintAsync<IRequestStore>("The open requests behind one call", store => store.OpenAsync(role, Privilege.Member, aPage, CancellationToken.None));
        await plans.PrintAsync<IRequestStore>("What else is due now", store => store.DueAsync(now, impatient: false, MostAtALook, CancellationToken.None));
        await plans.PrintAsync<IRequestStore>("Messages that are behind", store => store.BehindAsync(now, MostAtALook, CancellationToken.None));
        await plans.PrintAsync<IRequestStore>("Comparing: the roles", store => store.OpenRolesAsync(CancellationToken.None));
        await plans.PrintAsync<IRequestStore>("Comparing: who should be in one", store => store.OpenInRoleAsync(role, Privilege.Member, CancellationToken.None));
        await plans.PrintAsync<IRequestStore>("Comparing: what gave it to those who should not be", store => store.LastEndedAsync(role, Privilege.Member, aPage, CancellationToken.None));
        await using var lists = new QueryPlans(DatabaseProvider.Postgres, connectionString);
        return await ListQueries.PrintAsync(lists, Ballast.Somebody, role);
    }

    private static async Task<bool> PrintSqlitePlansAsync(CommandLine asked, AccessRules rules, long role)
    {
        await using var ballast = new SqliteBallast();
        await ballast.LoadAsync(rules, role, Math.Min(asked.Live, Ballast.MostUsers), asked.Closed, Ballast.Waiting);
        await using var plans = new QueryPlans(DatabaseProvider.Sqlite, ballast.ConnectionString);
        return await ListQueries.PrintAsync(plans, Ballast.Somebody, role);
    }

    private static string Times(Figures full, Figures empty) => string.Create(CultureInfo.InvariantCulture,
        $"p50 {full.P50 / empty.P50:0.00} times   target {Target}: {(full.P50 <= Target * empty.P50 ? "met" : "missed")}");
}
