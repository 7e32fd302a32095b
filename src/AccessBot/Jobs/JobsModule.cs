using AccessBot.Core.Ports;
using AccessBot.Persistence;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Options;

namespace AccessBot.Jobs;

/// <summary>Registers Hangfire: in memory beside SQLite, in PostgreSQL beside PostgreSQL.</summary>
internal static class JobsModule
{
    public const string Schema = "hangfire";
    public const string RevokeQueue = "revoke";
    public const string AnnounceQueue = "announce";
    public const string RulesQueue = "rules";
    public const string DefaultQueue = "default";

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<string> Queues = [RevokeQueue, DefaultQueue, AnnounceQueue, RulesQueue];

    // How often scheduled jobs are looked for. Hangfire's own 15 s would leave a grant to end that much too late.
    private static readonly TimeSpan SchedulePoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SeldomPoll = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddHangfire((provider, hangfire) =>
        {
            hangfire.UseLogProvider(new HangfireLog(provider.GetRequiredService<ILoggerFactory>()));
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            if (database.Provider == DatabaseProvider.Postgres)
            {
                hangfire.UsePostgreSqlStorage(
                    postgres => postgres.UseNpgsqlConnection(database.ConnectionString),
                    new PostgreSqlStorageOptions
                    {
                        SchemaName = Schema,
                        PrepareSchemaIfNecessary = false,
                        EnableLongPolling = true,
                        QueuePollInterval = TimeSpan.FromSeconds(1),
                        UseSlidingInvisibilityTimeout = true,

                        // Its locks are rows: one that a killed process left holds up the schedule for this long.
                        DistributedLockTimeout = TimeSpan.FromSeconds(30),
                    });
            }
            else
            {
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) });
            }
        });
        // Each server looks at the whole schedule, of all queues, under one lock: one that looks often is enough for a process.
        AddServer(services, RevokeQueue, workers: 4, SchedulePoll);
        AddServer(services, DefaultQueue, workers: 8, SeldomPoll);
        AddServer(services, AnnounceQueue, workers: 4, SeldomPoll);
        AddServer(services, RulesQueue, workers: 4, SeldomPoll);
        return services
            .AddSingleton<IJobQueue, HangfireQueue>()
            .AddSingleton<RuleDebts>()
            .AddSingleton<HeadStart>()
            .AddSingleton<Errands>()
            .AddSingleton<ReconcilePass>()
            .AddHostedService<RevocationWatch>()
            .AddHostedService<ReconcileEveryMinute>()
            .AddHostedService<ComparisonTimer>()
            .AddHostedService<ClockEveryMinute>()
            .AddHostedService<OnCallEveryMinute>()
            .AddHostedService<HomesWatch>()
            .AddHostedService<DigestEveryMinute>();
    }

    private static void AddServer(IServiceCollection services, string queue, int workers, TimeSpan poll) => services.AddHangfireServer(server =>
    {
        server.ServerName = $"{Environment.MachineName}:{queue}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = poll;
        server.ShutdownTimeout = TimeSpan.FromSeconds(8);
        server.StopTimeout = TimeSpan.FromSeconds(1);
    });
}
