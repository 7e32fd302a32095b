using AccessBot.Core.Audit;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

public sealed partial class Request
{
    /// <summary>How long it takes to look again whom a step means, when that could not be told.</summary>
    private static readonly TimeSpan UntilLookedAgain = TimeSpan.FromSeconds(30);

    /// <summary>The messages of a step.</summary>
    public IEnumerable<Notice> NoticesOf(int step) => notices.Where(notice => notice.IsForApprovers && notice.Step == step);

    /// <summary>Whether none of the messages of the step that it has reached can be delivered.</summary>
    public bool IsStepLost => Step >= 0 && NoticesOf(Step).All(notice => notice.Problem is not null);

    /// <summary>Whether it has to be brought to the next step: the time of this one is over, or there is nothing to wait for in it.</summary>
    public bool IsStepOver(DateTimeOffset now) =>
        State == RequestState.Requested && now < LapsesAt && (Step < 0 || IsStepLost || StepEndsAt <= now);

    /// <summary>
    /// Where it is announced when none of the messages of its step can be delivered and there is no further step: in a channel beside the
    /// rules', as part of the same step. Null if that is among what could not be delivered.
    /// </summary>
    public Announcement.Found? Fallback(string channel) => IsStepLost && !NoticesOf(Step).Any(notice => notice.Address == channel)
        ? new Announcement.Found(Step, NotifyStep.InChannel(channel), [new Addressee(NoticeKind.Approvers, channel)])
        : null;

    /// <summary>
    /// Brings it to the next step, or closes it if there is none, if the present one is over. What was announced before stays, and whoever
    /// could decide still can.
    /// </summary>
    /// <param name="next">Where it is brought.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it has moved.</returns>
    public bool MoveOn(Announcement next, DateTimeOffset now)
    {
        if (!IsStepOver(now))
        {
            return false;
        }

        (string, string?)[] why = [("because", Step < 0 ? null : IsStepLost ? "undeliverable" : "timeout"), PassedOver(next)];
        switch (next)
        {
            case Announcement.Found found:
                Begin(found, now);
                Append(AuditAction.Forwarded, Actor.Job, State, now,
                    [("step", $"{Step + 1}"), ("to", string.Join(' ', found.To.Select(to => $"{to.Kind}:{to.Address}"))), .. why]);
                return true;
            case Announcement.UsedUp:
                ClosedAt = now;
                Fire(RequestTrigger.Lapse, AuditAction.Lapsed, Actor.Job, now, [("planned", $"{LapsesAt:O}"), .. why]);
                return true;
            default:
                // No step is lost by that: it is looked again.
                StepDueAt = now + UntilLookedAgain;
                return false;
        }
    }

    /// <summary>Has approvers reminded, if it is time for that.</summary>
    /// <param name="every">How often the rules have them reminded in this step; null if they don't.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether there is a reminder to be made.</returns>
    public bool Remind(TimeSpan? every, DateTimeOffset now)
    {
        if (State != RequestState.Requested || !(StepDueAt <= now) || IsStepOver(now) || now >= LapsesAt)
        {
            return false;
        }

        // What isn't there yet is news when it comes.
        var shown = every is null ? [] : NoticesOf(Step).Where(notice => notice is { Ts: not null, Problem: null, Kind: not NoticeKind.Webhook }).ToList();
        shown.ForEach(notice => notice.Remind());
        Reminders += shown.Count > 0 ? 1 : 0;
        StepDueAt = NextDue(every, now);
        if (shown.Count > 0)
        {
            Append(AuditAction.Reminded, Actor.Job, State, now, ("step", $"{Step + 1}"), ("number", $"{Reminders}"));
        }

        return shown.Count > 0;
    }

    private void Begin(Announcement first, DateTimeOffset now)
    {
        if (first is not Announcement.Found found)
        {
            (Step, StepDueAt) = (-1, now + UntilLookedAgain);
            return;
        }

        (Step, StepSince, Reminders) = (found.Index, now, 0);
        StepEndsAt = now + found.Step.Timeout;
        StepDueAt = NextDue(found.Step.RemindEvery, now);

        // None yet, unless it is brought elsewhere in the same step.
        var known = NoticesOf(Step).Count();
        notices.AddRange([.. found.To.Select((to, i) => new Notice(to.Kind, to.Address, Step, known + i, now))]);
    }

    private DateTimeOffset? NextDue(TimeSpan? every, DateTimeOffset now)
    {
        var reminder = Reminders < NotifyStep.MostReminders ? now + every : null;
        return reminder < StepEndsAt || StepEndsAt is null ? reminder : StepEndsAt;
    }

    private static (string, string?) PassedOver(Announcement next) =>
        ("passedOver", next.PassedOver.Count > 0 ? string.Join("; ", next.PassedOver) : null);
}
