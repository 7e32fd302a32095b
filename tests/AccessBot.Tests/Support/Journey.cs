using System.Runtime.CompilerServices;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack;
using AccessBot.Slack.Receiving.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Support;

/// <summary>
/// One journey's world: a sandbox and AccessBot on loopback, a database, and a clock that ticks by itself, as waits need it to,
/// and jumps when the test says so.
/// </summary>
internal sealed class Journey : IAsyncDisposable
{
    public const string Reason = "database failover";

    /// <summary>How many times as long as a look took, nobody looks again.</summary>
    private const int RestAfterLook = 10;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase database;
    private readonly List<RunningBot> bots = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-journey-");
    private readonly string rulesFile;
    private readonly CancellationTokenSource end = new();
    private readonly Task ticking;
    private IReadOnlyList<KeyValuePair<string, string?>> settings = [];
    private bool paced;
    private bool failed;

    private Journey(TestDatabase database, SandboxServer sandbox, FakeTimeProvider clock)
    {
        (this.database, Sandbox, Clock) = (database, sandbox, clock);
        rulesFile = Path.Combine(folder.FullName, "access.yaml");
        ticking = TickAsync();
    }

    public SandboxServer Sandbox { get; }

    public FakeTimeProvider Clock { get; }

    public SlackWorkspace Slack => Sandbox.Slack;

    public OneLoginTenant OneLogin => Sandbox.OneLogin;

    public RunningBot Bot => bots[0];

    public IReadOnlyList<RunningBot> Bots => bots;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>How much faster than life the clock ticks: for waits through many pauses between tries, which nothing else hangs on.</summary>
    public int Haste { get; set; } = 1;

    /// <summary>Log lines above Information that the journey is meant to have; each must come.</summary>
    public List<string> ExpectedComplaints { get; } = [];

    /// <summary>
    /// Log lines above Information that may come or not. A busy machine may take longer to judge a submission than Slack waits, and Kestrel notices how busy it is.
    /// </summary>
    public List<string> PossibleComplaints { get; } = ["could not be judged in time", "the heartbeat has been running for"];

    /// <param name="db">The database.</param>
    /// <param name="bots">How many processes' worth of AccessBot.</param>
    /// <param name="rules">The access rules, if not the usual ones.</param>
    /// <param name="server">The PostgreSQL, if not the run's own.</param>
    /// <param name="at">When it is at the beginning.</param>
    /// <param name="before">What there is before AccessBot first starts, other than an empty database and the usual cast.</param>
    /// <param name="door">How Slack's deliveries come.</param>
    /// <param name="code">Rules in C#, by the names of their files in the folder that the rules name <c>rules</c>; null for none.</param>
    /// <param name="paced">Whether a second passes between two messages in a channel.</param>
    /// <param name="settingsOf">Further settings, that only the sandbox knows.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<Journey> StartAsync(
        Db db, int bots = 1, string? rules = null, PostgresServer? server = null, DateTimeOffset? at = null,
        Func<TestDatabase, SandboxServer, Task>? before = null, Door door = Door.Http, bool paced = false,
        IReadOnlyDictionary<string, string>? code = null, Func<SandboxServer, IEnumerable<KeyValuePair<string, string?>>>? settingsOf = null,
        params IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        var clock = new FakeTimeProvider(at ?? Given.Now);
        var own = server is null && before is null ? await TestDatabase.BorrowAsync(db) : await TestDatabase.CreateEmptyAsync(db, server);
        var journey = new Journey(own, await SandboxServer.StartAsync(new SandboxOptions { Port = 0 }, clock), clock);
        journey.paced = paced;
        journey.settings = [.. Doors.Open(door, journey.Slack), .. settingsOf?.Invoke(journey.Sandbox) ?? [], .. settings];
        await File.WriteAllTextAsync(journey.rulesFile, rules ?? JourneyRules.Usual);
        foreach (var (file, text) in code ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            await journey.ChangeCodeAsync(file, text);
        }

        await (before?.Invoke(journey.database, journey.Sandbox) ?? Task.CompletedTask);
        for (var i = 0; i < bots; i++)
        {
            await journey.StartBotAsync();
        }

