using AccessBot.Core.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>Tells apart what the two databases throw.</summary>
internal static class DatabaseFault
{
    private const int SqliteConstraint = 19;

    // SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN: https://sqlite.org/rescode.html
    private static readonly int[] SqliteAway = [5, 6, 8, 10, 13, 14];

    /// <summary>Somebody else saved first: the row's version moved, or a key that should be new is there.</summary>
    public static bool IsConflict(Exception e) => e is DbUpdateConcurrencyException || Chain(e).Any(inner => inner switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        SqliteException s => s.SqliteErrorCode == SqliteConstraint,
        _ => false,
    });

    /// <summary>The database can't be reached or can't work now.</summary>
    public static bool IsAway(Exception e) => Chain(e).Any(inner => inner switch
    {
        PostgresException p => p.IsTransient || p.SqlState.StartsWith("57P", StringComparison.Ordinal) || p.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or TimeoutException => true,
        SqliteException s => SqliteAway.Contains(s.SqliteErrorCode),
        _ => false,
    });

    /// <summary>Runs something against the database, with its being away said in Core's words.</summary>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not StoreUnavailableException && IsAway(e))
        {
            throw new StoreUnavailableException("The database does not answer.", e);
        }
    }

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException!)
        {
            yield return inner;
        }
    }
}
