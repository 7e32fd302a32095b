using System.Collections.Concurrent;
using AccessBot.Persistence;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace AccessBot.Benchmarks;

/// <summary>The peer: what Hangfire as it comes needs for a job that does nothing, on the same database, in a schema of its own.</summary>
internal static class HangfireDefaults
{
    private const int Jobs = 40;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<Guid, TaskCompletionSource<DateTimeOffset>> Running = new();

    /// <summary>From sending a job to its run, and from the time that a job is scheduled for to its run.</summary>
    public static async Task<(Figures Enqueued, Figures Scheduled)> MeasureAsync(DatabaseProvider provider, string connectionString)
    {
        var options = new PostgreSqlStorageOptions { SchemaName = "hangfire_defaults" };
        JobStorage storage = provider == DatabaseProvider.Postgres
            ? new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options)
            : new InMemoryStorage();
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions(), storage);
        var client = new BackgroundJobClient(storage);
        var enqueued = new List<Task<TimeSpan>>();
        var scheduled = new List<Task<TimeSpan>>();
        for (var i = 0; i < Jobs; i++)
        {
            var now = TimeProvider.System.GetUtcNow();
            enqueued.Add(RunAsync(now, id => client.Enqueue(() => Run(id))));
            var later = now + (Apart * (Jobs - i)) + (Apart * Random.Shared.NextDouble());
            scheduled.Add(RunAsync(later, id => client.Schedule(() => Run(id), later)));
            await Task.Delay(Apart, TimeProvider.System);
        }

        return (new Figures(await Task.WhenAll(enqueued)), new Figures(await Task.WhenAll(scheduled)));
    }

    /// <summary>What the job does; public because Hangfire calls it by name.</summary>
    public static void Run(Guid id) => Running[id].TrySetResult(TimeProvider.System.GetUtcNow());

    private static async Task<TimeSpan> RunAsync(DateTimeOffset due, Action<Guid> send)
    {
        var id = Guid.NewGuid();
        var run = Running[id] = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        send(id);
        return await run.Task.WaitAsync(Patience, TimeProvider.System) - due;
    }
}
