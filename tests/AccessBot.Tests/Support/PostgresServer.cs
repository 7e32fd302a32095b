using System.Diagnostics;
using AccessBot.Sandbox.Bot;
using Npgsql;

namespace AccessBot.Tests.Support;

/// <summary>A PostgreSQL of the run's own; the tests share one, started when the first test asks for a database, on loopback, in a folder that goes with it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // What is committed must outlive a kill of the server, not of the machine; each of a run's hundreds of databases would be looked at by the vacuum in turn;
    // and nothing is gained by writing in the background what is thrown away in the end.
    private const string NotDurable = """
        fsync = off
        full_page_writes = off
        wal_level = minimal
        max_wal_senders = 0
        checkpoint_timeout = 1d
        max_wal_size = 8GB
        bgwriter_lru_maxpages = 0
        autovacuum = off
        jit = off
        """;

    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync());

    private readonly string folder;
    private readonly int port;
    private int databases;

    private PostgresServer(string folder, int port) => (this.folder, this.port) = (folder, port);

    /// <summary>Whether any test has asked for it.</summary>
    public static bool IsStarted => Shared.IsValueCreated;

    public static Task<PostgresServer> GetAsync() => Shared.Value;

    /// <summary>A server of the caller's own.</summary>
    /// <param name="durable">Whether a commit waits for the disk, as it does in production; tests have no use for it.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("accessbot-postgres-").FullName, LoopbackPort.Free());
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", server.folder);
        }

        await server.AsPostgresAsync("initdb", "-D", server.Data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8");
        await File.AppendAllTextAsync(Path.Combine(server.Data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            port = {server.port}
            unix_socket_directories = ''
            max_connections = 1000
            {(durable ? "" : NotDurable)}
            """);
        await server.RestartAsync();
        return server;
    }

    /// <summary>A new database: empty, or the copy of another one that nobody is connected to.</summary>
    public async Task<string> CreateDatabaseAsync(string? copied = null)
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}{(copied is null ? "" : $" TEMPLATE {copied}")}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Stops it at once, as a crash would.</summary>
    public Task KillAsync() => ControlAsync("stop", "-m", "immediate", "-w");

    /// <summary>Starts it again.</summary>
    public Task RestartAsync() => ControlAsync("start", "-w", "-l", Path.Combine(folder, "log"));

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Data => Path.Combine(folder, "data");

    // A server that is gone refuses at once. One that only answers late is a busy machine's, and no fault that a test is about.
    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username=postgres;Timeout=60;Maximum Pool Size=30";

    private Task ControlAsync(params string[] arguments) => AsPostgresAsync("pg_ctl", ["-D", Data, .. arguments]);

    private Task AsPostgresAsync(string program, params string[] arguments)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin", program)).LastOrDefault(File.Exists)
            ?? throw new InvalidOperationException("PostgreSQL's programs are not installed; tests/run installs them.");

        // They refuse to run as root, which containers and CI machines like to be.
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Its output goes nowhere: a server that inherits our pipe would keep it open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}.");
        }
    }
}
