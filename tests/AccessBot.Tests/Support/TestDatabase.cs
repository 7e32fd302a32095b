using AccessBot.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Support;

/// <summary>An empty database for one test, of either kind.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? folder;

    private TestDatabase(Db kind, string connectionString, string? folder) =>
        (Kind, ConnectionString, this.folder) = (kind, connectionString, folder);

    public Db Kind { get; }

    public string ConnectionString { get; }

    /// <summary>The settings that point AccessBot to it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Database:Provider", Kind.ToString()),
        new("Database:ConnectionString", ConnectionString),
    ];

    public static async Task<TestDatabase> CreateAsync(Db kind, PostgresServer? server = null)
    {
        if (kind == Db.Postgres)
        {
            return new TestDatabase(kind, await (server ?? await PostgresServer.GetAsync()).CreateDatabaseAsync(), folder: null);
        }

        var own = Directory.CreateTempSubdirectory("accessbot-sqlite-").FullName;
        return new TestDatabase(kind, $"Data Source={Path.Combine(own, "accessbot.db")}", own);
    }

    /// <summary>Its tables and rows as a version of AccessBot left them, which is in the folder <c>Persistence/Released</c>.</summary>
    /// <param name="dump">The file's name.</param>
    public async Task LoadAsync(string dump)
    {
        await using var services = Services(TimeProvider.System);
        await using var context = await services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
        await Persistence.SqlDump.LoadAsync(context, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Persistence", "Released", dump)));
    }

    /// <summary>The services of Persistence over it, with the tables made.</summary>
    public async Task<ServiceProvider> OpenAsync(TimeProvider clock)
    {
        var provider = Services(clock);
        foreach (var start in provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>())
        {
            await start.StartAsync(CancellationToken.None);
        }

        return provider;
    }

    /// <summary>The services of Persistence over it, with the tables as they are.</summary>
    public ServiceProvider Services(TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        return new ServiceCollection().AddLogging().AddSingleton(clock).AddPersistence(configuration).BuildServiceProvider();
    }

    public ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
