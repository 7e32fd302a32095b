using AccessBot.Core.Audit;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

/// <content>
/// More time for what is granted. That is asked for by a request of its own, which has no role (so that no question about one finds it)
/// and names the grant; what it comes to is done to the grant, in the same save.
/// </content>
public sealed partial class Request
{
    /// <summary>The grant that it asks more time for; null for all other requests.</summary>
    public RequestId? Extends { get; private set; }

    /// <summary>How much more time it asks for, from the grant's end on; null for all other requests.</summary>
    public TimeSpan? ExtendsBy { get; private set; }

    /// <summary>How often its end was moved.</summary>
    public int Extensions { get; private set; }

    /// <summary>When its end was last moved; null if it never was.</summary>
    public DateTimeOffset? ExtendedAt { get; private set; }

    /// <summary>When the holder is to be reminded of the end; null if they need not be, or were.</summary>
    public DateTimeOffset? EndReminderAt { get; private set; }

    /// <summary>Whether it asks for more time for a grant, and for nothing else. Its <see cref="Duration"/> is then the whole of it, from the grant on.</summary>
    public bool IsExtension => Extends is not null;

    /// <summary>How long its access lasts in all, by the end that it has now; null while it isn't confirmed, or if it ends by hand only.</summary>
    public TimeSpan? GrantedFor => EndsAt - GrantedAt;

    /// <summary>
    /// A request for more time for a grant. Where the ruling approves it at once it is closed, and shown by the grant's own messages; the
    /// grant has to be extended in the same save.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="submissionKey">Names the submission.</param>
    /// <param name="granted">The grant, which <see cref="WhyNotExtend"/> lets be extended.</param>
    /// <param name="more">How much more.</param>
    /// <param name="flow">The grant's flow.</param>
    /// <param name="wish">What that comes to, for the rules.</param>
    /// <param name="ruling">What the rules say to it.</param>
    /// <param name="by">The holder, for the audit trail.</param>
    /// <param name="now">The time.</param>
    /// <param name="first">As of <see cref="Submit"/>; means nothing where it is approved at once.</param>
    public static Request AskForMore(RequestId id, string submissionKey, Request granted, TimeSpan more, Flow flow, Wish wish,
        Ruling ruling, Actor by, DateTimeOffset now, Announcement? first) =>
        Make(id, submissionKey, granted.Requester, granted.OneLoginUser, flow, target: null, wish, ruling, by, now, first, granted.CommandChannel, (granted, more));

    /// <summary>Whether no message shows it: more time that nobody was asked about is said by the grant's own. What shows nothing is never behind.</summary>
    private bool IsSilent => IsExtension && ApprovalsNeed == 0;

    /// <summary>Why its end can't be moved; null if it can.</summary>
    /// <param name="now">The time.</param>
    public Refusal? WhyNotExtend(DateTimeOffset now) => State switch
    {
        _ when IsExtension => Refusals.UnknownRequest(),
        RequestState.Granted when EndsAt is null => Refusals.NothingToExtend(),
        RequestState.Granted when now < EndsAt => null,
        RequestState.Granted or RequestState.Revoking => Refusals.TooLateToExtend(),
        RequestState.Requested => Refusals.NotGrantedYet(),
        RequestState.Approved when !IsClosed => Refusals.NotGrantedYet(),
        RequestState.Approved => Refusals.NothingToExtend(),
        _ => Refusals.EndedBeforeExtended(),
    };

    /// <summary>Moves the end of a grant, to a later time only. The access is not touched, and nothing ends in between.</summary>
    /// <param name="end">When it ends instead.</param>
    /// <param name="remindBefore">How long before its end the flow has holders reminded; null if it doesn't.</param>
    /// <param name="extension">The request that asked for it.</param>
    /// <param name="by">Who made it so: the last approver, or the holder.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null if it is moved, else why not.</returns>
    public Refusal? Extend(DateTimeOffset end, TimeSpan? remindBefore, RequestId extension, Actor by, DateTimeOffset now)
    {
        if (WhyNotExtend(now) is { } no)
        {
            return no;
        }

        if (end <= EndsAt)
        {
            return Refusals.NotMore();
        }

        var before = EndsAt;
        (EndsAt, Extensions, ExtendedAt) = (end, Extensions + 1, now);
        ArmReminder(remindBefore, now);
        Append(AuditAction.Extended, by, State, now, ("from", $"{before:O}"), ("endsAt", $"{end:O}"), ("request", extension.ToString()));
        return null;
    }

    /// <summary>
    /// When the grant ends by this request for more time: so much after the end that the grant has, or after its beginning where a rule in C#
    /// left less.
    /// </summary>
    /// <param name="granted">The grant.</param>
    public DateTimeOffset NewEndOf(Request granted) => ApprovedFor is { } all
        ? granted.GrantedAt!.Value + all
        : granted.EndsAt!.Value + (ExtendsBy ?? TimeSpan.Zero);

    /// <summary>Closes a request for more time of a grant that can't be extended any more.</summary>
    /// <returns>False if it isn't open, or is none.</returns>
    public bool LapseWithGrant(DateTimeOffset now)
    {
        if (!IsExtension || !Can(RequestTrigger.Lapse))
        {
            return false;
        }

        (ClosedAt, Problem) = (now, "The access ended before anybody decided on more time. Ask for new access if it is still needed.");
        Fire(RequestTrigger.Lapse, AuditAction.Lapsed, Actor.Job, now, ("planned", $"{LapsesAt:O}"), ("because", "ended"));
        return true;
    }

    /// <summary>Has the holder reminded of the end, if it is time for that. Once; not when it has ended, or is to be ended already.</summary>
    /// <returns>Whether there is a message to be made.</returns>
    public bool RemindOfEnd(DateTimeOffset now)
    {
        if (State != RequestState.Granted || !(EndReminderAt <= now))
        {
            return false;
        }

        EndReminderAt = null;
        if (now >= EndsAt)
        {
            return false;
        }

        notices.Add(Notice.OfEnd(Requester.Value, notices.Count(notice => notice.Kind == NoticeKind.Ending), now));
        Append(AuditAction.EndReminded, Actor.Job, State, now, ("endsAt", $"{EndsAt:O}"));
        return true;
    }

    /// <summary>None for access that is over too soon for it: a reminder comes in its second half, and in the future.</summary>
    private void ArmReminder(TimeSpan? before, DateTimeOffset now) =>
        EndReminderAt = before is { } time && GrantedFor >= 2 * time && EndsAt - time > now ? EndsAt - time : null;
}
