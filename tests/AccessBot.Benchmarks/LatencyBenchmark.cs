using System.Globalization;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Benchmarks;

/// <summary>How long from Approve to OneLogin, and how late access ends.</summary>
internal static class LatencyBenchmark
{
    private const int WarmUp = 30;
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(400);

    public static async Task<int> RunAsync(CommandLine asked)
    {
        var early = 0;
        foreach (var provider in asked.Databases)
        {
            await using var postgres = provider == DatabaseProvider.Postgres ? await PostgresServer.StartAsync(durable: true) : null;
            var connectionString = postgres is null ? null : await postgres.CreateDatabaseAsync();
            early += await MeasureAsync(provider, connectionString, asked);
        }

        return early == 0 ? 0 : 1;
    }

    private static async Task<int> MeasureAsync(DatabaseProvider provider, string? connectionString, CommandLine asked)
    {
        // Long enough that the last one is granted before the first one ends.
        var brief = TimeSpan.FromSeconds(15 + Math.Ceiling(asked.Revocations * 0.8));
        Figures approvals;
        Figures revocations;
        await using (var stage = await Stage.SetAsync(provider, connectionString, new StageRules([Cast.ProductionAdmin, Cast.CustomerData], [Long, brief])))
        {
            stage.AddPeople(Math.Max(WarmUp + asked.Approvals, asked.Revocations));
            await stage.StartAsync();
            approvals = await ApproveAsync(stage, WarmUp + asked.Approvals);
            revocations = await RevokeAsync(stage, asked.Revocations, brief);
        }

        var (enqueued, scheduled) = await HangfireDefaults.MeasureAsync(provider, connectionString ?? "");
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {provider}, in ms                           count       p50       p99       max
            {approvals.Row("Approve click to OneLogin's add call")}   target 60 / 250: {Met(approvals.P50 <= 60 && approvals.P99 <= 250)}
            {enqueued.Row("  Hangfire's defaults, empty job")}   {enqueued.P50 / approvals.P50:0.00} times as long
            {revocations.Row("End of a grant to the remove call")}   target p99 1000: {Met(revocations.P99 <= 1000)}; early: {revocations.Early}
            {scheduled.Row("  Hangfire's defaults, empty job")}   {scheduled.P50 / revocations.P50:0.00} times as late
            """));
        return revocations.Early;
    }

    private static async Task<Figures> ApproveAsync(Stage stage, int count)
    {
        var messages = await AskAsync(stage, count, Cast.ProductionAdmin, Long);
        var times = new List<TimeSpan>();
        for (var person = 0; person < count; person++)
        {
            times.Add(await stage.ApproveAsync(messages[person], person));

            // Until what comes after a grant, the other message and the job's end, is over.
            await Task.Delay(Apart / 2, TimeProvider.System);
        }

        return new Figures(times.Skip(WarmUp));
    }

    private static async Task<Figures> RevokeAsync(Stage stage, int count, TimeSpan duration)
    {
        var messages = await AskAsync(stage, count, Cast.CustomerData, duration);
        for (var person = 0; person < count; person++)
        {
            await stage.ApproveAsync(messages[person], person);

            // At any point between two looks at the schedule, which come at a steady beat.
            await Task.Delay(Apart * (0.5 + Random.Shared.NextDouble()), TimeProvider.System);
        }

        return new Figures(await stage.LatenessAsync([.. Enumerable.Range(0, count)], Cast.CustomerData, duration + TimeSpan.FromMinutes(1)));
    }

    private static async Task<IReadOnlyList<SlackMessage>> AskAsync(Stage stage, int count, long role, TimeSpan duration)
    {
        var messages = new List<SlackMessage>();
        for (var person = 0; person < count; person++)
        {
            messages.Add(await stage.AskAsync(person, role, duration));
        }

        return messages;
    }

    private static string Met(bool met) => met ? "met" : "missed";
}
