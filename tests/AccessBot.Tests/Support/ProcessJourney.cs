using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AccessBot.Tests.Support;

/// <summary>
/// A journey with AccessBot as it is in production: a process of its own, with Hangfire and the real clock, which can be killed.
/// The sandbox and the database live on meanwhile.
/// </summary>
internal sealed class ProcessJourney : IAsyncDisposable
{
    public const string Reason = "database failover";

    /// <summary>Longer than any test: what is held this long is let go by a kill.</summary>
    public static readonly TimeSpan ForEver = TimeSpan.FromHours(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    private const int MostTries = 6;

    // The reconcile pass of the process that is left may be a minute away, and the machine busy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TestDatabase database;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-journey-");
    private readonly ServiceProvider rows;
    private readonly List<AccessBotProcess> bots = [];
    private readonly ConcurrentQueue<string> said = new();
    private IReadOnlyList<KeyValuePair<string, string?>> doorSettings = [];

    private ProcessJourney(TestDatabase database, SandboxServer sandbox)
    {
        (this.database, Sandbox) = (database, sandbox);

        // Not the hosted services, which would migrate, and on SQLite keep the processes from starting.
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build();
        rows = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPersistence(configuration).BuildServiceProvider();
    }

    public SandboxServer Sandbox { get; }

    public SlackWorkspace Slack => Sandbox.Slack;

    public OneLoginTenant OneLogin => Sandbox.OneLogin;

    public AccessBotProcess Bot => bots[0];

    public string ConnectionString => database.ConnectionString;

    /// <summary>Where errors may be logged, by parts of categories; nowhere else.</summary>
    public List<string> PermittedErrors { get; } = [];

    /// <summary>What the processes wrote, and when they started and ended.</summary>
    public IReadOnlyList<string> Said => [.. said];

    /// <summary>The calls that tried to add (POST) or remove (DELETE) somebody, those included whose caller did not live to see the answer.</summary>
    public IReadOnlyList<OneLoginCall> Writes(string method) =>
        [.. OneLogin.Calls.All.Where(c => c.Method == method && c.Path.StartsWith("/api/2/roles/", StringComparison.Ordinal))];

    /// <summary>Those of them that changed something.</summary>
    public IReadOnlyList<OneLoginCall> Effective(string method) => [.. Writes(method).Where(c => c.Effect.Count > 0)];

    public bool RitaHolds => OneLogin.Memberships.Holds(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);

    /// <summary>A journey with no process yet, and no tables.</summary>
    public static async Task<ProcessJourney> PrepareAsync(Db db) => await OverAsync(await TestDatabase.CreateEmptyAsync(db));

    /// <summary>A journey with no process yet, and this version's tables.</summary>
    public static async Task<ProcessJourney> MigratedAsync(Db db, Door door = Door.Http)
    {
        var journey = await OverAsync(await TestDatabase.CreateAsync(db));
        journey.doorSettings = Doors.Open(door, journey.Slack);
        return journey;
    }

    /// <summary>A journey with one process that is ready.</summary>
    public static async Task<ProcessJourney> StartAsync(Db db, Door door = Door.Http)
    {
        var journey = await MigratedAsync(db, door);
        var bot = journey.NewBot();
        journey.Slack.ConnectTo(bot.EventsUrl);
        await journey.StartAgainAsync();
        return journey;
    }

    /// <summary>A process that isn't started yet.</summary>
    public AccessBotProcess NewBot(IReadOnlyDictionary<string, string>? settings = null, string? rules = null)
    {
        var all = Environment($"access{bots.Count}.yaml", rules);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            all[name] = value;
        }

        var bot = new AccessBotProcess(AccessBotUnderTest.Binary, all, said.Enqueue, TimeProvider.System);
        bots.Add(bot);
        return bot;
    }

    /// <summary>Runs a command of the real binary with the service's settings, as an operator would beside it.</summary>
    public Task<CommandOutcome> CommandAsync(params string[] args) => CommandOutcome.OfAsync(AccessBotUnderTest.Binary, args, Environment("access-command.yaml"), Patience);

    /// <summary>The same in this process, which is sooner.</summary>
    public Task<CommandOutcome> CommandHereAsync(params string[] args) =>
        CommandOutcome.InProcessAsync([.. Settings("access-command.yaml").Select(s => $"--{s.Key}={s.Value}"), .. args], Patience);

