using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

public sealed partial class Request
{
    /// <summary>How long the nudge that goes with a change is waited for before the reconcile pass sends another.</summary>
    public static readonly TimeSpan NudgeGrace = TimeSpan.FromSeconds(15);

    /// <summary>A new request that the rules allow: it waits for its approvers or, where a rule approves at once or it is an emergency, for nobody.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="submissionKey">Names the submission.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="flow">In which flow.</param>
    /// <param name="target">For what.</param>
    /// <param name="wish">All that is asked for.</param>
    /// <param name="ruling">What the rules say to it.</param>
    /// <param name="by">Who asks, for the audit trail.</param>
    /// <param name="now">The time.</param>
    /// <param name="first">Where it is announced at first; left out, in the flow's first step, which then must be a place that needs no looking for.</param>
    /// <param name="commandChannel">The channel where the command was typed; null if that is not known.</param>
    public static Request Submit(RequestId id, string submissionKey, Person person, Flow flow, Target target, Wish wish,
        Ruling ruling, Actor by, DateTimeOffset now, Announcement? first = null, string? commandChannel = null) =>
        Make(id, submissionKey, person.SlackUser, person.OneLoginUser, flow, target, wish, ruling, by, now, first, commandChannel);

    /// <summary>As <see cref="Submit"/>, in a flow without targets: for an approval and nothing else, and closed when it has that.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="submissionKey">Names the submission.</param>
    /// <param name="requester">Who asks, in Slack.</param>
    /// <param name="oneLoginUser">Who asks, in OneLogin; null if that is not known.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="ruling">What the rules say of it.</param>
    /// <param name="by">Who asks, for the audit trail.</param>
    /// <param name="now">The time.</param>
    /// <param name="first">As of <see cref="Submit"/>.</param>
    /// <param name="commandChannel">As of <see cref="Submit"/>.</param>
    public static Request SubmitApprovalOnly(RequestId id, string submissionKey, SlackUserId requester, long? oneLoginUser, Flow flow, Wish wish,
        Ruling ruling, Actor by, DateTimeOffset now, Announcement? first = null, string? commandChannel = null) => flow.IsApprovalOnly
        ? Make(id, submissionKey, requester, oneLoginUser ?? NoOneLoginUser, flow, target: null, wish, ruling, by, now, first, commandChannel)
        : throw new ArgumentException("A flow with targets gives one of them.", nameof(flow));

    private static Request Make(RequestId id, string submissionKey, SlackUserId requester, long oneLoginUser, Flow flow, Target? target, Wish wish,
        Ruling ruling, Actor by, DateTimeOffset now, Announcement? first, string? commandChannel, (Request Granted, TimeSpan By)? more = null)
    {
        if (ruling is not (Ruling.NeedsApproval or Ruling.Approved { Rule: not null } or Ruling.Approved { BreakGlass: true }) && more is null)
        {
            throw new ArgumentException("Nothing is made of what the rules refuse, and nobody has voted on what isn't made.", nameof(ruling));
        }

        var request = new Request
        {
            Id = id,
            SubmissionKey = submissionKey,
            Flow = flow.Key,
            FlowLabel = flow.Label,
            Target = target?.Key ?? "",
            TargetLabel = target?.Label ?? flow.Label,
            Role = target?.OneLoginRole ?? NoRole,
            Privilege = target is null ? default : wish.Privilege ?? target.Privilege ?? throw new ArgumentException("It isn't said as what in the role.", nameof(wish)),
            Requester = requester,
            RequesterName = by.Name,
            OneLoginUser = oneLoginUser,
            Duration = wish.Duration,
            Reason = wish.Reason,
            BreakGlass = wish.BreakGlass,
            UnreviewedSince = wish.BreakGlass ? now : null,
            Fields = wish.Fields,
            FieldLabels = FieldNotes.Of(flow, wish),
            State = RequestState.Requested,
            RequestedAt = now,
            LapsesAt = (wish.Until ?? more?.Granted.EndsAt) is { } until && until < now + flow.LapseAfter ? until : now + flow.LapseAfter,
        };
        request.Count(ruling);
        request.CommandChannel = commandChannel;
        if (more is var (granted, length))
        {
            (request.Extends, request.ExtendsBy) = (granted.Id, length);
            (request.Target, request.TargetLabel, request.Privilege) = (granted.Target, granted.TargetLabel, granted.Privilege);
        }

        if (!request.IsSilent)
        {
            request.Begin(first ?? Announcement.OfFirst(flow), now);
            request.notices.Add(new Notice(NoticeKind.Requester, requester.Value, step: 0, number: 0, now));
        }

        request.Append(AuditAction.Submitted, by, null, now,
        [
            ("flow", flow.Key), ("target", target?.Key), ("membership", request.Membership?.ToString()),
            ("extends", request.Extends?.ToString()), ("by", more?.By.ToString()),
            ("duration", wish.Duration?.ToString()), ("until", wish.Until is { } end ? $"{end:O}" : null),
            ("lessenedBy", wish.LessenedBy), ("reason", wish.Reason), ("breakGlass", wish.BreakGlass ? "True" : null),
            ("lapsesAt", $"{request.LapsesAt:O}"), first is null ? ("passedOver", null) : PassedOver(first),
            .. wish.Fields.Select(field => ($"field.{field.Key}", (string?)field.Value)),
        ]);
        if (ruling is Ruling.Approved { Rule: { } rule })
        {
            (request.AutoRule, request.ApprovedBecause) = (rule.Name, rule.Because);
            request.BeApproved(Actor.Job, now, ("rule", rule.Name), ("because", rule.Because));
        }
        else if (ruling is Ruling.Approved)
        {
            request.BeApproved(Actor.Job, now, more is null ? ("breakGlass", "True") : ("rule", "allowExtend"));
        }

        return request;
    }

