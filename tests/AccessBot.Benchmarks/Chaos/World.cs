using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Tests.Support;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>What a run happens in: a sandbox in this process, a database of its own, and AccessBot processes over both, with their messages coming in turn.</summary>
internal sealed class World : IAsyncDisposable
{
    // So that a process that ends has calls under way.
    private static readonly TimeSpan AnswersTake = TimeSpan.FromMilliseconds(150);

    private readonly AccessBotFolder folder;
    private readonly TimeProvider clock;
    private readonly PostgresServer? postgres;
    private readonly Lock gate = new();
    private List<Node> nodes = [];
    private DateTimeOffset? noneSince;
    private int turn;

    private World(PostgresServer? postgres, Records records, SandboxServer sandbox, SecretStore? secrets, AccessBotFolder folder, TimeProvider clock) =>
        (this.postgres, Records, Sandbox, Secrets, this.folder, this.clock) = (postgres, records, sandbox, secrets, folder, clock);

    public Chronicle Chronicle { get; } = new();

    public PostgresServer Postgres => postgres ?? throw new InvalidOperationException("SQLite has no server.");

    public Records Records { get; }

    public SandboxServer Sandbox { get; }

    /// <summary>Where credentials are that a plan replaces; null where it replaces none.</summary>
    public SecretStore? Secrets { get; }

    public IReadOnlyList<Node> Nodes => nodes;

    /// <param name="binary">AccessBot.</param>
    /// <param name="plan">What will happen in it.</param>
    /// <param name="database">SQLite, which serves one process, or PostgreSQL, with <see cref="Scene.Nodes"/> of them.</param>
    /// <param name="clock">The time.</param>
    public static async Task<World> SetAsync(string binary, Plan plan, DatabaseProvider database, TimeProvider clock)
    {
        var own = new AccessBotFolder();
        await File.WriteAllTextAsync(own.RulesFile, Scene.Rules);
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), clock);
        Scene.Enter(sandbox, plan.Length);
        sandbox.OneLogin.Behaviours.AnswersTake = plan.Kind == PlanKind.Everything ? TimeSpan.Zero : AnswersTake;
        var sandboxed = own.SettingsFor(sandbox);
        var server = database == DatabaseProvider.Postgres ? await PostgresServer.StartAsync() : null;
        var connectionString = server is null ? sandboxed["Database__ConnectionString"] : await server.CreateDatabaseAsync();
        var secrets = plan.Kind != PlanKind.Rotations ? null : server is null ? await SecretFiles.OfAsync(sandbox) : await SecretsInAws.OfAsync(sandbox);
        var world = new World(server, new Records(database, connectionString), sandbox, secrets, own, clock);
        var settings = new Dictionary<string, string>(sandboxed, StringComparer.Ordinal)
        {
            ["Database__Provider"] = $"{database}",
            ["Database__ConnectionString"] = connectionString,

            // A process lives for seconds here: what the runtime measures in order to be quicker later on only makes its start slower.
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var (setting, value) in secrets?.Settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            settings[setting] = value;
        }

        world.nodes = [.. Enumerable.Range(0, Scene.NodesOn(database)).Select(i => new Node(binary, settings, $"[{i}]", world.Chronicle, world.Route, clock))];
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
        if (Secrets is not null)
        {
            await Secrets.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

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