    /// <summary>A file that is there for as long as the journey.</summary>
    public string WriteFile(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes other access rules into the first process's file.</summary>
    public Task ChangeRulesAsync(Func<string, string> change) => File.WriteAllTextAsync(Path.Combine(folder.FullName, "access0.yaml"), change(Rules));

    /// <summary>Sends the first process SIGHUP, as an operator does.</summary>
    public async Task HangUpAsync()
    {
        using var kill = Process.Start("kill", ["-HUP", $"{Bot.ProcessId}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task StartAgainAsync() => Assert.True(await Bot.StartAsync(), $"AccessBot is ready. It said:{Lines()}");

    /// <summary>Kills the process outright. What it had claimed of the inbox counts as claimed for a while, which is not waited for.</summary>
    public async Task KillAsync()
    {
        await Bot.KillAsync();
        await LapseClaimsAsync();
    }

    /// <summary>Rita's request is approved, and the process killed while OneLogin holds back a call that comes of it.</summary>
    /// <returns>The request, and its row as the process left it.</returns>
    public async Task<(RequestId Id, Request Left)> KilledInACallAsync(string duration, string method, string path, bool afterItsEffect)
    {
        var id = await AskAsync(duration);
        OneLogin.Faults.Inject(OneLoginFault.Slow(ForEver) with { AfterEffect = afterItsEffect }, method, path, times: 1);
        await ClickAsync(Cast.Ana, id, "approve");
        await HeldByOneLoginAsync();
        await KillAsync();
        return (id, await RequestAsync(id));
    }

    /// <summary>Rita opens the form; a process that has only just started may miss the three seconds that Slack gives, and people try again.</summary>
    public async Task OpenFormAsync()
    {
        for (var tries = 1; ; tries++)
        {
            await Slack.As(Cast.Rita.SlackId).CommandAsync("/access");
            try
            {
                await Slack.WaitUntilAsync(
                    s => s.OpenView(Cast.Rita.SlackId)?.Json.GetRawText().Contains("\"target:production\"", StringComparison.Ordinal) == true, "the form is open");
                return;
            }
            catch (TimeoutException) when (tries < MostTries)
            {
                // As above.
            }
        }
    }

    /// <summary>Rita fills in the form and sends it off.</summary>
    /// <param name="duration">In seconds, as the form has it.</param>
    public Task<Delivery> FillInAsync(string duration)
    {
        var form = new FormValues
        {
            { "target:production", "target", "production-admin" },
            { "duration:production", "duration", duration },
            { "reason", "reason", Reason },
        };
        return InTimeAsync(_ => Slack.As(Cast.Rita.SlackId).SubmitAsync(form));
    }

    /// <summary>Rita asks; the approvers and she see it.</summary>
    /// <param name="duration">In seconds, as the form has it.</param>
    public async Task<RequestId> AskAsync(string duration)
    {
        await OpenFormAsync();
        await FillInAsync(duration);
        return await ShownAsync();
    }

    public async Task ClickAsync(CastMember who, RequestId id, string button)
    {
        var message = await ApproversMessageAsync(id);
        await InTimeAsync(late => late is null ? Slack.As(who.SlackId).ClickAsync(message, button) : Slack.Wire.ResendAsync(late, signAnew: true));
    }

    /// <summary>Waits until the one request that there is stands in Slack.</summary>
    public async Task<RequestId> ShownAsync()
    {
        await UntilAsync(async () => await RequestsAsync() is [var request] && IsShown(request), "the request stands in Slack");
        return (await RequestsAsync())[0].Id;
    }

    /// <summary>Waits until the request is in this state and both its messages show the row as it is.</summary>
    public async Task<Request> ReachesAsync(RequestId id, RequestState state)
    {
        Request? request = null;
        await UntilAsync(async () => (request = await RequestAsync(id)).State == state && IsShown(request), $"the request is {state} and shown so; it is {request?.State}");
        return request!;
    }

    /// <summary>Asks for an hour as Rita, and has it approved and granted.</summary>
    public async Task<RequestId> GrantedAsync()
    {
        var id = await AskAsync("3600");
        await ClickAsync(Cast.Ana, id, "approve");
        await ReachesAsync(id, RequestState.Granted);
        return id;
    }

    /// <summary>Approvers and requester have one message each, and it says how things are.</summary>
    public async Task OneMessageEachAsync(RequestId id, string heading)
    {
        Assert.Contains(heading, (await ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Contains(heading, (await RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Single(Slack.Messages(Cast.AccessRequests));
        Assert.Single(Slack.DirectMessages(Cast.Rita.SlackId));
    }

    public async Task<Request> RequestAsync(RequestId id) => (await RequestsAsync()).Single(r => r.Id == id);

    public Task<IReadOnlyList<Request>> RequestsAsync() => RowsAsync<Request>(async context => await context.Requests.AsNoTracking().ToListAsync());

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(RequestId id) => RowsAsync<AuditEntry>(async context =>
        await context.AuditEntries.AsNoTracking().Where(e => e.Stream == id.ToString()).OrderBy(e => e.Number).ToListAsync());

    public Task<IReadOnlyList<InboxRow>> InboxAsync() => RowsAsync<InboxRow>(async context => await context.Inbox.AsNoTracking().ToListAsync());

    public async Task<IReadOnlyList<T>> RowsAsync<T>(Func<AccessBotContext, Task<IReadOnlyList<T>>> read)
    {
        await using var context = await rows.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
        return await read(context);
    }

    /// <summary>Keeps every process that starts from the database's tables until this is disposed of.</summary>
    public async Task<IAsyncDisposable> HoldMigrationsAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended('accessbot migrations', 0))", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The database connections, by their process ids, of those that wait for that.</summary>
    public Task<IReadOnlyList<int>> WaitingToMigrateAsync() => RowsAsync<int>(async context => await context.Database.SqlQuery<int>(
        $"""
        SELECT pid AS "Value" FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """).ToListAsync());

    /// <summary>Cuts a connection, as a database does that goes down.</summary>
    public Task CutConnectionAsync(int pid) => RowsAsync<bool>(async context =>
        await context.Database.SqlQuery<bool>($"""SELECT pg_terminate_backend({pid}) AS "Value" """).ToListAsync());

    public async Task<SlackMessage> ApproversMessageAsync(RequestId id) => await MessageAsync(id, NoticeKind.Approvers);

    public async Task<SlackMessage> RequesterMessageAsync(RequestId id) => await MessageAsync(id, NoticeKind.Requester);

    /// <summary>Waits until OneLogin holds a call back.</summary>
    public Task HeldByOneLoginAsync() => OneLogin.WaitForAsync(o => o.Calls.HeldBack > 0, TimeSpan.FromSeconds(60));

    /// <summary>Looks again and again until a fact holds, and fails with its name and what the processes said if it doesn't come to.</summary>
    public async Task UntilAsync(Func<Task<bool>> fact, [CallerArgumentExpression(nameof(fact))] string what = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await fact())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                Fail(what);
            }

            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }

    public Task UntilAsync(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string what = "") => UntilAsync(() => Task.FromResult(fact()), what);

    /// <summary>All that was said, for a failed test's message.</summary>
    public string Lines() => string.Concat(Said.Select(line => System.Environment.NewLine + line));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(bots.Select(bot => bot.KillAsync()));

        // What Slack's door could not do in time is the machine's doing here, and the person is told.
        var complaints = Said.Where(line => (line.StartsWith("  | fail:", StringComparison.Ordinal) && !line.Contains(".SlackDispatcher[", StringComparison.Ordinal)
                && !PermittedErrors.Exists(category => line.Contains(category, StringComparison.Ordinal)))
            || (line.StartsWith("  | crit:", StringComparison.Ordinal) && !PermittedErrors.Exists(category => line.Contains(category, StringComparison.Ordinal))) || line.StartsWith("  | Unhandled exception", StringComparison.Ordinal));
        foreach (var bot in bots)
        {
            await bot.DisposeAsync();
        }

        await rows.DisposeAsync();
        await Sandbox.DisposeAsync();
        await database.DisposeAsync();
        folder.Delete(recursive: true);
        Assert.True(!complaints.Any(), $"No process should have logged an error, but:{Lines()}");
    }

    private const string Rules = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878, privilege: member }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [3s, 5s, 40s, 1h]
            reason: { required: true }
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
        """;

    private static async Task<ProcessJourney> OverAsync(TestDatabase database) =>
        new(database, await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System));

    private static bool IsShown(Request request) => request.Notices.All(n => !n.IsBehind(request.Version));

    /// <summary>
    /// Has it acknowledged, if not at first: a process that has only just started may take longer than Slack's three seconds
    /// on a busy machine. The same bytes, or the same form, again: done twice is done once.
    /// </summary>
    private static async Task<Delivery> InTimeAsync(Func<Delivery?, Task<Delivery>> send)
    {
        Delivery? delivery = null;
        for (var tries = 0; delivery is not { Acknowledged: true }; tries++)
        {
            Assert.True(tries < MostTries, delivery?.Problem);
            delivery = await send(delivery);
        }

        return delivery;
    }

    /// <summary>The runtime compiles nothing a second time for speed: in a life of ten seconds that would be a quarter of all work.</summary>
    private static readonly KeyValuePair<string, string?> CompilesOnce = new("DOTNET_TC_CallCounting", "0");

    /// <summary>The settings as environment variables.</summary>
    private Dictionary<string, string> Environment(string rulesFile, string? rules = null) => Settings(rulesFile, rules).Append(CompilesOnce)
        .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!, StringComparer.Ordinal);

    private IEnumerable<KeyValuePair<string, string?>> Settings(string rulesFile, string? rules = null)
    {
        var path = Path.Combine(folder.FullName, rulesFile);
        File.WriteAllText(path, rules ?? Rules);
        return RunningBot.SettingsFor(Sandbox, path).ExceptBy(doorSettings.Select(s => s.Key), s => s.Key).Concat(doorSettings).Concat(database.Settings);
    }

    private async Task LapseClaimsAsync()
    {
        await using var context = await rows.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        await context.Inbox.Where(r => r.DueAt > now).ExecuteUpdateAsync(row => row.SetProperty(r => r.DueAt, now));
    }

    private async Task<SlackMessage> MessageAsync(RequestId id, NoticeKind kind)
    {
        var notice = (await RequestAsync(id)).Notices.Where(n => n.Kind == kind).MaxBy(n => n.Step)!;
        return Slack.Messages(notice.Channel!).Single(m => m.Ts == notice.Ts);
    }

    [DoesNotReturn]
    private void Fail(string what) => Assert.Fail($"It did not come about that {what}. Said:{Lines()}");
}
