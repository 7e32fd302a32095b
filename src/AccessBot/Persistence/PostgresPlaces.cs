using AccessBot.OneLogin;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>
/// The places of all processes together, as PostgreSQL's advisory locks, which the server gives back the moment that a process
/// dies; and the pauses as rows by the server's clock. One round trip to take a place, one to give it back.
/// </summary>
/// <remarks>
/// One place is only for calls that go ahead, so that grants on other nodes never use up all of them, and another is not for calls that go
/// last. While the database is
/// away each process keeps to its own: what it has begun must not wait for the database as well.
/// </remarks>
internal sealed partial class PostgresPlaces : ICallPlaces, IAsyncDisposable
{
    /// <summary>Names the locks; any number that nothing else uses with advisory locks of two numbers.</summary>
    private const int Kind = 0x0A11;

    private const string Take =
        """
        SELECT place, (SELECT EXTRACT(EPOCH FROM "At" - clock_timestamp())::float8 FROM "SharedTimes" WHERE "Name" = $3)
        FROM unnest($2) AS place WHERE pg_try_advisory_lock($1, place) LIMIT 1
        """;

    private const string Pause =
        """
        INSERT INTO "SharedTimes" ("Name", "At") VALUES ($1, clock_timestamp() + $2)
        ON CONFLICT ("Name") DO UPDATE SET "At" = GREATEST("SharedTimes"."At", EXCLUDED."At")
        """;

    private static readonly int[] All = [.. Enumerable.Range(0, ICallPlaces.AtOnce)];
    private static readonly int[] ForOthers = All[1..];
    private static readonly int[] ForLast = All[^ICallPlaces.LastAtOnce..];

    private readonly ProcessPlaces own;
    private readonly NpgsqlDataSource source;
    private readonly ILogger<PostgresPlaces> logger;

    public PostgresPlaces(IOptions<DatabaseOptions> options, TimeProvider clock, ILogger<PostgresPlaces> logger)
    {
        // A wait is for one place of several, so it is short: another may be free by then.
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.Value.ConnectionString)
        {
            ApplicationName = "accessbot places",
            MaxPoolSize = ICallPlaces.AtOnce * 2,
            Options = "-c lock_timeout=100",
        });
        own = new ProcessPlaces(clock);
        this.logger = logger;
    }

    public async Task<(IAsyncDisposable? Place, TimeSpan Pause)> TakeAsync(CallRank rank, string api, CancellationToken cancel)
    {
        var mine = await own.TakeAsync(rank, cancel);
        try
        {
            var connection = await source.OpenConnectionAsync(cancel);
            try
            {
                var pause = await TakeAsync(connection, PlacesOf(rank), api, cancel);
                var place = new Place(connection, mine);
                if (pause <= TimeSpan.Zero)
                {
                    return (place, TimeSpan.Zero);
                }

                await place.DisposeAsync();
                return (null, pause);
            }
            catch (Exception e) when (!DatabaseFault.IsAway(e))
            {
                await new Place(connection, mine).DisposeAsync();
                throw;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (DatabaseFault.IsAway(e))
        {
            Log.Alone(logger, e);
            return (mine, TimeSpan.Zero);
        }
        catch
        {
            await mine.DisposeAsync();
            throw;
        }
    }

    public async Task PauseAsync(string api, TimeSpan time, CancellationToken cancel)
    {
        try
        {
            await using var command = source.CreateCommand(Pause);
            command.Parameters.AddWithValue(NameOf(api));
            command.Parameters.AddWithValue(time);
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (Exception e) when (DatabaseFault.IsAway(e))
        {
            // The call itself waits all the same; the others find out by themselves.
            Log.Alone(logger, e);
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static int[] PlacesOf(CallRank rank) => rank switch
    {
        CallRank.Ahead => All,
        CallRank.Usual => ForOthers,
        _ => ForLast,
    };

    private static string NameOf(string api) => $"OneLogin API {api} may be called again";

    /// <returns>For how long nobody may call.</returns>
    private static async Task<TimeSpan> TakeAsync(NpgsqlConnection connection, int[] places, string api, CancellationToken cancel)
    {
        while (true)
        {
            await using (var take = new NpgsqlCommand(Take, connection))
            {
                take.Parameters.AddWithValue(Kind);
                take.Parameters.AddWithValue(places);
                take.Parameters.AddWithValue(NameOf(api));
                await using var reader = await take.ExecuteReaderAsync(cancel);
                if (await reader.ReadAsync(cancel))
                {
                    return await reader.IsDBNullAsync(1, cancel) ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(1)));
                }
            }

            await WaitAsync(connection, places, cancel);
        }
    }

    /// <summary>Waits until one of them is free or some time is over. What it gets is let go of at once: the next look takes any.</summary>
    private static async Task WaitAsync(NpgsqlConnection connection, int[] places, CancellationToken cancel)
    {
        try
        {
            await using var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1, $2), pg_advisory_unlock($1, $2)", connection);
            wait.Parameters.AddWithValue(Kind);
#pragma warning disable CA5394 // Spreads those who wait; nobody gains by guessing it.
            wait.Parameters.AddWithValue(places[Random.Shared.Next(places.Length)]);
#pragma warning restore CA5394
            await wait.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Another one may be free.
        }
    }

    private sealed class Place(NpgsqlConnection connection, IAsyncDisposable own) : IAsyncDisposable
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
                await own.DisposeAsync();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The database does not say what other processes call at OneLogin; this one keeps to its own share")]
        public static partial void Alone(ILogger logger, Exception e);
    }
}
