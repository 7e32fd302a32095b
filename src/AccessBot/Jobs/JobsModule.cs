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
    public const string DefaultQueue = "default";

    // How often scheduled jobs are looked for. Hangfire's own 15 s would leave a grant to end that much too late.
    private static readonly TimeSpan SchedulePoll = TimeSpan.FromMilliseconds(500);

    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddHangfire((provider, hangfire) =>
        {
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
                    });
            }
            else
            {
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) });
            }
        });
        AddServer(services, RevokeQueue, workers: 4);
        AddServer(services, DefaultQueue, workers: 8);
        AddServer(services, AnnounceQueue, workers: 4);
        return services
            .AddSingleton<IJobQueue, HangfireQueue>()
            .AddSingleton<Errands>()
            .AddHostedService<JobsStart>();
    }

    private static void AddServer(IServiceCollection services, string queue, int workers) => services.AddHangfireServer(server =>
    {
        server.ServerName = $"{Environment.MachineName}:{queue}";
        server.Queues = [queue];
        server.WorkerCount = workers;
        server.SchedulePollingInterval = SchedulePoll;
        server.ShutdownTimeout = TimeSpan.FromSeconds(8);
        server.StopTimeout = TimeSpan.FromSeconds(1);
    });
}