        journey.Slack.ConnectTo(journey.Bot.EventsUrl);
        return journey;
    }

    public async Task<RunningBot> StartBotAsync()
    {
        var bot = await RunningBot.StartAsync([.. RunningBot.SettingsFor(Sandbox, rulesFile), .. database.Settings, .. settings], Clock, paced);
        bots.Add(bot);
        await ConnectedAsync(bot);
        return bot;
    }

    /// <summary>Waits until the bot has all its connections to Slack, if it is to have any.</summary>
    public async Task ConnectedAsync(RunningBot bot)
    {
        var sockets = bot.Services.GetRequiredService<SlackSockets>();
        if (sockets.AreUsed)
        {
            await UntilAsync(() => sockets.Open > 0, "it is connected to Slack");
            Clock.Advance(SocketMode.Stagger);
            await UntilAsync(() => sockets.Open >= SocketMode.Connections, "it has all its connections to Slack");
        }
    }

    /// <summary>Stops AccessBot and starts it again, with whatever was waiting in its queue gone.</summary>
    public async Task RestartAsync()
    {
        await Bot.DisposeAsync();
        bots.Clear();
        Slack.ConnectTo((await StartBotAsync()).EventsUrl);
    }

    /// <summary>Writes other access rules into the file.</summary>
    public Task ChangeRulesAsync(string rules) => File.WriteAllTextAsync(rulesFile, rules);

    /// <summary>Writes a file with rules in C#.</summary>
    public Task ChangeCodeAsync(string file, string text)
    {
        var path = Path.Combine(folder.FullName, "rules", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, text);
    }

    /// <summary>Opens the form and sends it off filled in.</summary>
    public async Task<Delivery> SubmitAsync(CastMember who, string flow = "production", string target = "production-admin", string? duration = "1800", string reason = Reason, string? ticket = "OPS-1", bool breakGlass = false)
    {
        Assert.True((await Slack.As(who.SlackId).CommandAsync("/access")).Acknowledged);
        await UntilAsync(() => Slack.OpenView(who.SlackId) is { } view && view.Json.GetRawText().Contains("\"target:", StringComparison.Ordinal), "the form is open");
        if (!Slack.OpenView(who.SlackId)!.Json.GetRawText().Contains($"\"target:{flow}\"", StringComparison.Ordinal))
        {
            await Slack.As(who.SlackId).ClickInModalAsync("flow", [flow]);
            await UntilAsync(() => Slack.OpenView(who.SlackId)!.Json.GetRawText().Contains($"\"target:{flow}\"", StringComparison.Ordinal), "the form shows the flow");
        }

        var form = new FormValues { { $"target:{flow}", "target", target }, { "reason", "reason", reason } };
        if (duration is not null)
        {
            form.Add($"duration:{flow}", "duration", duration);
        }

        if (breakGlass)
        {
            form.Add($"breakGlass:{flow}", "breakGlass", "yes");
        }

        if (ticket is not null && Slack.OpenView(who.SlackId)!.Json.GetRawText().Contains("field.ticket", StringComparison.Ordinal))
        {
            form.Add("field.ticket", "field", ticket);
        }

        return await Slack.As(who.SlackId).SubmitAsync(form);
    }

    /// <summary>Asks, and waits until the approvers and the requester see it.</summary>
    public async Task<RequestId> AskAsync(CastMember who, string flow = "production", string target = "production-admin", string? duration = "1800", bool breakGlass = false)
    {
        var known = (await RequestsAsync()).Select(r => r.Id).ToHashSet();
        var delivery = await SubmitAsync(who, flow, target, duration, breakGlass: breakGlass);
        Assert.True(delivery.Acknowledged, delivery.ReplyBody);
        Assert.Null(Slack.OpenView(who.SlackId));
        Request? made = null;
        await UntilAsync(async () => (made = (await RequestsAsync()).FirstOrDefault(r => !known.Contains(r.Id))) is not null, "the request is stored");
        await ShownAsync(made!.Id);
        return made.Id;
    }

    public async Task<Request> RequestAsync(RequestId id) =>
        await Bots[^1].Store.FindAsync(id, CancellationToken.None) ?? throw new KeyNotFoundException($"{id}");

    public async Task<IReadOnlyList<Request>> RequestsAsync()
    {
        await using var context = await ContextAsync();
        return await context.Requests.AsNoTracking().OrderBy(r => r.RequestedAt).ToListAsync();
    }

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string stream)
    {
        await using var context = await ContextAsync();
        return await context.AuditEntries.AsNoTracking().Where(e => e.Stream == stream).OrderBy(e => e.Number).ToListAsync();
    }

    /// <summary>The message that the approvers see.</summary>
    public async Task<SlackMessage> ApproversMessageAsync(RequestId id) => await MessageAsync(id, NoticeKind.Approvers);

    /// <summary>The requester's direct message.</summary>
    public async Task<SlackMessage> RequesterMessageAsync(RequestId id) => await MessageAsync(id, NoticeKind.Requester);

    public async Task<Delivery> ClickAsync(CastMember who, RequestId id, string button) =>
        await Slack.As(who.SlackId).ClickAsync(await ApproversMessageAsync(id), button);

    /// <summary>Turns the crank until the request is in this state and both messages show it.</summary>
    public async Task ReachesAsync(RequestId id, RequestState state)
    {
        await UntilAsync(async () => (await RequestAsync(id)).State == state, $"the request is {state}");
        await ShownAsync(id);
    }

    /// <summary>Turns the crank until both messages show the row as it is.</summary>
    public Task ShownAsync(RequestId id) => UntilAsync(async () =>
    {
        var request = await RequestAsync(id);
        return request.Notices.All(n => !n.IsBehind(request.Version));
    }, "Slack shows the row");

    /// <summary>Turns the crank until every acknowledged delivery is worked off and nothing is due.</summary>
    public Task QuietAsync() => UntilAsync(async () =>
    {
        await using var context = await ContextAsync();
        return !await context.Inbox.AnyAsync(row => row.DoneAt == null);
    }, "the inbox is empty");

    /// <summary>Lets time pass, with nothing going on meanwhile but what timers start.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await QuietAsync();
        Clock.Advance(time);
    }

    public Task UntilAsync(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string what = "") => UntilAsync(() => Task.FromResult(fact()), what);

    /// <summary>Turns the crank until a fact holds, and fails with its name if it doesn't come to.</summary>
    public async Task UntilAsync(Func<Task<bool>> fact, [CallerArgumentExpression(nameof(fact))] string what = "")
    {
        var begun = TimeProvider.System.GetTimestamp();
        var nextLook = TimeSpan.Zero;
        for (var wait = Tick; ; wait = wait < LongestWait ? wait * 1.5 : LongestWait)
        {
            await Task.WhenAll(bots.Select(bot => bot.CrankAsync()));
            var look = TimeProvider.System.GetElapsedTime(begun);
            if (look >= nextLook)
            {
                if (await fact())
                {
                    return;
                }

                // A look into the database costs the machine as much as what is waited for: the longer it takes, the longer until the next;
                // but no longer by the test's clock, however quick that is: what holds only until the next try must be seen.
                var took = TimeProvider.System.GetElapsedTime(begun) - look;
                var longest = LongestRest / Haste;
                nextLook = look + took + (took * RestAfterLook < longest ? took * RestAfterLook : longest);
            }

            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                failed = true;
                Assert.Fail($"It did not come about that {what}. Logged: {string.Join(Environment.NewLine, bots.SelectMany(b => b.Log.Complaints))}");
            }

            await Task.Delay(wait, TimeProvider.System);
        }
    }

    /// <summary>The same on a clock that is ten times as quick, for as long.</summary>
    public Task HurryUntilAsync(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string what = "") => HurryUntilAsync(() => Task.FromResult(fact()), what);

    /// <inheritdoc cref="HurryUntilAsync(Func{bool}, string)"/>
    public async Task HurryUntilAsync(Func<Task<bool>> fact, [CallerArgumentExpression(nameof(fact))] string what = "")
    {
        Haste = 10;
        await UntilAsync(fact, what);
        Haste = 1;
    }

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> IsUpAsync()
    {
        await using var context = await ContextAsync();
        return await context.Database.CanConnectAsync();
    }

    /// <summary>Whether OneLogin holds the membership now.</summary>
    public bool Holds(CastMember who, long role = Cast.ProductionAdmin) => OneLogin.Memberships.Holds(role, who.OneLoginId!.Value);

    /// <summary>The calls that tried to add or remove somebody.</summary>
    public IReadOnlyList<OneLoginCall> Writes(string method) => [.. OneLogin.Calls.Writes.Where(c => c.Method == method && c.Path.Contains("/roles/", StringComparison.Ordinal))];

    /// <summary>What stands in the alerts channel, the answers in threads included.</summary>
    public IReadOnlyList<SlackMessage> Alerts => Slack.Messages(Cast.Alerts);

    /// <summary>The last sentence that only this person sees.</summary>
    public async Task<string> ToldAsync(CastMember who, string words)
    {
        await UntilAsync(() => Slack.Ephemerals(who.SlackId).Any(m => m.Text.Contains(words, StringComparison.Ordinal)), $"{who.Firstname} is told '{words}'; told: {string.Join(" | ", Slack.Ephemerals(who.SlackId).Select(m => m.Text))}");
        return Slack.Ephemerals(who.SlackId)[^1].Text;
    }

    public async ValueTask DisposeAsync()
    {
        var complaints = bots.SelectMany(b => b.Log.Complaints).ToList();
        foreach (var bot in bots)
        {
            await bot.DisposeAsync();
        }

        // Not before: what a bot is in the middle of may wait for the clock.
        await end.CancelAsync();
        await ticking;
        await Sandbox.DisposeAsync();
        await database.DisposeAsync();
        folder.Delete(recursive: true);
        end.Dispose();
        var unexpected = complaints.Where(c => !ExpectedComplaints.Concat(PossibleComplaints).Any(e => c.Contains(e, StringComparison.Ordinal))).ToList();
        var missing = ExpectedComplaints.Where(e => !complaints.Exists(c => c.Contains(e, StringComparison.Ordinal))).ToList();
        if (!failed)
        {
            Assert.True(unexpected.Count == 0, $"Nothing above Information should have been logged, but was:{Environment.NewLine}{string.Join(Environment.NewLine, unexpected)}");
            Assert.True(missing.Count == 0, $"This should have been logged: {string.Join(", ", missing)}");
        }
    }

    private Task<AccessBotContext> ContextAsync() =>
        Bots[^1].Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();

    private async Task<SlackMessage> MessageAsync(RequestId id, NoticeKind kind)
    {
        var notice = (await RequestAsync(id)).Notices.Where(n => n.Kind == kind).MaxBy(n => n.Step)!;
        return Slack.Messages(notice.Channel!).Single(m => m.Ts == notice.Ts);
    }

    private async Task TickAsync()
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(Tick, TimeProvider.System);
            Clock.Advance(Tick * Haste);
        }
    }
}
