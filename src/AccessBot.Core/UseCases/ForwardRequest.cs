using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Brings a request that nobody decides to the next step of its flow, and has approvers reminded until then.</summary>
/// <remarks>
/// What can be delivered in no step is brought to operators, in the channel where they are alarmed: they know whom to tell.
/// Steps are those of the rules of this moment. While they don't have the flow, a request stays where it is: it may come back, and
/// the request's own time closes it if not.
/// </remarks>
public sealed partial class ForwardRequest(
    RulesInForce rules, IRequestStore store, IJobQueue queue, StepSearch steps, RuleMatters matters, IAlarmBell bell, RaiseAlarms alarms, TimeProvider clock, ILogger<ForwardRequest> logger)
{
    /// <summary>For how long it is nothing new that a place takes no messages.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromDays(1);

    /// <summary>Looks at the request and does what is due; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is { State: RequestState.Requested, StepDueAt: { } due }
            && !queue.IsEarly(Errand.Forward, id, due, clock.GetUtcNow()))
        {
            Follow(id, await store.ChangeAsync(id, row => DoAsync(row, cancel), cancel));
        }
    }

    /// <summary>
    /// Writes down that one of its messages can't be delivered. If that was the last of its step's, it is brought to the next one in the
    /// same save. Operators are told of what they have to mend.
    /// </summary>
    /// <param name="id">The request.</param>
    /// <param name="notice">The message.</param>
    /// <param name="problem">Slack's code, or the like, for people to read.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task UndeliverableAsync(RequestId id, Notice notice, string problem, CancellationToken cancel)
    {
        var (done, alarm) = await store.ChangeAsync(id, async row =>
        {
            var (waits, step, places) = (row.State == RequestState.Requested, row.Step, row.NoticesOf(row.Step).Count());
            row.RecordUndeliverable(notice, problem, clock.GetUtcNow());
            var done = row.IsStepLost ? await DoAsync(row, cancel) : Due(row, hasChanged: true);
            var wasLast = waits && (row.State == RequestState.Lapsed || (row.Step == step && row.NoticesOf(step).Count() > places));
            return (done, DeliveryAlarm.Of(row, notice, problem, wasLast, clock.GetUtcNow()));
        }, cancel);
        Follow(id, done);
        if (alarm is not null)
        {
            await alarms.TellAsync(alarm, cancel, Known);
        }
    }

    private static (bool HasChanged, DateTimeOffset? DueAt) Due(Request row, bool hasChanged) => (hasChanged, row.StepDueAt);

    private async Task<(bool HasChanged, DateTimeOffset? DueAt)> DoAsync(Request row, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.FindFlow(row.Flow) is not { } flow)
        {
            return (false, null);
        }

        if (!row.IsStepOver(clock.GetUtcNow()))
        {
            return Due(row, row.Remind(flow.Notify.ElementAtOrDefault(row.Step)?.RemindEvery, clock.GetUtcNow()));
        }

        var next = await steps.NextAsync(
            row.Step + 1, flow, inForce, row.Requester, row.OneLoginUser, row.CommandChannel, matters.AboutRequest(inForce, row, cancel), cancel);
        if (next is Announcement.UsedUp && bell.Channel is { } channel && row.Fallback(channel) is { } fallback)
        {
            next = fallback with { PassedOver = next.PassedOver };
        }

        var hasMoved = row.MoveOn(next, clock.GetUtcNow());
        if (hasMoved)
        {
            Log.Moved(logger, row.Id, row.State, row.Step + 1);
        }

        return Due(row, hasMoved);
    }

    private void Follow(RequestId id, (bool HasChanged, DateTimeOffset? DueAt) done)
    {
        if (done.HasChanged)
        {
            queue.Nudge(Errand.Announce, id);
        }

        if (done.DueAt is { } due)
        {
            queue.NudgeAt(Errand.Forward, id, due);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Nobody decided request {Request} in its step: it is {State}, at step {Step}")]
        public static partial void Moved(ILogger logger, RequestId request, RequestState state, int step);
    }
}
