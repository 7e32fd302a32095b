using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

/// <summary>
/// One person asking for one target for one duration, from the question to the confirmed end: the row that is the truth.
/// Each verb guards, moves the state and appends one audit entry; it takes the time and never asks a clock.
/// </summary>
/// <remarks>
/// The verbs are in <c>Request.Deciding.cs</c>, <c>Request.Announcing.cs</c>, <c>Request.Granting.cs</c>, <c>Request.Stopping.cs</c> and
/// <c>Request.Reviewing.cs</c>, more time in <c>Request.Extending.cs</c>, what rules in C# are told in <c>Request.Telling.cs</c>; what a row
/// holds is here.
/// Where the flow has no targets people are asked for an approval and nothing else (<see cref="IsApprovalOnly"/>): such a request has no
/// <see cref="Membership"/>, is closed when it is approved, and nothing can give, take, keep or block access because of it.
/// </remarks>
public sealed partial class Request
{
    /// <summary>
    /// The <see cref="Role"/> of a request for an approval only. OneLogin's ids begin at 1, so that no question about a role finds it.
    /// </summary>
    /// <remarks>Not null: SQLite makes a column nullable only by building the whole table anew, outside of any transaction.</remarks>
    public const long NoRole = 0;

    /// <summary>The <see cref="OneLoginUser"/> of somebody of whom none is known, which only an approval can be asked for without.</summary>
    public const long NoOneLoginUser = 0;

    private readonly List<Decision> decisions = [];
    private readonly List<Notice> notices = [];
    private readonly List<AuditEntry> news = [];

    private Request() { }

    /// <summary>The id that Slack's buttons carry.</summary>
    public RequestId Id { get; private set; }

    /// <summary>Names the Slack submission that made it, so that a repeated delivery makes no second one.</summary>
    public string SubmissionKey { get; private set; } = "";

    /// <summary>The flow's key in the access rules.</summary>
    public string Flow { get; private set; } = "";

    /// <summary>The flow's name when it was asked for.</summary>
    public string FlowLabel { get; private set; } = "";

    /// <summary>The target's key in the access rules; empty for an approval only.</summary>
    public string Target { get; private set; } = "";

    /// <summary>The target's name when it was asked for; for an approval only, the flow's: what stands in lists of many.</summary>
    public string TargetLabel { get; private set; } = "";

    /// <summary>The OneLogin role id; <see cref="NoRole"/> for an approval only.</summary>
    public long Role { get; private set; }

    /// <summary>Member or admin of the role; means nothing for an approval only.</summary>
    public Privilege Privilege { get; private set; }

    /// <summary>Who asks, in Slack.</summary>
    public SlackUserId Requester { get; private set; }

    /// <summary>What they were called when they asked; text from outside.</summary>
    public string RequesterName { get; private set; } = "";

    /// <summary>Who asks, in OneLogin; <see cref="NoOneLoginUser"/> if that is not known, and only an approval is asked for.</summary>
    public long OneLoginUser { get; private set; }

