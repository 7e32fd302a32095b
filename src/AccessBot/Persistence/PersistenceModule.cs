using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;
using AccessBot.OneLogin;
using AccessBot.Slack.Digests;
using AccessBot.Slack.Home;
using AccessBot.Slack.Receiving;
using AccessBot.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;

namespace AccessBot.Persistence;

/// <summary>Registers the database.</summary>
internal static class PersistenceModule
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(DatabaseOptions.Section);
        services.AddOptions<DatabaseOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddMetrics().AddSingleton<RequestMeter>().AddSingleton<RevocationLateness>().AddSingleton<StepWatch>();

        if (ProviderOf(section) == DatabaseProvider.Postgres)
        {
            services.AddPooledDbContextFactory<PostgresContext>((provider, options) => Watched(options, provider).UseNpgsql(
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString, Once));
            services.AddSingleton<IDbContextFactory<AccessBotContext>, Contexts<PostgresContext>>();
            services.AddSingleton<IHolds, PostgresHolds>();
            services.AddSingleton<ICallPlaces, PostgresPlaces>();
        }
        else
        {
            services.AddPooledDbContextFactory<SqliteContext>((provider, options) => Watched(options, provider).UseSqlite(
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString, Once));
            services.AddSingleton<IDbContextFactory<AccessBotContext>, Contexts<SqliteContext>>();
            services.AddSingleton<IHolds, ProcessHolds>();
        }

        return services
            .AddHostedService<DatabaseStart>()
            .AddSingleton<IRequestStore, RequestStore>()
            .AddSingleton<IPersonStore, PersonStore>()
            .AddSingleton<Turns>()
            .AddSingleton<IAlarmStore, AlarmStore>()
            .AddSingleton<IOverdueRequests, OverdueRequests>()
            .AddSingleton<IRequestLists, RequestLists>()
            .AddSingleton<IOpenedHomes, OpenedHomes>()
            .AddSingleton<ISentDigests, SentDigests>()
            .AddSingleton<IRuleNews, RuleNews>()
            .AddSingleton<IRuleHistory, RuleHistory>()
            .AddSingleton<IRuleStore, RuleStore>()
            .AddSingleton<IDatabaseClock, DatabaseClock>()
            .AddSingleton<IOnlineCheck, DatabaseCheck>()
            .AddSingleton<IOnlineCheck, DatabaseClockCheck>()
            .AddSingleton<Inbox>()
            .AddSingleton<IInbox>(provider => provider.GetRequiredService<Inbox>());
    }

    private static DatabaseProvider ProviderOf(IConfigurationSection section)
    {
        var name = section[nameof(DatabaseOptions.Provider)];
        if (string.IsNullOrEmpty(name))
        {
            return DatabaseProvider.Sqlite;
        }

        return Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var provider) && Enum.IsDefined(provider)
            ? provider
            : throw new OptionsValidationException(DatabaseOptions.Section, typeof(DatabaseOptions),
                [$"Database:Provider is '{name}'. Set it to {string.Join(" or ", Enum.GetNames<DatabaseProvider>())}, or leave it out for {DatabaseProvider.Sqlite}."]);
    }

    /// <summary>A request has a handful of decisions and notices: one query with all of them beats three.</summary>
    private static void Once<TBuilder, TExtension>(RelationalDbContextOptionsBuilder<TBuilder, TExtension> options)
        where TBuilder : RelationalDbContextOptionsBuilder<TBuilder, TExtension>
        where TExtension : RelationalOptionsExtension, new() => options.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery);

    private static DbContextOptionsBuilder Watched(DbContextOptionsBuilder options, IServiceProvider provider) =>
        Quietly(options).AddInterceptors(provider.GetRequiredService<StepWatch>());

    /// <summary>What a failed command means is logged by who sent it: to a store that tries again, a conflict is no error.</summary>
    private static DbContextOptionsBuilder Quietly(DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Log(
        (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
        (RelationalEventId.TransactionError, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug)));

    /// <summary>Makes one provider's contexts pass for the common ones.</summary>
    private sealed class Contexts<T>(IDbContextFactory<T> factory) : IDbContextFactory<AccessBotContext>
        where T : AccessBotContext
    {
        public AccessBotContext CreateDbContext() => factory.CreateDbContext();
    }
}
