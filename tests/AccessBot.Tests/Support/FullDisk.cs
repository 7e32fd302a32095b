using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace AccessBot.Tests.Support;

/// <summary>A disk under the database that is full or not: writes then fail as both databases have them fail, and reads go on.</summary>
internal sealed class FullDisk : DbCommandInterceptor
{
    public bool IsFull { get; set; }

    /// <summary>How many writes have failed.</summary>
    public int Refused { get; private set; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Check(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(command);
        return ValueTask.FromResult(result);
    }

    private void Check(DbCommand command)
    {
        if (!IsFull || !IsWrite(command.CommandText))
        {
            return;
        }

        Refused++;

        // SQLITE_FULL: https://sqlite.org/rescode.html#full
        throw command is SqliteCommand
            ? new SqliteException("SQLite Error 13: 'database or disk is full'.", 13)
            : new PostgresException("could not extend file: No space left on device", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);
    }

    private static bool IsWrite(string sql) =>
        sql.Contains("INSERT", StringComparison.Ordinal) || sql.Contains("UPDATE ", StringComparison.Ordinal) || sql.Contains("DELETE", StringComparison.Ordinal);
}
