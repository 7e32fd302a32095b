using System.Globalization;
using AccessBot.Persistence;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Benchmarks;

/// <summary>Many grants that end within one second: how late the last one is, and what it costs, beside one job a grant.</summary>
internal static class RevocationsBenchmark
{
    public const int AtOnceAtMost = 4;

    private const long FirstRole = 200_000;
    private const double CallsTarget = 0.05;
    private const double TimesSooner = 10;

    public static readonly TimeSpan AnswersTake = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan OutTarget = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SlackPatience = TimeSpan.FromMinutes(2);

    // To start AccessBot, and to make a grant's rows; twice what it takes on a quiet machine.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Making = TimeSpan.FromMilliseconds(8);

    // A minute for the pass that finds what was lost, and what the plain way would take for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PatiencePerGrant = TimeSpan.FromMilliseconds(150);

    public static IReadOnlyList<long> RolesOf(int count) => [.. Enumerable.Range(0, count).Select(i => FirstRole + i)];

    public static TimeSpan PatienceFor(int grants) => Patience + (PatiencePerGrant * grants);

    public static async Task<int> RunAsync(CommandLine asked)
    {
        await using var postgres = await PostgresServer.StartAsync(durable: true);
        var all = await MeasureAsync(postgres, asked.Grants, asked.Roles);
        await SayAsync(all, string.Create(CultureInfo.InvariantCulture,
            $"AccessBot, {asked.Grants} grants over {asked.Roles} roles that end within one second; OneLogin answers in {AnswersTake.TotalMilliseconds:0} ms, {AtOnceAtMost} at once"));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
              Everything out after {all.LastOut.TotalSeconds:0.0} s   target {OutTarget.TotalSeconds:0}: {Met(all is { Missing: 0 } && all.LastOut <= OutTarget)}
              {all.CallsPerRevocation:0.000} calls a revocation   target {CallsTarget}: {Met(all is { Missing: 0 } && all.CallsPerRevocation <= CallsTarget)}
            """));

        var plainGrants = asked.PlainGrants ?? asked.Grants;
        if (plainGrants > 0)
        {
            var same = plainGrants == asked.Grants ? all : await MeasureAsync(postgres, plainGrants, asked.Roles);
            if (same != all)
            {
                await SayAsync(same, string.Create(CultureInfo.InvariantCulture, $"AccessBot, {plainGrants} grants, for comparison"));
            }

            var plain = await PlainRevocations.MeasureAsync(await postgres.CreateDatabaseAsync(), plainGrants, asked.Roles);
            await SayAsync(plain, string.Create(CultureInfo.InvariantCulture, $"The plain way, {plainGrants} grants: one BackgroundJob.Schedule each, Hangfire with its defaults"));
            var times = plain.LastOut / same.LastOut;
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  AccessBot's last is out {times:0.0} times sooner   target {TimesSooner:0}: {Met(same.Missing == 0 && times >= TimesSooner)}{(plain.Missing > 0 ? " (the plain way was given up)" : "")}"));
        }

        return all is { Early: 0, Missing: 0 } ? 0 : 1;
    }

    public static void Burden(OneLoginTenant tenant) => (tenant.Behaviours.AnswersTake, tenant.Behaviours.AtOnceAtMost) = (AnswersTake, AtOnceAtMost);

    private static async Task<BulkEnd> MeasureAsync(PostgresServer postgres, int grants, int roleCount)
    {
        var roles = RolesOf(roleCount);
        var rules = new StageRules(roles, [TimeSpan.FromHours(1)]);
        await using var stage = await Stage.SetAsync(DatabaseProvider.Postgres, await postgres.CreateDatabaseAsync(), rules);
        stage.AddPeople(grants);
        var end = TimeProvider.System.GetUtcNow() + Start + (Making * grants);
        var ends = await new SeededGrants(stage, rules, roles).MakeAsync(grants, end);
        Burden(stage.Server.OneLogin);
        await stage.StartAsync();
        BulkEnd.MustBeAhead(end);

        await BulkEnd.WaitAsync(stage.Server.OneLogin, ends, end + PatienceFor(grants));
        await WaitUntilAsync(stage, context => context.Requests.AllAsync(r => r.ClosedAt != null), Patience);
        var result = BulkEnd.Of(stage.Server.OneLogin, ends) with { Closed = await ClosedAsync(stage) };
        var shown = await WaitUntilAsync(stage, context => context.Requests.AllAsync(r => r.UnannouncedSince == null), SlackPatience);
        return result with { Shown = shown is { } at ? at - end : null };
    }

    private static async Task SayAsync(BulkEnd result, string title)
    {
        var kinds = result.Calls.GroupBy(c => c.Path.StartsWith("/auth", StringComparison.Ordinal) ? "token" : c.Method, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}"));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {title}
              in ms                                  count       p50       p99       max
            {result.Lateness.Row("End of a grant to OneLogin's removal")}   early: {result.Early}; not out: {result.Missing}
              OneLogin calls: {result.Calls.Count} ({string.Join(", ", kinds)}); most at once: {result.MostAtOnce}; refused with 502: {result.Answered(502)}; with 429: {result.Answered(429)}
            """));
        if (result.Closed is { } closed)
        {
            var shown = result.Shown is { } after ? $"after {after.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s" : $"not within {SlackPatience.TotalMinutes} minutes of that";
            await Console.Out.WriteLineAsync($"{closed.Row("End of a grant to its row's closing")}   Slack shows all of it: {shown}");
        }
    }

    private static async Task<Figures> ClosedAsync(Stage stage)
    {
        await using var context = await stage.Contexts.CreateDbContextAsync();
        var times = await context.Requests.Where(r => r.ClosedAt != null).Select(r => new { r.EndsAt, r.ClosedAt }).ToListAsync();
        return new Figures(times.Select(t => t.ClosedAt!.Value - t.EndsAt!.Value));
    }

    /// <returns>When it was seen to be so; null if it never was.</returns>
    private static async Task<DateTimeOffset?> WaitUntilAsync(Stage stage, Func<AccessBotContext, Task<bool>> fact, TimeSpan limit)
    {
        for (var until = TimeProvider.System.GetUtcNow() + limit; TimeProvider.System.GetUtcNow() < until;)
        {
            await using (var context = await stage.Contexts.CreateDbContextAsync())
            {
                if (await fact(context))
                {
                    return TimeProvider.System.GetUtcNow();
                }
            }

            await Task.Delay(BetweenLooks, TimeProvider.System);
        }

        return null;
    }

    private static string Met(bool met) => met ? "met" : "missed";
}
