using System.Collections.Concurrent;
using AccessBot.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Support;

/// <summary>A database for one test, of either kind.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string FileName = "accessbot.db";

    // Made once and copied: making the tables takes longer than most tests.
    private static readonly Lazy<Task<string>> PreparedFile = new(PrepareFileAsync);
    private static readonly Lazy<Task<string>> PreparedOnServer = new(PrepareOnServerAsync);

    // On PostgreSQL a new database, and the connections to it, cost a journey a third of its time.
    private static readonly ConcurrentBag<TestDatabase> GivenBack = [];

    private readonly string? folder;
    private bool isBorrowed;

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

    /// <summary>One with the tables of this version, and nothing in them.</summary>
    public static async Task<TestDatabase> CreateAsync(Db kind)
    {
        if (kind == Db.Postgres)
        {
            return new TestDatabase(kind, await (await PostgresServer.GetAsync()).CreateDatabaseAsync(await PreparedOnServer.Value), folder: null);
        }

        var database = InFolder();
        File.Copy(await PreparedFile.Value, Path.Combine(database.folder!, FileName));
        return database;
    }

    /// <summary>One like <see cref="CreateAsync"/>'s, which others may have had before. Whoever has it makes and changes no tables.</summary>
    public static async Task<TestDatabase> BorrowAsync(Db kind)
    {
        if (kind == Db.Postgres && GivenBack.TryTake(out var database))
        {
            return database;
        }

        var own = await CreateAsync(kind);
        own.isBorrowed = kind == Db.Postgres;
        return own;
    }

    /// <summary>One with no tables, as at the first start.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(Db kind, PostgresServer? server = null) => kind == Db.Sqlite
        ? InFolder()
        : new TestDatabase(kind, await (server ?? await PostgresServer.GetAsync()).CreateDatabaseAsync(), folder: null);

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

    /// <summary>What was borrowed is emptied for the next, unless somebody is still at it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
        else if (isBorrowed && await IsEmptiedAsync())
        {
            GivenBack.Add(this);
        }
    }

    private async Task<bool> IsEmptiedAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var others = new Npgsql.NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle')", connection);
        if (await others.ExecuteScalarAsync() is true)
        {
            return false;
        }

        await using var emptying = new Npgsql.NpgsqlCommand("""
            DO $$ BEGIN
                EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY' FROM pg_tables
                    WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'hangfire') AND tablename <> '__EFMigrationsHistory');
            END $$
            """, connection);
        await emptying.ExecuteNonQueryAsync();
        return true;
    }

    private static TestDatabase InFolder()
    {
        var own = Directory.CreateTempSubdirectory("accessbot-sqlite-").FullName;
        return new TestDatabase(Db.Sqlite, $"Data Source={Path.Combine(own, FileName)}", own);
    }

    private static async Task<string> PrepareFileAsync()
    {
        await using var database = await CreateEmptyAsync(Db.Sqlite);
        await (await database.OpenAsync(TimeProvider.System)).DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var prepared = Path.GetTempFileName();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(prepared);
        File.Copy(Path.Combine(database.folder!, FileName), prepared, overwrite: true);
        return prepared;
    }

    private static async Task<string> PrepareOnServerAsync()
    {
        await using var database = await CreateEmptyAsync(Db.Postgres);
        await (await database.OpenAsync(TimeProvider.System)).DisposeAsync();

        // Nobody may be connected to what is copied.
        var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        Npgsql.NpgsqlConnection.ClearPool(connection);
        return connection.Database;
    }
}
