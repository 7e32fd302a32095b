using System.Net.Sockets;
using System.Runtime.InteropServices;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Deploy;

/// <summary>What is published, run as the image runs it, which can't be built everywhere: see <c>as-in-the-container</c>.</summary>
public sealed class ContainerTests : IAsyncLifetime
{
    private const string User = "1654";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-container-");
    private readonly List<string> said = [];
    private SandboxServer sandbox = null!;

    private string Data => Path.Combine(folder.FullName, "data");

    private string Rules => Path.Combine(folder.FullName, "rules");

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Rules);
        await File.WriteAllTextAsync(Path.Combine(Rules, "access.yaml"), JourneyRules.Usual);
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task It_serves_and_ends_without_a_home_without_rights_and_without_writing_anywhere_but_where_it_may(Db db)
    {
        await SkipUnlessRootAsync();
        await GiveAsync(Data);
        await using var database = await TestDatabase.CreateEmptyAsync(db);
        var settings = SettingsOver(db == Db.Sqlite ? "Data Source=/data/accessbot.db" : database.ConnectionString, db);
        await using var bot = new AccessBotProcess(InContainer("serve", "/app/accessbot"), settings, said.Add, TimeProvider.System);

        var ready = await bot.StartAsync();
        Assert.True(ready, string.Join('\n', said));
        var status = await File.ReadAllLinesAsync($"/proc/{bot.ProcessId}/status");
        var temporary = Directory.GetFileSystemEntries($"/proc/{bot.ProcessId}/root/tmp");
        var health = await CommandAsync("health", settings, "/app/accessbot", "health", "--url", new Uri(bot.EventsUrl, "/").AbsoluteUri);
        await bot.StopAsync();

        Assert.Equal(["Uid:", User, User, User, User], Words(status, "Uid:"));
        Assert.Equal(["CapEff:", "0000000000000000"], Words(status, "CapEff:"));
        Assert.Equal(["CapBnd:", "0000000000000000"], Words(status, "CapBnd:"));
        Assert.Empty(temporary);
        Assert.Equal((0, "Healthy"), (health.Code, health.Output.Trim()));
        Assert.True(bot.ExitCode == 0, string.Join('\n', said));
        Assert.DoesNotContain(said, line => line.StartsWith("  | fail:", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
        Assert.Equal(db == Db.Sqlite ? ["accessbot.db", "accessbot.db.lock"] : [], Directory.GetFileSystemEntries(Data).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>The proof that the test above could fail.</summary>
    [Fact]
    public async Task Where_it_may_not_write_its_database_it_says_so_and_does_not_start()
    {
        await SkipUnlessRootAsync();
        var outcome = await CommandAsync("serve", SettingsOver("Data Source=/app/accessbot.db", Db.Sqlite), "/app/accessbot");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("its folder can't be written", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_systemd_it_says_when_it_serves()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Db.Sqlite);
        var address = Path.Combine(folder.FullName, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(address));
        var settings = SettingsOver(database.ConnectionString, Db.Sqlite);
        settings["Access__File"] = Path.Combine(Rules, "access.yaml");
        settings["NOTIFY_SOCKET"] = address;
        await using var bot = new AccessBotProcess(AccessBotUnderTest.Binary, settings, said.Add, TimeProvider.System);

        Assert.True(await bot.StartAsync(), string.Join('\n', said));
        var first = await ToldAsync(manager);
        await bot.StopAsync();

        Assert.Equal("READY=1", first);
        Assert.Equal("STOPPING=1", await ToldAsync(manager));
        Assert.Equal(0, bot.ExitCode);
    }

    private static IEnumerable<string> Words(string[] status, string name) =>
        status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> ToldAsync(Socket manager)
    {
        using var patience = new CancellationTokenSource(Limit, TimeProvider.System);
        var buffer = new byte[256];
        var read = await manager.ReceiveAsync(buffer, patience.Token);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read).Trim();
    }

    private static async Task SkipUnlessRootAsync()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can make a file system that can't be written");
        var probe = await CommandOutcome.OfProgramAsync("sh", ["-c", "unshare --mount true && command -v setpriv"], new Dictionary<string, string>(StringComparer.Ordinal), Limit);
        Assert.SkipUnless(probe.Code == 0, "this machine lets nobody make a file system of one's own, or has no setpriv");
    }

    private static async Task GiveAsync(string path)
    {
        using var chown = System.Diagnostics.Process.Start("chown", [$"{User}:{User}", path]);
        await chown.WaitForExitAsync();
        Assert.Equal(0, chown.ExitCode);
    }

    private Dictionary<string, string> SettingsOver(string connection, Db db) =>
        RunningBot.SettingsFor(sandbox, "/rules/access.yaml").Append(new("Database:ConnectionString", connection)).Append(new("Database:Provider", $"{db}"))
            .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!, StringComparer.Ordinal);

    private Task<CommandOutcome> CommandAsync(string name, Dictionary<string, string> settings, params string[] words) =>
        CommandOutcome.OfProgramAsync(InContainer(name + "-command", words), [], settings, Limit);

    private string InContainer(string name, params string[] words)
    {
        // Where this program's .NET is: …/shared/Microsoft.NETCore.App/10.0.0/.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var root = Directory.CreateDirectory(Path.Combine(folder.FullName, $"{name}-root")).FullName;
        string[] all = [Repository.File("tests/AccessBot.Tests/Deploy/as-in-the-container"), root, Path.GetDirectoryName(AccessBotUnderTest.Binary)!, dotnet, Data, Rules, .. words];
        return Programs.Script(Path.Combine(folder.FullName, $"{name}.sh"), $"exec {string.Join(' ', all.Select(word => $"'{word}'"))}");
    }
}
