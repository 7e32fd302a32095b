using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>
/// Locks over all processes: PostgreSQL's advisory locks, each on a connection of its own, so that the server lets go of it
/// the moment that the process dies. They need a session: behind PgBouncer, use session pooling.
/// </summary>
internal sealed class PostgresHolds : IHolds, IAsyncDisposable
{
    private readonly NpgsqlDataSource source;

    public PostgresHolds(IOptions<DatabaseOptions> options)
    {
        // A pool of its own: somebody who waits for a lock must not keep the one who has it from reading its row.
        var connection = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { ApplicationName = "accessbot holds" };
        source = NpgsqlDataSource.Create(connection);
    }

    public async Task<IAsyncDisposable> HoldAsync(string name, CancellationToken cancel)
    {
        var (_, hold) = await WithConnectionAsync(async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = 0 };
            command.Parameters.AddWithValue(Key(name));
            return await command.ExecuteNonQueryAsync(cancel);
        }, cancel);
        return hold;
    }

    public Task<(IReadOnlySet<string> Names, IAsyncDisposable Hold)> TryHoldAsync(IReadOnlyCollection<string> names, CancellationToken cancel) =>
        WithConnectionAsync<IReadOnlySet<string>>(async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT name FROM unnest($1, $2) AS wanted(name, key) WHERE pg_try_advisory_lock(key)", connection);
            command.Parameters.AddWithValue(names.ToArray());
            command.Parameters.AddWithValue(names.Select(Key).ToArray());
            var got = new HashSet<string>(StringComparer.Ordinal);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                got.Add(reader.GetString(0));
            }

            return got;
        }, cancel);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static long Key(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private async Task<(T Result, IAsyncDisposable Hold)> WithConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> take, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            return (await take(connection), new Hold(connection));
        }
        catch
        {
            // A wait that is cancelled may have been won at that moment, and the pool does not reset what it takes back until it is used again.
            await new Hold(connection).DisposeAsync();
            throw;
        }
    }

    private sealed class Hold(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                // The connection is gone, and the lock with it.
            }
            finally
            {
                await connection.DisposeAsync();
            }
        }
    }
}
