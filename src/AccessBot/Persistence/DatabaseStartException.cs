using Npgsql;

namespace AccessBot.Persistence;

/// <summary>The database can't be used, for a reason that the message tells an operator.</summary>
internal sealed class DatabaseStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server can't be reached, or doesn't let anybody in. The password is not repeated.</summary>
    public static DatabaseStartException NotOpened(NpgsqlConnectionStringBuilder connection, Exception inner) => new(
        $"The database {connection.Database} at {connection.Host}:{connection.Port} can't be opened: {inner.Message} Set Database:ConnectionString, and see that it is running.", inner);
}
