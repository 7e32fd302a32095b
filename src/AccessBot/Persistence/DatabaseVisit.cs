using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>The database as a command finds it that runs beside the service, or instead of it. Its tables are left as they are.</summary>
internal sealed class DatabaseVisit(IDbContextFactory<AccessBotContext> contexts, IOptions<DatabaseOptions> options) : IDisposable
{
    private FileStream? fileLock;

    private bool IsFile => options.Value.Provider == DatabaseProvider.Sqlite;

    private string File => new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource;

    /// <summary>Makes sure that it is there, with the tables that this version reads and writes.</summary>
    /// <exception cref="DatabaseStartException">It isn't.</exception>
    public async Task OpenAsync(CancellationToken cancel)
    {
        if (IsFile && !System.IO.File.Exists(File))
        {
            // Opening it would make an empty one, in which nothing is open.
            throw new DatabaseStartException($"There is no database file {Path.GetFullPath(File)}. Set Database:ConnectionString to the one that the service has.");
        }

        await using var context = await contexts.CreateDbContextAsync(cancel);
        try
        {
            var applied = await context.Database.GetAppliedMigrationsAsync(cancel);
            if (!applied.Order(StringComparer.Ordinal).SequenceEqual(context.Database.GetMigrations().Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                throw new DatabaseStartException(
                    "The database's tables are of another version of AccessBot. Use the program of the service's version, or start the service once with this one: it brings them up to date.");
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw DatabaseStartException.NotOpened(new NpgsqlConnectionStringBuilder(options.Value.ConnectionString), e);
        }
        catch (SqliteException e)
        {
            throw new DatabaseStartException($"The database file {Path.GetFullPath(File)} can't be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether this process may change memberships in OneLogin: beside others, which the database's locks keep apart; or, on SQLite, if
    /// there is no other, and then it keeps a service from starting for as long as it lives.
    /// </summary>
    public bool TryWork()
    {
        if (!IsFile || fileLock is not null)
        {
            return true;
        }

        try
        {
            fileLock = OnlyProcess.Of(File);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => fileLock?.Dispose();
}
