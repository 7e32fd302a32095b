using System.Globalization;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Tests.Support;

namespace AccessBot.Benchmarks;

/// <summary>How long people wait for AccessBot after a restart, and what it holds, beside an empty ASP.NET Core application that is published likewise.</summary>
internal static class StartBenchmark
{
    private const string Empty = "An empty ASP.NET Core application";
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Granted = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(CommandLine asked)
    {
        using var empty = await EmptyApplication.PublishAsync();
        await using var postgres = await PostgresServer.StartAsync(durable: true);
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        (string Name, string Binary)[] binaries = [("AccessBot", Published.AccessBot), .. asked.Beside is { } beside ? [("The other", beside)] : Array.Empty<(string, string)>()];
        var starts = new Dictionary<string, List<ColdStart>>(StringComparer.Ordinal);

        // In turn, so that a busy moment of the machine meets all. The first round warms up the disk.
        for (var round = 0; round <= asked.Starts; round++)
        {
            Add(Empty, await ColdStart.OfAsync(empty.Binary, new Dictionary<string, string>(StringComparer.Ordinal)));
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                foreach (var (name, binary) in binaries)
                {
                    using var folder = new AccessBotFolder();
                    var settings = new Dictionary<string, string>(folder.SettingsFor(sandbox), StringComparer.Ordinal) { ["Database__Provider"] = $"{provider}" };
                    if (provider == DatabaseProvider.Postgres)
                    {
                        settings["Database__ConnectionString"] = await postgres.CreateDatabaseAsync();
                    }

                    Add($"{name}, {provider}, an empty database", await ColdStart.OfAsync(binary, settings));
                    Add($"{name}, {provider}", await ColdStart.OfAsync(binary, settings));
                }
            }
        }

        var peer = Median(starts[Empty]);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            Medians of {asked.Starts} starts                     ready after                processor time         resident
            """));
        foreach (var (name, all) in starts)
        {
            var its = Median(all);
            var slowest = all.Skip(1).Max(start => start.Ready);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-38} {its.Ready.TotalMilliseconds,6:0} ms ({its.Ready / peer.Ready:0.0} times) {its.Processor.TotalMilliseconds,6:0} ms ({its.Processor / peer.Processor:0.0}) {its.Memory,6:0} MiB ({its.Memory / peer.Memory:0.0})   slowest {slowest.TotalMilliseconds:0} ms{(name == Empty ? "" : $"; target {Target.TotalSeconds:0} s: {(slowest <= Target ? "met" : "missed")}")}"));
        }

        foreach (var provider in Enum.GetValues<DatabaseProvider>().Where(_ => asked.Requests > 0))
        {
            await LoadAsync(provider, provider == DatabaseProvider.Postgres ? await postgres.CreateDatabaseAsync() : null, asked.Requests);
        }

        return 0;

        void Add(string name, ColdStart start)
        {
            starts.TryAdd(name, []);
            starts[name].Add(start);
        }
    }

    private static async Task LoadAsync(DatabaseProvider provider, string? connectionString, int requests)
    {
        await using var stage = await Stage.SetAsync(provider, connectionString, new StageRules([Cast.ProductionAdmin], [Granted]));
        stage.AddPeople(requests);
        await stage.StartAsync();
        var before = stage.ResidentMemory;
        for (var person = 0; person < requests; person++)
        {
            await stage.ApproveAsync(await stage.AskAsync(person, Cast.ProductionAdmin, Granted), person);
        }

        await stage.LatenessAsync([.. Enumerable.Range(0, requests)], Cast.ProductionAdmin, Granted + Granted);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"  {provider}: {before:0} MiB resident when ready; {stage.ResidentMemory:0} MiB after {requests} requests that were asked for, approved, granted and ended"));
    }

    private static ColdStart Median(IEnumerable<ColdStart> starts)
    {
        var counted = starts.Skip(1).ToList();
        return new ColdStart(Middle(counted.Select(s => s.Ready)), Middle(counted.Select(s => s.Processor)), Middle(counted.Select(s => s.Memory)));
    }

    private static T Middle<T>(IEnumerable<T> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
