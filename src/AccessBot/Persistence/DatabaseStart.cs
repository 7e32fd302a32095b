using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>Brings the tables up to date before anything else starts: once, however many processes start together.</summary>
internal sealed partial class DatabaseStart(
    IDbContextFactory<AccessBotContext> contexts, IOptions<DatabaseOptions> options, ILogger<DatabaseStart> logger) : IHostedService, IDisposable
{
    private const string MigrationLock = "SELECT pg_advisory_lock(hashtextextended('accessbot migrations', 0))";

    private FileStream? fileLock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Provider == DatabaseProvider.Sqlite)
        {
            await MigrateFileAsync(cancellationToken);
        }
        else
        {
            await MigrateServerAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => fileLock?.Dispose();

    private static void HangfireTables(NpgsqlConnection connection) =>
        Hangfire.PostgreSql.PostgreSqlObjectsInstaller.Install(connection, Jobs.JobsModule.Schema);

    private async Task MigrateServerAsync(CancellationToken cancel)
    {
        // Outside the pool, so that closing it ends the session and with it the lock: a pooled one keeps both until it is used again.
        var own = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { Pooling = false, ApplicationName = "accessbot migrations" };
        await using var connection = new NpgsqlConnection(own.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw DatabaseStartException.NotOpened(own, e);
        }

        try
        {
            await using var command = new NpgsqlCommand(MigrationLock, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancel);
            await MigrateAsync(cancel);
            HangfireTables(connection);
        }
        catch (Exception e) when (DatabaseFault.IsAway(e))
        {
            throw new DatabaseStartException(
                $"The database {own.Database} at {own.Host}:{own.Port} went away while AccessBot started: {e.GetBaseException().Message} Start it again when the database is back.", e);
        }
    }

    private async Task MigrateFileAsync(CancellationToken cancel)
    {
        var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource;
        try
        {
            fileLock = OnlyProcess.Of(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseStartException(
                $"The database file {file} is used by another AccessBot process, or its folder can't be written. "
                + "SQLite serves one process: stop the other one, or set Database:Provider to Postgres.", e);
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancel);

        // EF Core's own migration lock is a row that a killed process leaves behind; with the file locked, it can't be anybody's.
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        await MigrateAsync(cancel);
    }

    private async Task MigrateAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        var known = context.Database.GetMigrations().ToList();
        if (applied.Except(known, StringComparer.Ordinal).LastOrDefault() is { } later)
        {
            throw new DatabaseStartException(
                $"The database's tables are of a later version of AccessBot (they have {later}). Start that one, or restore the backup from before it.");
        }

        if (applied.Count < known.Count)
        {
            await context.Database.MigrateAsync(cancel);
            Log.Migrated(logger, known.Count - applied.Count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The database was brought up to date by {Count} migrations")]
        public static partial void Migrated(ILogger logger, int count);
    }
}