    /// <summary>
    /// Why this person can't decide any more; null if they can. A denial is heard until OneLogin has confirmed the grant; of an approval
    /// only or of more time, until that is given.
    /// </summary>
    public Refusal? WhyUndecidable(SlackUserId approver, bool approves, DateTimeOffset now)
    {
        if (State == RequestState.Approved && !approves && !IsClosed)
        {
            return null;
        }

        if (State != RequestState.Requested)
        {
            return decisions.Any(d => d.Approver == approver && d.Approves) && State is RequestState.Approved or RequestState.Granted
                ? Refusals.AlreadyVoted()
                : WhoDecided();
        }

        return now >= LapsesAt ? Refusals.Lapsed() : null;
    }

    /// <summary>Counts an approval that the rules allow, and approves the request when their ruling says that it is enough.</summary>
    /// <param name="by">The approver.</param>
    /// <param name="ruling">The ruling with this approval among the votes.</param>
    /// <param name="now">The time.</param>
    /// <param name="terms">For how long they approve it, and why; null for all of it, without a word.</param>
    public Refusal? Approve(Actor by, Ruling ruling, DateTimeOffset now, Terms? terms = null)
    {
        terms ??= Terms.Plain;
        var approver = by.Person ?? throw new ArgumentException("Only a person approves.", nameof(by));
        if (WhyUndecidable(approver, approves: true, now) is { } refusal)
        {
            return refusal;
        }

        if (ruling is Ruling.Refused refused)
        {
            return refused.Why[0];
        }

        if (decisions.Any(d => d.Approver == approver && d.Approves) && ruling is not Ruling.Approved)
        {
            return Refusals.AlreadyVoted();
        }

        if (terms.Duration is { } less && !IsLess(less, now))
        {
            return Refusals.NotLess(Duration);
        }

        Decide(approver, by.Name, approves: true, terms, now);
        ApprovedFor = terms.Duration < (ApprovedFor ?? TimeSpan.MaxValue) ? terms.Duration : ApprovedFor;
        Count(ruling);
        Append(AuditAction.Voted, by, State, now,
            ("approvals", $"{ApprovalsHave} of {ApprovalsNeed}"), ("duration", terms.Duration?.ToString()),
            ("asked", terms.Duration is null ? null : Duration?.ToString()), ("message", terms.Message));
        if (ruling is Ruling.Approved)
        {
            BeApproved(by, now, ("duration", ApprovedFor?.ToString()), ("asked", ApprovedFor is null ? null : Duration?.ToString()));
        }

        return null;
    }

    /// <summary>
    /// One approver's no ends the request, whatever approvals it has, for as long as nothing is granted. What OneLogin was told
    /// meanwhile may have been done: it is taken back, and counts as ended only when OneLogin confirms that.
    /// </summary>
    /// <param name="by">The approver.</param>
    /// <param name="now">The time.</param>
    /// <param name="message">Why, for people to read; null for nothing.</param>
    public Refusal? Deny(Actor by, DateTimeOffset now, string? message = null)
    {
        var approver = by.Person ?? throw new ArgumentException("Only a person denies.", nameof(by));
        if (WhyUndecidable(approver, approves: false, now) is { } refusal)
        {
            return refusal;
        }

        Decide(approver, by.Name, approves: false, new Terms(Message: message), now);
        if (GrantStartedAt is null)
        {
            ClosedAt = now;
            Quiet();
            Fire(RequestTrigger.Deny, AuditAction.Denied, by, now, ("message", message));
        }
        else
        {
            StartEnd(EndKind.Revoked, now);
            (EndedBy, EndedByName) = (by.Person, by.Name);
            Fire(RequestTrigger.Revoke, AuditAction.Denied, by, now, ("planned", EndsAt is { } end ? $"{end:O}" : null), ("message", message));
        }

        return null;
    }

