using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Tells operators what is wrong: one message for each cause, kept as things are, until it is over.</summary>
public sealed partial class RaiseAlarms(IAlarmStore store, IAlarmBell bell, IOverdueRequests overdue, IRequestStore requests,
    IJobQueue queue, TimeProvider clock, ILogger<RaiseAlarms> logger)
{
    /// <summary>How often a request's own messages say again that nobody tries to end it.</summary>
    private static readonly TimeSpan SaidAgain = TimeSpan.FromMinutes(15);

    /// <summary>How many of them are brought up to date in one pass, so that thousands don't hold up their own end.</summary>
    private const int MostSaid = 100;

    /// <summary>A machine that compared its clock, or told of its rules, every minute and doesn't any more is gone.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    /// <summary>Looks for overdue revocations and says what there is. Every minute.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var alarms = new List<Alarm>();
        foreach (var group in OverdueAlarms.Grouped(await overdue.CountAsync(now, cancel)))
        {
            // None if they ended meanwhile.
            if (await overdue.FirstAsync(group.Select(o => o.Trouble), group.Key.Role, now, OverdueAlarms.Named, cancel) is { Count: > 0 } first)
            {
                alarms.Add(OverdueAlarms.Of(group, first));
            }
        }

        await ReportAsync(OverdueAlarms.Source, alarms, now, cancel);
        await SayUntriedAsync(now, cancel);
    }

    /// <summary>Takes what one source finds wrong now: new alarms are raised, known ones updated, and those that it had before and doesn't name are over.</summary>
    /// <param name="source">The first parts of the causes that it answers for.</param>
    /// <param name="present">All that is wrong now.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="unknown">The first parts of causes that the source can't say anything about now: they stay as they are.</param>
    public async Task ReportAsync(
        string source, IReadOnlyList<Alarm> present, DateTimeOffset now, CancellationToken cancel, IReadOnlyList<string>? unknown = null)
    {
        await using (await store.HoldAsync(cancel))
        {
            var rows = (await store.OpenAsync(cancel)).ToList();
            foreach (var alarm in present)
            {
                (await RowAsync(rows, alarm.Cause, cancel)).Seen(alarm, now);
            }

            foreach (var row in rows.Where(row => row.ResolvedAt is null && IsOver(row, source, present, now) && unknown?.Any(part => IsOf(row, part)) != true))
            {
                row.Resolve(now);
                Log.Over(logger, row.Cause, row.Since, row.Title);
            }

            await TellAsync(rows, now, cancel);
        }
    }

    /// <summary>Tells operators once about something that happened and is not waited for. Told again within a quarter of an hour, it is the same message.</summary>
    /// <param name="alarm">What happened.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="silence">For how long its happening again is nothing to tell; null if it always is.</param>
    public async Task TellAsync(Alarm alarm, CancellationToken cancel, TimeSpan? silence = null)
    {
        var now = clock.GetUtcNow();
        await using (await store.HoldAsync(cancel))
        {
            if (silence is not null && await store.FindAsync(alarm.Cause, cancel) is { } known && now - known.SeenAt < silence)
            {
                return;
            }

            var rows = (await store.OpenAsync(cancel)).ToList();
            (await RowAsync(rows, alarm.Cause, cancel)).Happened(alarm, now);
            await TellAsync(rows, now, cancel);
        }
    }

    private async Task<RaisedAlarm> RowAsync(List<RaisedAlarm> rows, string cause, CancellationToken cancel)
    {
        if (rows.Find(row => row.Cause == cause) is { } open)
        {
            return open;
        }

        var row = await store.FindAsync(cause, cancel) ?? new RaisedAlarm(cause);
        rows.Add(row);
        return row;
    }

    private static bool IsOver(RaisedAlarm row, string source, IReadOnlyList<Alarm> present, DateTimeOffset now) =>
        IsOf(row, source) ? present.All(alarm => alarm.Cause != row.Cause) : (IsOf(row, ClockAlarm.Source) || IsOf(row, RulesAlarm.Source)) && now - row.SeenAt > Forgotten;

    private static bool IsOf(RaisedAlarm row, string source) =>
        row.Cause == source || row.Cause.StartsWith($"{source}/", StringComparison.Ordinal);

    private async Task TellAsync(IEnumerable<RaisedAlarm> rows, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var row in rows)
        {
            if ((row.ResolvedAt is null || row.IsEvent) && row.Advance(now))
            {
                // In the log as well, whether there is a channel, and whether Slack takes it, or not.
                if (row.IsEvent)
                {
                    Log.Happened(logger, row.Cause, row.Title);
                }
                else
                {
                    Log.Raised(logger, row.Cause, row.Count, row.Since, row.Title);
                }
            }

            await store.SaveAsync(row, cancel);
            await bell.RingAsync(row, cancel);
        }
    }

    /// <summary>Has the messages of requests that nobody tries to end say that they are overdue; those that are tried say so by themselves.</summary>
    private async Task SayUntriedAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var id in await overdue.UntriedAsync(now, now - SaidAgain, MostSaid, cancel))
        {
            if (await requests.ChangeAsync(id, request => Task.FromResult(request.NoteOverdue(clock.GetUtcNow())), cancel))
            {
                queue.Nudge(Errand.Announce, id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Alarm {Cause}: {Title}; {Count} since {Since:u}")]
        public static partial void Raised(ILogger logger, string cause, int count, DateTimeOffset since, string title);

        [LoggerMessage(LogLevel.Warning, "Alarm {Cause}: {Title}")]
        public static partial void Happened(ILogger logger, string cause, string title);

        [LoggerMessage(LogLevel.Information, "Alarm {Cause} of {Since:u} is over: {Title}")]
        public static partial void Over(ILogger logger, string cause, DateTimeOffset since, string title);
    }
}
