using System.Data.Common;
using AccessBot.Persistence;
using AccessBot.Sandbox.OneLogin;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Reads what AccessBot wrote, by SQL of its own; and does to the database what a plan says.</summary>
internal sealed class Records(DatabaseProvider database, string connectionString)
{
    private const string OpenEnds =
        """
        SELECT (SELECT count(*) FROM "Requests" WHERE "ClosedAt" IS NULL)
             + (SELECT count(*) FROM "Requests" r JOIN "Notices" n ON n."RequestId" = r."Id" WHERE n."ShownVersion" < r."Version" AND n."NextAttemptAt" IS NOT NULL)
             + (SELECT count(*) FROM "Inbox" WHERE "DoneAt" IS NULL)
        """;

    /// <summary>How much there is that is not at its end: open requests, messages that are behind, deliveries not worked off.</summary>
    public async Task<long> OpenEndsAsync() => (await ReadAsync(OpenEnds, row => row.GetInt64(0)))[0];

    public Task<IReadOnlyList<RequestRow>> RequestsAsync() => ReadAsync(
        """
        SELECT "Id", "Reason", "OneLoginUser", "Role", "Privilege", "Requester", "State", "Version", "RequestedAt", "ClosedAt", "Problem", "AuditCount", "AuditHead", "Extends"
        FROM "Requests" ORDER BY "RequestedAt"
        """,
        row => new RequestRow
        {
            Id = row.GetGuid(0).ToString("N"),
            Reason = row.GetString(1),
            Place = new Place(row.GetInt64(2), row.GetInt64(3), Enum.Parse<RolePrivilege>(row.GetString(4))),
            Requester = row.GetString(5),
            State = row.GetString(6),
            Version = row.GetInt32(7),
            RequestedAt = Time(row, 8)!.Value,
            ClosedAt = Time(row, 9),
            Problem = Text(row, 10),
            AuditCount = row.GetInt32(11),
            AuditHead = row.GetString(12),
            Extends = row.IsDBNull(13) ? null : row.GetGuid(13).ToString("N"),
        });

    public Task<IReadOnlyList<TrailEntry>> TrailAsync() => ReadAsync(
        """
        SELECT "Stream", "Number", "At", "Action", "Actor", "Where", "Before", "After", "Detail", "PreviousHash", "Hash"
        FROM "AuditEntries" ORDER BY "Stream", "Number"
        """,
        row => new TrailEntry
        {
            Stream = row.GetString(0),
            Number = row.GetInt32(1),
            At = Time(row, 2)!.Value,
            Action = row.GetString(3),
            Actor = row.GetString(4),
            Where = row.GetString(5),
            Before = Text(row, 6),
            After = Text(row, 7),
            Detail = row.GetString(8),
            PreviousHash = row.GetString(9),
            Hash = row.GetString(10),
        });

    public Task<IReadOnlyList<NoticeRow>> NoticesAsync() => ReadAsync(
        """SELECT "RequestId", "Kind", "Channel", "Ts", "ShownVersion", "Problem" FROM "Notices" """,
        row => new NoticeRow(row.GetGuid(0).ToString("N"), row.GetString(1), Text(row, 2), Text(row, 3), row.GetInt32(4), Text(row, 5)));

    /// <summary>Cuts every connection but this one.</summary>
    public Task CutConnectionsAsync() =>
        ReadAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", row => row.GetBoolean(0));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>SQLite has no type for it, and Unix milliseconds instead.</summary>
    private static DateTimeOffset? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null
        : row.GetFieldType(column) == typeof(long) ? DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column))
        : row.GetFieldValue<DateTimeOffset>(column);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    // Not pooled: a pooled one may have been cut since, and would keep the file of one that is over.
    private DbConnection Connection() => database == DatabaseProvider.Sqlite
        ? new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString)
        : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
}