    /// <summary>
    /// How long, from the confirmed grant; null if it ends by hand only, and for an approval only. Of one with <see cref="Until"/>, how
    /// far away that was when it was asked for.
    /// </summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>Why, whole and as written; text from outside.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The flow's fields by name, as <see cref="FieldValues"/> writes them, hidden ones included; text from outside.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the flow's fields were called for people when it was asked for, and more about them: see <see cref="FieldNotes"/>.</summary>
    public IReadOnlyDictionary<string, string> FieldLabels { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where it is in its life.</summary>
    public RequestState State { get; private set; }

    /// <summary>Grows with every change; guards against two changes at once, on every database.</summary>
    public int Version { get; private set; }

    /// <summary>How many approvals count so far.</summary>
    public int ApprovalsHave { get; private set; }

    /// <summary>How many approvals it takes in all.</summary>
    public int ApprovalsNeed { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>When it closes if nobody has decided.</summary>
    public DateTimeOffset LapsesAt { get; private set; }

    /// <summary>
    /// The index of the step of its flow's <c>notify</c> that it has reached; -1 while it could not be told yet whom to announce it to.
    /// Requests that are older than steps have reached the first.
    /// </summary>
    public int Step { get; private set; }

    /// <summary>Since when; null for requests that are older than steps, and at -1.</summary>
    public DateTimeOffset? StepSince { get; private set; }

    /// <summary>When that step is over if nobody has decided; null if only <see cref="LapsesAt"/> limits it, or somebody has.</summary>
    public DateTimeOffset? StepEndsAt { get; private set; }

    /// <summary>When there is something to do for that step: to remind, or to move on. Null if there isn't.</summary>
    public DateTimeOffset? StepDueAt { get; private set; }

    /// <summary>How often approvers were reminded in that step.</summary>
    public int Reminders { get; private set; }

    /// <summary>The channel where the command was typed; null if that is not known.</summary>
    public string? CommandChannel { get; private set; }

    /// <summary>When its approvers' conditions were met.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>The rule that approved it at once, by its name; null if people decide.</summary>
    public string? AutoRule { get; private set; }

    /// <summary>Why that rule approved it, for people to read; text of the access rules at that time. Null if people decide.</summary>
    public string? ApprovedBecause { get; private set; }

    /// <summary>
    /// For how long, from the confirmed grant, it is approved, where an approver gave less than what was asked for: the least of them.
    /// Null where none did.
    /// </summary>
    public TimeSpan? ApprovedFor { get; private set; }

    /// <summary>Whether it was an emergency, approved at once without its approvers.</summary>
    public bool BreakGlass { get; private set; }

    /// <summary>Since when such an emergency waits to be reviewed; null if it was, or was none.</summary>
    public DateTimeOffset? UnreviewedSince { get; private set; }

    /// <summary>When somebody marked it as reviewed.</summary>
    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>Who did.</summary>
    public SlackUserId? ReviewedBy { get; private set; }

    /// <summary>What they were called then; text from outside.</summary>
    public string? ReviewedByName { get; private set; }

    /// <summary>When OneLogin may first have been told to add; null means that it never was.</summary>
    public DateTimeOffset? GrantStartedAt { get; private set; }

    /// <summary>When OneLogin confirmed the membership.</summary>
    public DateTimeOffset? GrantedAt { get; private set; }

    /// <summary>
    /// When the access must end. Written before OneLogin is first called, and moved by the confirmed grant, since the duration runs from
    /// there, and by each extension; null before that, and for a confirmed grant that ends by hand only.
    /// </summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>When somebody ended it, its time was over, or it was given up.</summary>
    public DateTimeOffset? EndDueAt { get; private set; }

    /// <summary>When it reached its last state.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why it ends; null while it doesn't.</summary>
    public EndKind? End { get; private set; }

    /// <summary>Who ended it early, withdrew it, or stopped it; null if nobody did, or an operator on the command line.</summary>
    public SlackUserId? EndedBy { get; private set; }

    /// <summary>What they were called then; text from outside. Null if nobody ended it.</summary>
    public string? EndedByName { get; private set; }

    /// <summary>Whether the membership was there before AccessBot first wrote it, and is not AccessBot's to take; null until that was looked at.</summary>
    public bool? HadRoleBefore { get; private set; }

    /// <summary>Whether the role stayed at the end; null until the end is confirmed.</summary>
    public RoleKept? RoleKept { get; private set; }

    /// <summary>How often OneLogin has failed in a row for what is to be done now.</summary>
    public int Attempts { get; private set; }

    /// <summary>When what is to be done now is tried again, unless a nudge comes first.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Until when an add that had no answer may still be carried out; null if there is none that is known of.</summary>
    public DateTimeOffset? LooksAgainAt { get; private set; }

    /// <summary>What went wrong last, for people to read; null if nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>What kind of trouble that was; null if there was none.</summary>
    public Trouble? Trouble { get; private set; }

    /// <summary>When it was last found to be active past its end; null if it wasn't.</summary>
    public DateTimeOffset? OverdueAsOf { get; private set; }

    /// <summary>Since when Slack may show less than the row says; null if it shows all of it.</summary>
    public DateTimeOffset? UnannouncedSince { get; private set; }

    /// <summary>How many audit entries its stream has.</summary>
    public int AuditCount { get; private set; }

    /// <summary>The hash of the last of them.</summary>
    public string AuditHead { get; private set; } = "";

    /// <summary>Who decided what.</summary>
    public IReadOnlyList<Decision> Decisions => decisions;

    /// <summary>The messages that show it.</summary>
    public IReadOnlyList<Notice> Notices => notices;

    /// <summary>Whether people are asked for an approval and nothing else: nothing is given, and so nothing ends.</summary>
    public bool IsApprovalOnly => Role == NoRole && !IsExtension;

    /// <summary>What is given and taken; null for an approval only and for a request for more time, which give nothing.</summary>
    public Membership? Membership => Role == NoRole ? null : new(OneLoginUser, Role, Privilege);

    /// <summary>When the access has to end, or had to: as planned, or earlier if somebody ended it; null while it has no end.</summary>
    public DateTimeOffset? DueEnd => EndDueAt is null || EndsAt < EndDueAt ? EndsAt : EndDueAt;

    /// <summary>What the requester filled in beside the reason, for people to read, in the form's order.</summary>
    public IReadOnlyList<Answer> Answers => [.. FieldNotes.Answers(FieldLabels, Fields)];

    /// <summary>When the access ends, if that was asked for instead of a duration; it ends then, however late it is granted.</summary>
    public DateTimeOffset? Until => FieldNotes.Until(FieldLabels);

    /// <summary>What was asked for.</summary>
    public Wish Wish => new(Flow, Target, Duration, Reason, Fields)
    {
        Privilege = IsApprovalOnly ? null : Privilege,
        Until = Until,
        BreakGlass = BreakGlass,
        LessenedBy = FieldNotes.LessenedBy(FieldLabels),
        Extends = Extends,
    };

    /// <summary>More time of what this row has granted, for the rules to judge.</summary>
    /// <param name="all">How long it is to last in all.</param>
    /// <param name="reason">Why; null for the reason that it was asked for with.</param>
    /// <param name="mustBeApproved">Whether people have to approve it, whatever the flow says.</param>
    public Wish WishForMore(TimeSpan all, string? reason, bool mustBeApproved) => Wish with
    {
        Duration = all,
        Until = null,
        BreakGlass = false,
        LessenedBy = null,
        Reason = reason ?? Reason,
        Extends = Id,
        MustBeApproved = mustBeApproved,
    };

    /// <summary>What was asked for, for the rules to judge again: an end that was picked is nearer by now.</summary>
    public Wish WishAt(DateTimeOffset now) => Until is { } until ? Wish with { Duration = until - now } : Wish;

    /// <summary>Whether nothing can happen to it any more.</summary>
    public bool IsClosed => ClosedAt is not null;

    /// <summary>Whether OneLogin must hold its membership at this time because of it.</summary>
    public bool IsLive(DateTimeOffset now) =>
        (State == RequestState.Granted || (State == RequestState.Approved && GrantStartedAt is not null))
        && (EndsAt is null || EndsAt > now);

    /// <summary>Whether OneLogin may hold its membership because of it: told to add, and no end confirmed.</summary>
    public bool MayHold => GrantStartedAt is not null && !IsClosed;

    /// <summary>Audit entries since it was read, for the store to save with it.</summary>
    public IReadOnlyList<AuditEntry> News => news;

    /// <summary>Writes down that somebody was refused; nothing else changes.</summary>
    public void RecordRefusal(Actor by, Refusal refusal, DateTimeOffset now) =>
        Append(AuditAction.Refused, by, State, now, ("code", refusal.Code.ToString()));

    /// <summary>Writes down that a notice can't be delivered, so that the other notices can say so.</summary>
    public void RecordUndeliverable(Notice notice, string problem, DateTimeOffset now)
    {
        Append(AuditAction.NoticeFailed, Actor.Job, State, now, ("notice", notice.Kind.ToString()), ("address", notice.Address), ("problem", problem));
        var lost = notices.Single(own => own.Is(notice));
        if (problem != Notice.NotTaken)
        {
            lost.Undeliverable(problem);
            return;
        }

        lost.GiveUp(Version, now);
        notices.ForEach(other => other.StayGivenUp(Version));
    }

    // An approval only is closed in a state that the table leads on from.
    private bool Can(RequestTrigger trigger) => !IsClosed && Lifecycle.At(() => State, static _ => { }).CanFire(trigger);

    private void Fire(RequestTrigger trigger, AuditAction action, Actor by, DateTimeOffset now, params (string Key, string? Value)[] detail)
    {
        var before = State;
        Lifecycle.At(() => State, next => State = next).Fire(trigger);
        (StepEndsAt, StepDueAt) = (null, null); // Every trigger leads out of Requested, or comes later.
        Append(action, by, before, now, detail);
    }

    private void Append(AuditAction action, Actor by, RequestState? before, DateTimeOffset now, params (string Key, string? Value)[] detail)
    {
        var entry = AuditEntry.Next(Id.ToString(), AuditCount, AuditHead, now, action, by, before?.ToString(), State.ToString(),
            detail.Select(d => KeyValuePair.Create(d.Key, d.Value)));
        news.Add(entry);
        (AuditCount, AuditHead) = (entry.Number, entry.Hash);
        UnannouncedSince ??= IsSilent ? null : now;
        Version++;
    }
}
