using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Tests.Support;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>What a run happens in: a sandbox in this process, a PostgreSQL of its own, and AccessBot processes over both, with their messages coming in turn.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly AccessBotFolder folder;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private List<Node> nodes = [];
    private DateTimeOffset? noneSince;
    private int turn;

    private World(PostgresServer postgres, string connectionString, SandboxServer sandbox, AccessBotFolder folder, TimeProvider clock)
    {
        (Postgres, Sandbox, this.folder, this.clock) = (postgres, sandbox, folder, clock);
        Records = new Records(connectionString);
    }

    public Chronicle Chronicle { get; } = new();

    public PostgresServer Postgres { get; }

    public Records Records { get; }

    public SandboxServer Sandbox { get; }

    public IReadOnlyList<Node> Nodes => nodes;

    /// <param name="binary">AccessBot.</param>
    /// <param name="length">How long people will be at it.</param>
    /// <param name="clock">The time.</param>
    public static async Task<World> SetAsync(string binary, TimeSpan length, TimeProvider clock)
    {
        var folder = new AccessBotFolder();
        await File.WriteAllTextAsync(folder.RulesFile, Scene.Rules);
        var postgres = await PostgresServer.StartAsync();
        var connectionString = await postgres.CreateDatabaseAsync();
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), clock);
        Scene.Enter(sandbox, length);
        var world = new World(postgres, connectionString, sandbox, folder, clock);
        var settings = new Dictionary<string, string>(folder.SettingsFor(sandbox), StringComparer.Ordinal)
        {
            ["Database__Provider"] = "Postgres",
            ["Database__ConnectionString"] = connectionString,

            // A process lives for seconds here: what the runtime measures in order to be quicker later on only makes its start slower.
            ["DOTNET_TieredPGO"] = "0",
        };
        world.nodes = [.. Enumerable.Range(0, Scene.Nodes).Select(i => new Node(binary, settings, $"[{i}]", world.Chronicle, world.Route, clock))];
        return world;
    }

    /// <summary>Starts all processes and waits until they are ready.</summary>
    public async Task StartAllAsync(TimeSpan limit)
    {
        foreach (var node in nodes)
        {
            node.Start();
        }

        var start = clock.GetTimestamp();
        while (!nodes.TrueForAll(node => node.IsReady))
        {
            if (clock.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"AccessBot is not ready. It said:{string.Concat(Chronicle.Log.Select(l => Environment.NewLine + l.Line))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), clock);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        await Postgres.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Sends Slack's deliveries to the processes that are ready, in turn; and notes for how long there was none.</summary>
    private void Route()
    {
        lock (gate)
        {
            var (ready, now) = (nodes.Where(node => node.IsReady).Select(node => node.EventsUrl).ToList(), clock.GetUtcNow());
            if (ready.Count == 0)
            {
                // Deliveries then go where they went, and find nobody.
                noneSince ??= now;
                return;
            }

            if (noneSince is { } since)
            {
                Chronicle.Add(new Outage(OutageKind.NoProcess, new Stretch(since, now)));
                noneSince = null;
            }

            // The workspace begins anew at the first with each change: not always the same one.
            if (turn++ % 2 == 1)
            {
                ready.Reverse();
            }

            Sandbox.Slack.ConnectToNodes(ready);
        }
    }
}
