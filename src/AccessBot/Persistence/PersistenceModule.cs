using AccessBot.Core.Ports;
using AccessBot.Slack.Receiving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AccessBot.Persistence;

/// <summary>Registers the database.</summary>
internal static class PersistenceModule
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(DatabaseOptions.Section);
        services.AddOptions<DatabaseOptions>().Bind(section).ValidateOnStart();

        if (section.Get<DatabaseOptions>() is { Provider: DatabaseProvider.Postgres })
        {
            services.AddPooledDbContextFactory<PostgresContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString));
            services.AddSingleton<IDbContextFactory<AccessBotContext>, Contexts<PostgresContext>>();
            services.AddSingleton<IHolds, PostgresHolds>();
        }
        else
        {
            services.AddPooledDbContextFactory<SqliteContext>((provider, options) =>
                options.UseSqlite(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString));
            services.AddSingleton<IDbContextFactory<AccessBotContext>, Contexts<SqliteContext>>();
            services.AddSingleton<IHolds, ProcessHolds>();
        }

        return services
            .AddHostedService<DatabaseStart>()
            .AddSingleton<IRequestStore, RequestStore>()
            .AddSingleton<IPersonStore, PersonStore>()
            .AddSingleton<Inbox>()
            .AddSingleton<IInbox>(provider => provider.GetRequiredService<Inbox>());
    }

    /// <summary>Makes one provider's contexts pass for the common ones.</summary>
    private sealed class Contexts<T>(IDbContextFactory<T> factory) : IDbContextFactory<AccessBotContext>
        where T : AccessBotContext
    {
        public AccessBotContext CreateDbContext() => factory.CreateDbContext();
    }
}
