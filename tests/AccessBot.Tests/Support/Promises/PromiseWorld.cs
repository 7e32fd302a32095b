using System.Collections.Immutable;
using AccessBot.CodeRules;
using AccessBot.Core;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Jobs;
using AccessBot.Identity;
using AccessBot.OnCall;
using AccessBot.OneLogin;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Webhooks;
using AccessBot.Slack;
using AccessBot.Slack.Conversation;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccessBot.Tests.Support.Promises;

/// <summary>
/// What a plan happens in: AccessBot's use cases over the real store and the real clients of OneLogin and Slack, the sandbox on
/// loopback, a clock that moves when everything waits for it, and jobs that run when the plan says so.
/// </summary>
internal sealed class PromiseWorld : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongTrouble = TimeSpan.FromMinutes(20);
    private static readonly Lazy<Task<byte[]>> MigratedFile = new(MigrateFileAsync);

    private static readonly AccessRules Rules = RulesFile.Read(
        JourneyRules.Usual.Replace("    label: Second door\n", "    label: Second door\n    allowExtend: { approval: false, atMost: 2h }\n", StringComparison.Ordinal), "access.yaml").Rules!;
    private static readonly AccessRules WithoutSecondDoor = Rules with { Flows = [.. Rules.Flows.Where(f => f.Key != "second-door")] };

    private readonly EagerClock clock;
    private readonly TestDatabase database;
    private readonly SandboxServer sandbox;
    private readonly bool speaks;
    private readonly DatabaseTrouble trouble = new();
    private readonly Happened happened = new();
    private readonly RulesInForce rules = new(Rules);
    private readonly List<string> seen = [];
    private Mortality life = new();
    private CrankedQueue queue;
    private ServiceProvider bot = null!;
    private DateTimeOffset lastPass;
    private DateTimeOffset troubledUntil;
    private (string Key, Step.Ask Ask)? lastAsk;
    private int submissions;

    private PromiseWorld(EagerClock clock, TestDatabase database, SandboxServer sandbox, bool speaks)
    {
        (this.clock, this.database, this.sandbox, this.speaks) = (clock, database, sandbox, speaks);
        (queue, lastPass, troubledUntil) = (new CrankedQueue(clock), clock.GetUtcNow(), clock.GetUtcNow());
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    private OneLoginTenant OneLogin => sandbox.OneLogin;

    /// <summary>Runs a plan to its end and on until all that can end has ended, and says which promises were broken, and how.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(Db db, Plan plan)
    {
        var time = new EagerClock();
        await using var world = new PromiseWorld(time, await DatabaseAsync(db), await SandboxServer.StartAsync(new SandboxOptions { Port = 0 }, time), plan.Speaks);
        world.OneLogin.AddByMapping(Cast.CustomerData, Cast.Otto.OneLoginId!.Value);
        await world.StartAsync();
        foreach (var step in plan.Steps)
        {
            await world.StepAsync(step);
            time.Advance(TimeSpan.FromMilliseconds(5));
            if (await world.BrokenNowAsync() is { Count: > 0 } broken)
            {
                return [$"after '{step}':", .. broken];
            }
        }

        return await world.SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await sandbox.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>A database; on SQLite with the tables in it already, since migrating takes longer than most plans.</summary>
    private static async Task<TestDatabase> DatabaseAsync(Db db)
    {
        var empty = await TestDatabase.CreateAsync(db);
        if (db == Db.Sqlite)
        {
            await File.WriteAllBytesAsync(FileOf(empty), await MigratedFile.Value);
        }

        return empty;
    }

    private static async Task<byte[]> MigrateFileAsync()
    {
        await using var empty = await TestDatabase.CreateAsync(Db.Sqlite);
        await (await empty.OpenAsync(TimeProvider.System)).DisposeAsync();
        SqliteConnection.ClearPool(new SqliteConnection(empty.ConnectionString));
        return await File.ReadAllBytesAsync(FileOf(empty));
    }

    private static string FileOf(TestDatabase database) => new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;

    private async Task StartAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([.. RunningBot.SettingsFor(sandbox, ""), .. database.Settings]).Build();
        life = new Mortality();
        queue = new CrankedQueue(clock);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance) // The same for all, for EF Core keeps one model for each.
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(rules)
            .AddSingleton<IJobQueue>(queue)
            .AddSingleton<IHostApplicationLifetime, Microsoft.Extensions.Hosting.Internal.ApplicationLifetime>()
            .AddSingleton<HeadStart>()
            .AddSingleton<ReconcilePass>()
            .AddSingleton<Errands>()
            .AddAccessBotCore()
            .AddPersistence(configuration)
            .AddOneLogin()
            .AddOnCall()
            .AddIdentity()
            .AddWebhooks()
            .AddSlackConversation()
            .AddSlack()
            .AddRuleServices()
            .AddSingleton<RequestStore>()
            .AddSingleton<OneLoginDirectory>();
        var own = life;
        services.Replace(ServiceDescriptor.Singleton<IRequestStore>(p => new MortalStore(p.GetRequiredService<RequestStore>(), own, trouble)));
        services.Replace(ServiceDescriptor.Singleton<IRoleDirectory>(p => new MortalDirectory(p.GetRequiredService<OneLoginDirectory>(), own)));
        bot = services.BuildServiceProvider();
        foreach (var start in bot.GetServices<IHostedService>().Where(s => s is DatabaseStart))
        {
            await start.StartAsync(CancellationToken.None);
        }

        await DoAsync(() => GuardAsync(() => bot.GetRequiredService<ReconcileRequests>().ExecuteAtStartAsync(CancellationToken.None)));
        await DoAsync(() => GuardAsync(() => bot.GetRequiredService<RevokeDue>().ExecuteAsync(CancellationToken.None)));
        lastPass = Now;
    }

    private async Task RestartAsync()
    {
        await bot.DisposeAsync();
        await StartAsync();
    }

    private async Task StepAsync(Step step)
    {
        switch (step)
        {
            case Step.Ask or Step.AskAgain or Step.Click or Step.Extend or Step.Both or Step.Work:
                await DoAsync(() => ActAsync(step));
                break;
            case Step.Crash crash:
                life.DieAt(crash.AtCall);
                await DoAsync(() => WorkAsync(twice: false));
                await RestartAsync();
                break;
            case Step.Restart:
                await RestartAsync();
                break;
            case Step.LoseJobs:
                queue.Lose();
                break;
            case Step.Reconcile:
                await ReconcileAsync();
                break;
            case Step.Pass pass:
                // Hours of failing calls show no more than a while of them, and take their time.
                await PassAsync(happened.Last.Calm || pass.Time < LongTrouble ? pass.Time : LongTrouble);
                break;
            case Step.Sleep sleep:
                clock.Advance(sleep.Time);
                break;
            case Step.ToTheEnd end:
                if (await NthAsync(end.Nth) is { EndsAt: { } at } && at + TimeSpan.FromMilliseconds(end.Milliseconds) is var then && then > Now)
                {
                    clock.Advance(then - Now);
                }

                break;
            default:
                Befall(step);
                break;
        }
    }

    /// <summary>What people and jobs do; may go on at the same time as another of its kind.</summary>
    private Task ActAsync(Step step) => step switch
    {
        Step.Ask ask => AskAsync($"submission-{Interlocked.Increment(ref submissions)}", ask),
        Step.AskAgain => lastAsk is var (key, ask) ? AskAsync(key, ask) : Task.CompletedTask,
        Step.Click click => ClickAsync(click),
        Step.Extend extend => ExtendAsync($"submission-{Interlocked.Increment(ref submissions)}", extend),
        Step.Both both when both.One is Step.Extend one && both.One == both.Other => TwiceAsync(one),
        Step.Both both when both.One is Step.Ask one && both.One == both.Other => TwiceAsync(one),
        Step.Both both => Task.WhenAll(ActAsync(both.One), ActAsync(both.Other)),
        Step.Work work => WorkAsync(work.Twice),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "This is not something that people or jobs do."),
    };

    /// <summary>What happens to AccessBot from outside.</summary>
    private void Befall(Step step)
    {
        switch (step)
        {
            case Step.OneLoginFails fails:
                Troubled();
                OneLogin.Faults.Inject(fails.Fault, fails.Method, times: fails.Times);
                break;
            case Step.OneLoginShowsLate late:
                Troubled();
                OneLogin.Behaviours.WritesVisibleAfter = late.By;
                break;
            case Step.SlackFails fails:
                Troubled();
                SlackFails(fails);
                break;
            case Step.DatabaseFails fails:
                Troubled();
                trouble.Set(fails.Skip, fails.Times, fails.AfterEffect);
                break;
            case Step.FaultsEnd:
                EndFaults();
                break;
            case Step.ByHand hand:
                ByHand(hand);
                break;
            case Step.Activate active when OneLogin.Users.Any(u => u.Id == active.Who.OneLoginId):
                OneLogin.ChangeUser(active.Who.OneLoginId!.Value, u => u with { Status = active.Active ? 1 : 2 });
                happened.From(Now, m => m with { Inactive = active.Active ? m.Inactive.Remove(active.Who.OneLoginId!.Value) : m.Inactive.Add(active.Who.OneLoginId!.Value) });
                break;
            case Step.Delete delete:
                DeleteUser(delete.Who.OneLoginId!.Value);
                break;
            case Step.Group group:
                sandbox.Slack.ChangeGroup(Cast.Responders, g => g with { Members = [.. Changed([.. g.Members], group.Who.SlackId, group.Joins)] });
                happened.From(Now, m => m with { Group = Changed(m.Group, group.Who.SlackId, group.Joins) });
                break;
            case Step.SecondDoor door:
                rules.Current = door.Open ? Rules : WithoutSecondDoor;
                happened.From(Now, m => m with { SecondDoor = door.Open });
                break;
        }
    }

    private static ImmutableHashSet<string> Changed(ImmutableHashSet<string> group, string who, bool joins) => joins ? group.Add(who) : group.Remove(who);

    private void Troubled() => happened.From(Now, m => m with { Calm = false });

    private void EndFaults()
    {
        OneLogin.Faults.Clear();
        OneLogin.Behaviours.WritesVisibleAfter = TimeSpan.Zero;
        sandbox.Slack.Faults.Clear();
        trouble.Set(0, 0, afterEffect: false);
        happened.From(Now, m => m with { Calm = true });

        // What was written while writes showed late is seen by then.
        troubledUntil = Now + TimeSpan.FromSeconds(150);
    }

    private void SlackFails(Step.SlackFails fails)
    {
        var faults = sandbox.Slack.Faults;
        switch (fails.Kind)
        {
            case "down": faults.Down(times: fails.Times); break;
            case "500": faults.ServerError(times: fails.Times); break;
            case "429": faults.RateLimit(3, times: fails.Times); break;
            case "slow": faults.Slow(TimeSpan.FromSeconds(4), times: fails.Times); break;
            case "drop before": faults.DropBefore(times: fails.Times); break;
            default: faults.DropAfter(times: fails.Times); break;
        }
    }

    private void ByHand(Step.ByHand hand)
    {
        if (hand.Who.OneLoginId is not { } user || OneLogin.Users.All(u => u.Id != user))
        {
            return;
        }

        if (hand.Add)
        {
            OneLogin.AddByHand(hand.Role, user, hand.Privilege);
        }
        else if (OneLogin.Memberships.Holds(hand.Role, user, hand.Privilege))
        {
            OneLogin.RemoveByHand(hand.Role, user, hand.Privilege);
            happened.EndedByOthers.Add((new Membership(user, hand.Role, (Privilege)hand.Privilege), Now));
        }
    }

    private void DeleteUser(long user)
    {
        foreach (var span in OneLogin.Memberships.All.Where(s => s.UserId == user && s.To is null))
        {
            happened.EndedByOthers.Add((new Membership(user, span.RoleId, (Privilege)span.Privilege), Now));
        }

        OneLogin.DeleteUser(user);
        happened.From(Now, m => m with { Inactive = m.Inactive.Add(user) });
    }

    private Task TwiceAsync(Step.Ask ask)
    {
        var key = $"submission-{Interlocked.Increment(ref submissions)}";
        return Task.WhenAll(AskAsync(key, ask), AskAsync(key, ask));
    }

    private Task TwiceAsync(Step.Extend extend)
    {
        var key = $"submission-{Interlocked.Increment(ref submissions)}";
        return Task.WhenAll(ExtendAsync(key, extend), ExtendAsync(key, extend));
    }

    private async Task ExtendAsync(string key, Step.Extend extend)
    {
        if (await NthAsync(extend.Nth) is not { } request)
        {
            return;
        }

        var who = extend.Who is { } other ? SlackUserId.Parse(other.SlackId) : request.Requester;
        await GuardAsync(() => bot.GetRequiredService<ExtendAccess>().ExecuteAsync(
            key, request.Id, who, TimeSpan.FromMinutes(extend.Minutes), Journey.Reason, Now, "modal", CancellationToken.None));
    }

    private Task AskAsync(string key, Step.Ask ask)
    {
        lastAsk = (key, ask);
        var wish = new Wish(ask.Flow, ask.Target, ask.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null, Journey.Reason,
            ask.Flow == "production" ? new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-1" } : []);
        return GuardAsync(() => bot.GetRequiredService<SubmitRequest>().SubmitAsync(key, SlackUserId.Parse(ask.Who.SlackId), wish, Now, "modal", CancellationToken.None));
    }

    private async Task ClickAsync(Step.Click click)
    {
        if (await NthAsync(click.Nth) is not { } request)
        {
            return;
        }

        var (id, who) = (request.Id, SlackUserId.Parse(click.Who.SlackId));
        await GuardAsync(() => click.Verb switch
        {
            Verb.Approve => bot.GetRequiredService<ReviewRequest>().ApproveAsync(id, who, "C0ACCESS", CancellationToken.None),
            Verb.Deny => bot.GetRequiredService<ReviewRequest>().DenyAsync(id, who, "C0ACCESS", CancellationToken.None),
            Verb.Cancel => bot.GetRequiredService<CancelRequest>().CancelAsync(id, who, "C0ACCESS", CancellationToken.None),
            _ => bot.GetRequiredService<RevokeAccess>().EndEarlyAsync(id, who, "C0ACCESS", CancellationToken.None),
        });
    }

    private Task WorkAsync(bool twice) => Task.WhenAll(queue.Take().Where(due => speaks || due.Errand != Errand.Announce)
        .SelectMany(due => Enumerable.Repeat(due, twice ? 2 : 1))
        .Select(async due =>
        {
            if (!await GuardAsync(() => RunningBot.RunAsync(bot.GetRequiredService<Errands>(), due.Errand, due.Request)))
            {
                queue.Again(due.Errand, due.Request, Now + TimeSpan.FromSeconds(1));
            }
        }));

    private async Task ReconcileAsync()
    {
        await DoAsync(() => GuardAsync(() => bot.GetRequiredService<RevokeDue>().ExecuteAsync(CancellationToken.None)));
        await DoAsync(() => GuardAsync(() => bot.GetRequiredService<ReconcilePass>().RunAsync(CancellationToken.None)));
        lastPass = Now;
    }

    /// <summary>Time passes as it does for a service at work: jobs run when they are due, the pass comes when there may be something for it.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        var (from, to) = (Now, Now + time);
        while (true)
        {
            for (var round = 0; queue.Next <= Now && round < 30; round++)
            {
                await DoAsync(() => WorkAsync(twice: false));
            }

            if (Now - lastPass >= Minute)
            {
                await ReconcileAsync();
                continue;
            }

            if (Now >= to)
            {
                break;
            }

            var next = await NextAsync() is { } row && row > lastPass + Minute ? row : lastPass + Minute;
            next = queue.Next < next ? queue.Next.Value : next;
            next = next < to ? next : to;
            clock.Advance(next > Now ? next - Now : TimeSpan.FromMilliseconds(1));
        }

        from = from > troubledUntil ? from : troubledUntil;
        if (happened.Last.Calm && from < Now)
        {
            happened.Calm.Add((from, Now));
        }
    }

    /// <summary>When something next becomes due by a row, so that long quiet times take no looks.</summary>
    private async Task<DateTimeOffset?> NextAsync()
    {
        var times = (await RowsAsync()).Where(r => !r.IsClosed).Select(r => r.State switch
        {
            RequestState.Requested => r.LapsesAt,
            RequestState.Granted => r.EndsAt ?? DateTimeOffset.MaxValue,
            _ => r.NextAttemptAt ?? Now,
        }).ToList();
        return times.Count == 0 ? DateTimeOffset.MaxValue : times.Min();
    }

    /// <summary>The end of every plan: trouble is over, and time passes until all is due that has a time.</summary>
    private async Task<IReadOnlyList<string>> SettleAsync()
    {
        EndFaults();
        await PassAsync(TimeSpan.FromHours(9));
        await PassAsync(TimeSpan.FromHours(5));
        var open = (await RowsAsync()).Where(r => !r.IsClosed).ToList();
        var stuck = open.Where(r => r.State != RequestState.Granted || r.Duration is not null).Select(r => $"1: {r.Id} is still {r.State}: {r.Problem}").ToList();
        foreach (var byHand in open)
        {
            await DoAsync(() => GuardAsync(() => bot.GetRequiredService<RevokeAccess>().EndEarlyAsync(byHand.Id, SlackUserId.Parse(Cast.Ada.SlackId), "C0ACCESS", CancellationToken.None)));
        }

        await PassAsync(TimeSpan.FromMinutes(20));
        var rows = await RowsAsync();
        return
        [
            .. stuck,
            .. rows.Where(r => !r.IsClosed).Select(r => $"1: {r.Id} is still {r.State} when all is over: {r.Problem}"),
            .. rows.Where(r => speaks && r.UnannouncedSince is not null).Select(r => $"4: Slack doesn't show {r.Id} as it is"),
            .. await BrokenAsync(rows),
        ];
    }

    /// <summary>What a look at the rows and at OneLogin shows at any time: the cheap half of the oracle.</summary>
    private async Task<IReadOnlyList<string>> BrokenNowAsync()
    {
        var rows = await RowsAsync();
        return
        [
            .. happened.Surprises,
            .. OneLogin.Memberships.All.Where(s => s.To is null && s.Source == MembershipSource.Api)
                .Where(s => !rows.Any(r => r.MayHold && r.Membership == new Membership(s.UserId, s.RoleId, (Privilege)s.Privilege)
                    && (r.State == RequestState.Revoking || r.EndsAt is not null || r.Duration is null)))
                .Select(s => $"1: {s.UserId} holds {s.RoleId} as {s.Privilege} because of us, and no row says until when"),
        ];
    }

    private async Task<IReadOnlyList<string>> BrokenAsync(IReadOnlyList<Request> rows)
    {
        await using var context = await ContextAsync();
        var trails = (await context.AuditEntries.AsNoTracking().ToListAsync()).ToLookup(e => e.Stream, StringComparer.Ordinal);
        foreach (var trail in trails)
        {
            seen.AddRange(trail.OrderBy(e => e.Number).Select(e => $"{e.At:HH:mm:ss.fff} {e.Stream[^6..]} {e.Action} {e.Actor} {e.After} {e.Detail}"));
        }

        var lives = rows.Select(r => new Life(r, [.. trails[r.Id.ToString()].OrderBy(e => e.Number)])).ToList();
        var broken = new Oracle(OneLogin, happened, lives, Now).Judge();
        return broken.Count == 0 ? [] :
        [
            .. broken, "as the audit trail has it:", .. seen.Order(StringComparer.Ordinal), "and OneLogin:",
            .. OneLogin.Calls.All.Where(c => c.Method != "GET" && c.Path.Contains("/roles/", StringComparison.Ordinal))
                .Select(c => $"{c.At:HH:mm:ss.fff} {c.Method} {c.Path} {string.Join(',', c.Ids)} {c.Status} {string.Join(',', c.Effect)}"),
        ];
    }

    private async Task<IReadOnlyList<Request>> RowsAsync()
    {
        await using var context = await ContextAsync();
        return await context.Requests.AsNoTrackingWithIdentityResolution().OrderBy(r => r.RequestedAt).ThenBy(r => r.Id).ToListAsync();
    }

    private async Task<Request?> NthAsync(int nth) => await RowsAsync() is { Count: > 0 } rows ? rows[nth % rows.Count] : null;

    private Task<AccessBotContext> ContextAsync() => bot.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();

    /// <summary>Lets fail what may: the one who clicked is told, and a job comes again.</summary>
    /// <returns>Whether it went well.</returns>
    private async Task<bool> GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is ProcessKilledException or StoreUnavailableException or WorkspaceUnavailableException or RoleDirectoryException)
        {
            return false;
        }
        catch (Exception e)
        {
            happened.Surprises.Add(e.ToString());
            return false;
        }
    }

    /// <summary>Does something, and moves the clock on to the next wait's end whenever nothing else goes on.</summary>
    private async Task DoAsync(Func<Task> work)
    {
        var doing = Task.Run(work);
        var (quiet, before) = (0, (OneLogin.NextChange, 0L));
        while (await Task.WhenAny(doing, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System)) != doing)
        {
            var calls = OneLogin.Calls;
            var held = calls.HeldBack > 0 || sandbox.Slack.Faults.Waiting > 0;
            var now = (OneLogin.NextChange, sandbox.Slack.Version);
            quiet = now == before && calls.InFlight <= calls.HeldBack ? quiet + 1 : 0;
            before = now;
            if (clock.Next is var (next, isLimit) && quiet >= (isLimit && !held ? 500 : 4))
            {
                clock.Advance(next > Now ? next - Now : TimeSpan.FromMilliseconds(1));
                quiet = 0;
            }
            else if (quiet > 20_000)
            {
                throw new TimeoutException("Something hangs that waits for no time.");
            }
        }

        await doing;
    }
}
