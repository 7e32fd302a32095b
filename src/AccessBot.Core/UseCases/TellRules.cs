using System.Collections.Concurrent;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Tells a flow's rules in C# what has happened to a request, after it was saved.</summary>
/// <remarks>
/// In order, one process at a time for each request, and at least once: how far it came is saved after each step, so that a crash repeats
/// one. It only looks at rows: nothing that gives or takes access waits for it.
/// </remarks>
public sealed partial class TellRules(
    RulesInForce rules, IRequestStore store, IRuleNews news, IRuleServices services, IPersonStore people, RaiseAlarms alarms, TimeProvider clock, ILogger<TellRules> logger)
{
    /// <summary>How long a rule may take for one step. What it does after that is not waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How many calls of one rule may be left to themselves, which nothing can stop, before it isn't told any more.</summary>
    public const int MostLeft = HangingCalls.Most;

    private const int MostAtALook = 100;
    private const int AtOnce = 4;

    private readonly HangingCalls hanging = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> alarmed = new(StringComparer.Ordinal);

    /// <summary>Tells what is left to tell of one request; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        // Once more after each hold: whoever was turned away meanwhile has left what they came for to this.
        while (await store.FindAsync(id, cancel) is { RulesBehindSince: not null })
        {
            await using var hold = await news.TryHoldAsync(id, cancel);
            if (hold is null)
            {
                return;
            }

            await TellAsync(id, cancel);
        }
    }

    /// <summary>Tells what is left to tell of all requests, as far as nobody else is at it.</summary>
    public async Task ExecuteAllAsync(CancellationToken cancel)
    {
        var seen = new ConcurrentDictionary<RequestId, bool>();
        while ((await news.BehindAsync(MostAtALook, cancel)).Where(id => seen.TryAdd(id, true)).ToList() is { Count: > 0 } behind)
        {
            await Parallel.ForEachAsync(behind, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (id, token) => await TryAsync(id, token));
        }
    }

    /// <summary>One that can't be told, since its row can't be read, say, holds up no other.</summary>
    private async Task TryAsync(RequestId id, CancellationToken cancel)
    {
        try
        {
            await ExecuteAsync(id, cancel);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
        {
            Log.LeftOut(logger, e, id);
        }
    }

    private async Task TellAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { RulesBehindSince: not null, RulesTold: { } told } request)
        {
            return;
        }

        var entries = await store.EntriesAsync(id, told, cancel);
        for (var i = 0; i < entries.Count; i++)
        {
            if (ToldSteps.Of(entries[i], next: entries.ElementAtOrDefault(i + 1)) is { Count: > 0 } steps)
            {
                await TellAsync(request, entries[i], steps, cancel);
            }
        }

        await news.ToldAsync(id, entries.Count > 0 ? entries[^1].Number : told, cancel);
    }

    private async Task TellAsync(Request request, AuditEntry entry, IReadOnlyList<ToldStep> steps, CancellationToken cancel)
    {
        var edition = rules.Edition;
        var failures = new List<(string Rule, ToldStep Step, string What)>();
        if (edition.Rules.RulesOf(request.Flow) is { Count: > 0 } told)
        {
            var context = await ContextAsync(edition, request, entry, cancel);
            foreach (var step in steps)
            {
                foreach (var (name, rule) in told)
                {
                    if (await FailureAsync(request.Id, name, rule, step, context, cancel) is { } what)
                    {
                        failures.Add((name, step, what));
                    }
                }
            }
        }

        if (failures.Count > 0)
        {
            await store.ChangeAsync(request.Id, row =>
            {
                failures.ForEach(f => row.RecordRuleFailure(f.Rule, f.Step.ToString(), f.What, clock.GetUtcNow()));
                return Task.FromResult(true);
            }, cancel);
        }

        await news.ToldAsync(request.Id, entry.Number, cancel);
        foreach (var (rule, step, what) in failures)
        {
            await AlarmAsync(ToldRuleAlarm.Of(rule, step.ToString(), what, request, clock.GetUtcNow()), cancel);
        }
    }

    /// <summary>Tells one rule.</summary>
    /// <returns>What went wrong, for people and the audit trail: an exception's own words may hold anything, and are left to the log. Null if nothing did.</returns>
    private async Task<string?> FailureAsync(RequestId id, string name, AccessRule rule, ToldStep step, RuleContext context, CancellationToken cancel)
    {
        if (hanging.IsFull(rule))
        {
            Log.NotTold(logger, name, step, id, MostLeft);
            return $"It isn't told any more: {MostLeft} of its calls have not ended";
        }

        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);

        // On a thread of its own: one that waits without awaiting must not take one from what ends access.
        var call = Task.Factory.StartNew(
            () => step.TellAsync(rule, context, limit.Token).AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            await call.WaitAsync(Longest, clock, cancel);
            return null;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (TimeoutException e) when (!call.IsCompleted)
        {
            Log.TookTooLong(logger, e, name, step, id, Longest.TotalSeconds);
            hanging.Leave(rule, call);
            return $"It took longer than {Longest.TotalSeconds:0} seconds";
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, name, step, id);
            return e is RuleServiceException service ? service.Code : e.GetType().Name;
        }
        finally
        {
            // Not waited for: what the rule has hung on it may take any time.
            _ = limit.CancelAsync().ContinueWith(_ => limit.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<RuleContext> ContextAsync(RulesEdition edition, Request request, AuditEntry entry, CancellationToken cancel)
    {
        var given = services.For(request.Id);
        var requester = await PersonAsync(given.Slack, request.Requester, request.RequesterName, cancel) with
        {
            OneLoginUser = request.OneLoginUser == Request.NoOneLoginUser ? null : request.OneLoginUser,
        };
        var actor = !SlackUserId.TryParse(entry.Actor, out var who) ? null
            : who == request.Requester ? requester
            : await PersonAsync(given.Slack, who, NameOf(request, who), cancel);
        var (state, now) = (Enum.TryParse<RequestState>(entry.After, out var after) ? after : request.State, clock.GetUtcNow());
        return given.Context(
            new RuleFlow(request.Flow, edition.Rules.FindFlow(request.Flow)?.Label ?? request.FlowLabel), actor, RuleRequests.Of(request, requester, state, now), now);
    }

    /// <summary>Somebody as Slack has them now; while it can't be asked, or has them no more, as AccessBot knew them.</summary>
    private async Task<RulePerson> PersonAsync(IRuleSlack slack, SlackUserId who, string name, CancellationToken cancel)
    {
        try
        {
            if (await slack.GetUserAsync(who.Value, cancel) is { } found)
            {
                return found;
            }
        }
        catch (RuleServiceException e)
        {
            Log.NotAsked(logger, e, e.Code);
        }

        var link = await people.FindAsync(who, cancel);
        return new RulePerson(who.Value, name) { Email = link is { Email.Length: > 0 } ? link.Email : null, OneLoginUser = link?.OneLoginUser };
    }

    private static string NameOf(Request request, SlackUserId who) =>
        request.Decisions.FirstOrDefault(d => d.Approver == who)?.Name ?? (request.EndedBy == who ? request.EndedByName : null) ?? who.Value;

    /// <summary>One rule that always fails is one thing to tell, however much it is told.</summary>
    private async Task AlarmAsync(Alarm alarm, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!alarmed.TryGetValue(alarm.Cause, out var last) || now - last > RaisedAlarm.Relapse)
        {
            alarmed[alarm.Cause] = now;
            await alarms.TellAsync(alarm, cancel);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Rule {Rule} failed at {Step} of request {Request}, and is not told again")]
        public static partial void Failed(ILogger logger, Exception e, string rule, ToldStep step, RequestId request);

        [LoggerMessage(LogLevel.Error, "Rule {Rule} took longer than {Seconds} s at {Step} of request {Request}; it is not waited for, and not told again")]
        public static partial void TookTooLong(ILogger logger, Exception e, string rule, ToldStep step, RequestId request, double seconds);

        [LoggerMessage(LogLevel.Error, "Rule {Rule} is not told of {Step} of request {Request}: {Left} of its calls have not ended")]
        public static partial void NotTold(ILogger logger, string rule, ToldStep step, RequestId request, int left);

        [LoggerMessage(LogLevel.Error, "Rules could not be told of request {Request}; it is tried again in a minute")]
        public static partial void LeftOut(ILogger logger, Exception e, RequestId request);

        [LoggerMessage(LogLevel.Information, "Rules are told of somebody whom Slack could not be asked about ({Code})")]
        public static partial void NotAsked(ILogger logger, Exception e, string code);
    }
}