    /// <summary>A rule in C# denies the request when somebody approves it; false if there is nothing left to decide.</summary>
    /// <param name="rule">Its class.</param>
    /// <param name="because">Why, for people to read: a sentence.</param>
    /// <param name="now">The time.</param>
    public bool DenyByRule(string rule, string because, DateTimeOffset now)
    {
        if (!Can(RequestTrigger.Deny) || GrantStartedAt is not null)
        {
            return false;
        }

        (ClosedAt, EndedByName) = (now, $"the rule {rule}");
        Quiet();
        Problem = because;
        Fire(RequestTrigger.Deny, AuditAction.Denied, Actor.Job, now, ("rule", rule), ("because", because));
        return true;
    }

    /// <summary>The requester withdraws the request while nobody has decided.</summary>
    public Refusal? Cancel(Actor by, DateTimeOffset now)
    {
        if (by.Person != Requester)
        {
            return Refusals.NotYourRequest();
        }

        if (!Can(RequestTrigger.Cancel))
        {
            return WhoDecided();
        }

        (ClosedAt, EndedBy, EndedByName) = (now, by.Person, by.Name);
        Fire(RequestTrigger.Cancel, AuditAction.Cancelled, by, now);
        return null;
    }

    /// <summary>Closes the request if its time to be decided is over; false if it isn't, or it was decided.</summary>
    public bool Lapse(DateTimeOffset now)
    {
        if (!Can(RequestTrigger.Lapse) || now < LapsesAt)
        {
            return false;
        }

        ClosedAt = now;
        Fire(RequestTrigger.Lapse, AuditAction.Lapsed, Actor.Job, now, ("planned", $"{LapsesAt:O}"));
        return true;
    }

    private Refusal WhoDecided() => (State, decisions.Find(d => !d.Approves)) switch
    {
        (RequestState.Cancelled, _) => Refusals.AlreadyDecided(State, RequesterName),
        (RequestState.Lapsed, _) => Refusals.AlreadyDecided(State),
        (_, { } no) => Refusals.AlreadyDecided(RequestState.Denied, no.Name),
        (RequestState.Denied, _) => Refusals.AlreadyDecided(State, EndedByName),
        _ when BreakGlass => Refusals.AlreadyDecided(State, "its requester, as an emergency"),
        _ when ApprovedBecause is not null => Refusals.AlreadyDecided(State, "the access rules"),
        _ => Refusals.AlreadyDecided(State, string.Join(" and ", decisions.Where(d => d.Approves).Select(d => d.Name))),
    };

    /// <summary>Whether that is a time, and less than what was asked for. Access that ends by hand only has no time to be less than.</summary>
    private bool IsLess(TimeSpan duration, DateTimeOffset now) =>
        duration > TimeSpan.Zero && duration < (Until is { } until ? until - now : Duration ?? TimeSpan.Zero);

    private void Decide(SlackUserId approver, string name, bool approves, Terms terms, DateTimeOffset now)
    {
        if (decisions.Find(d => d.Approver == approver) is { } earlier)
        {
            earlier.ChangeTo(approves, terms, now);
        }
        else
        {
            decisions.Add(new Decision(approver, name, approves, terms, now));
        }
    }

    private void BeApproved(Actor by, DateTimeOffset now, params (string Key, string? Value)[] detail)
    {
        ApprovedAt = now;
        NextAttemptAt = Role == NoRole ? null : now + NudgeGrace;
        ClosedAt = Role == NoRole ? now : null;
        Fire(RequestTrigger.Approve, AuditAction.Approved, by, now, detail);
    }

    private void Count(Ruling ruling)
    {
        if (ruling is Ruling.NeedsApproval open)
        {
            (ApprovalsHave, ApprovalsNeed) = (open.Lines.Sum(l => l.Have), open.Lines.Sum(l => l.Line.Count));
            foreach (var decision in decisions)
            {
                decision.CountFor(open.Lines.Index().Where(line => line.Item.By.Contains(decision.Approver)).Select(line => (int?)line.Index).FirstOrDefault());
            }
        }
        else
        {
            ApprovalsHave = ApprovalsNeed;
        }
    }
}
