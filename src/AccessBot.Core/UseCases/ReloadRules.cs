using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>
/// Puts other access rules in force while everything goes on, or keeps those of before and tells operators why. Each process does it
/// by itself. What the database is told of it, it is told when it answers: nothing of that decides which rules are in force.
/// </summary>
public sealed partial class ReloadRules(RulesInForce rules, IRequestStore store, RaiseAlarms alarms, TimeProvider clock, ILogger<ReloadRules> logger)
{
    /// <summary>The audit stream that says which rules were in force, and when.</summary>
    public const string Stream = "rules";

    /// <summary>How often an alarm that lasts is told again, so that it isn't taken for one of a machine that is gone.</summary>
    private static readonly TimeSpan ToldAgain = TimeSpan.FromMinutes(1);

    private readonly Queue<(RulesEdition? Before, RulesEdition After, DateTimeOffset At)> unrecorded = new();
    private IReadOnlyList<string> problems = [];
    private DateTimeOffset since;
    private DateTimeOffset? toldAt;

    /// <summary>The process has started with the rules that are in force.</summary>
    public void Begin() => unrecorded.Enqueue((null, rules.Edition, clock.GetUtcNow()));

    /// <summary>Puts rules in force, for every judgement from now on.</summary>
    public void Take(RulesEdition edition)
    {
        var before = rules.Edition;
        Mended();
        if (before.Fingerprint == edition.Fingerprint)
        {
            Log.Unchanged(logger, edition.Name);
            return;
        }

        rules.Edition = edition;
        unrecorded.Enqueue((before, edition, clock.GetUtcNow()));
        Log.Changed(logger, edition.Name, before.Name, RulesChanges.Between(before, edition));
    }

    /// <summary>Keeps the rules that are in force, since those that should replace them can't be used.</summary>
    /// <param name="why">Everything that is wrong with those.</param>
    public void Refuse(IReadOnlyList<string> why)
    {
        since = problems.Count == 0 ? clock.GetUtcNow() : since;
        problems = why;
        toldAt = null;
        foreach (var problem in why)
        {
            Log.Refused(logger, problem);
        }
    }

    /// <summary>Records and tells what isn't yet.</summary>
    /// <exception cref="StoreUnavailableException">It has to be tried again.</exception>
    public async Task SettleAsync(CancellationToken cancel)
    {
        while (unrecorded.TryPeek(out var change))
        {
            await RecordAsync(change.Before, change.After, change.At, cancel);
            unrecorded.Dequeue();
        }

        var now = clock.GetUtcNow();
        if (toldAt is null || (problems.Count > 0 && now - toldAt >= ToldAgain))
        {
            await alarms.ReportAsync(RulesAlarm.Source, problems.Count > 0 ? [RulesAlarm.Of(problems, Environment.MachineName, since)] : [], now, cancel);
            toldAt = now;
        }
    }

    private void Mended()
    {
        if (problems.Count > 0)
        {
            (problems, toldAt) = ([], null);
        }
    }

    private async Task RecordAsync(RulesEdition? before, RulesEdition after, DateTimeOffset at, CancellationToken cancel)
    {
        var changes = before is null ? null : RulesChanges.Between(before, after);
        if (before is null && await IsNewestAsync(after, cancel))
        {
            return;
        }

        await store.AppendAsync(Stream, AuditAction.RulesChanged, Actor.Job, at, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["rules"] = after.Fingerprint,
            ["before"] = before?.Fingerprint,
            ["machine"] = Environment.MachineName,
            ["added"] = Listed(changes?.Added),
            ["removed"] = Listed(changes?.Removed),
            ["changed"] = Listed(changes?.Changed),
        }, cancel);
    }

    /// <summary>A start with the rules that were in force before is no change.</summary>
    private async Task<bool> IsNewestAsync(RulesEdition edition, CancellationToken cancel) =>
        await store.NewestEntriesAsync(Stream, 1, cancel) is [var newest] && newest.Detail.Contains($"\"rules\":\"{edition.Fingerprint}\"", StringComparison.Ordinal);

    private static string? Listed(IReadOnlyList<string>? names) => names is { Count: > 0 } ? RulesChanges.Listed(names) : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The access rules {Name} are in force, in place of {Before}: {Changes}")]
        public static partial void Changed(ILogger logger, string name, string before, RulesChanges changes);

        [LoggerMessage(LogLevel.Information, "The access rules were read again and are those in force, {Name}")]
        public static partial void Unchanged(ILogger logger, string name);

        [LoggerMessage(LogLevel.Error, "The access rules were changed and can't be used; those of before stay in force: {Problem}")]
        public static partial void Refused(ILogger logger, string problem);
    }
}
