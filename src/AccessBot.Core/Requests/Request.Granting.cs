using AccessBot.Core.Audit;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

public sealed partial class Request
{
    /// <summary>Why a grant is given up at its end.</summary>
    internal const string NotConfirmedInTime = "OneLogin did not confirm it within the time that was asked for. Ask again if it is still needed.";

    /// <summary>How long a grant that ends by hand may stay unconfirmed; one with a duration has that long.</summary>
    private static readonly TimeSpan UnconfirmedAtMost = TimeSpan.FromHours(1);

    /// <summary>How long OneLogin may take to carry out a call whose answer nobody waits for any more. No bound is documented.</summary>
    private static readonly TimeSpan LateAddWithin = TimeSpan.FromMinutes(1);

    /// <summary>How soon one that may have been carried out late is looked for again.</summary>
    private static readonly TimeSpan SoonestLook = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Writes down the end, and what OneLogin held before, ahead of the first call that adds. Saved before that call is made:
    /// whatever happens afterwards, a row says when the access must end.
    /// </summary>
    /// <param name="hadRoleBefore">Whether OneLogin held the membership before AccessBot had anything to do with it.</param>
    /// <param name="now">The time.</param>
    /// <returns>False if the request isn't approved any more, or its unconfirmed time is over.</returns>
    public bool BeginGrant(bool hadRoleBefore, DateTimeOffset now)
    {
        if (!Can(RequestTrigger.ConfirmGrant) || EndsAt <= now || Until <= now)
        {
            return false;
        }

        if (GrantStartedAt is null)
        {
            GrantStartedAt = now;
            HadRoleBefore = hadRoleBefore;
            EndsAt = EndFrom(now) ?? now + UnconfirmedAtMost;
            Append(AuditAction.GrantStarted, Actor.Job, State, now,
                ("membership", Membership.ToString()), ("hadRoleBefore", $"{hadRoleBefore}"), ("endsAt", $"{EndsAt:O}"));
        }
        else
        {
            // An attempt before this one has no known outcome. Its call may still be carried out and, since calls are tried again, a
            // second time where OneLogin shows its effect already.
            LooksAgainAt = now + LateAddWithin;
        }

        return true;
    }

    /// <summary>
    /// OneLogin doesn't hold any more what the person had before, and is about to be told to add it: what AccessBot gives, it
    /// takes. Saved before that call is made, for every request that would leave the membership alone at its end.
    /// </summary>
    public void PriorRoleGone(DateTimeOffset now)
    {
        if (MayHold && HadRoleBefore == true)
        {
            HadRoleBefore = false;
            Append(AuditAction.PriorRoleGone, Actor.Job, State, now, ("membership", Membership.ToString()));
        }
    }

    /// <summary>OneLogin holds the membership: the duration that was approved runs from now. An end that was asked for as a time stays where it is, unless that comes sooner.</summary>
    /// <param name="requestId">OneLogin's id of the call that added it; null if none was needed.</param>
    /// <param name="now">The time.</param>
    /// <param name="mayComeAgain">Whether a try of that call had no answer, so that it may be carried out once more.</param>
    /// <param name="remindBefore">How long before its end the flow has holders reminded; null if it doesn't.</param>
    /// <returns>False if the request must end instead.</returns>
    public bool ConfirmGrant(string? requestId, DateTimeOffset now, bool mayComeAgain = false, TimeSpan? remindBefore = null)
    {
        if (GrantStartedAt is null || !Can(RequestTrigger.ConfirmGrant))
        {
            return false;
        }

        GrantedAt = now;
        EndsAt = EndFrom(now);
        ArmReminder(remindBefore, now);
        LooksAgainAt = mayComeAgain ? now + LateAddWithin : LooksAgainAt;
        Quiet();
        Fire(RequestTrigger.ConfirmGrant, AuditAction.Granted, Actor.Job, now,
            ("endsAt", EndsAt is { } end ? $"{end:O}" : "by hand"), ("xRequestId", requestId));
        return true;
    }

    /// <summary>It can't be granted. OneLogin is looked at before it counts as failed, since an unknown outcome may have been a success.</summary>
    /// <param name="why">For people to read.</param>
    /// <param name="now">The time.</param>
    /// <param name="refused">Whether OneLogin answered the one call there was with a clear no, so that it won't be carried out late.</param>
    /// <returns>False if there is nothing to give up.</returns>
    public bool GiveUp(string why, DateTimeOffset now, bool refused = false)
    {
        if (!Can(RequestTrigger.GiveUp))
        {
            return false;
        }

        var nothingIsLate = refused && Attempts == 0 && LooksAgainAt is null;
        StartEnd(EndKind.Failed, now);
        if (nothingIsLate)
        {
            LooksAgainAt = now;
        }

        Problem = why;
        Fire(RequestTrigger.GiveUp, AuditAction.GivenUp, Actor.Job, now, ("why", why));
        return true;
    }

    /// <summary>Gives up what OneLogin has not confirmed by the end that was written down for it: it may hold it all the same.</summary>
    /// <returns>False if that end has not come, or it is confirmed.</returns>
    public bool GiveUpAtEnd(DateTimeOffset now) =>
        EndsAt <= now && GiveUp(NotConfirmedInTime, now);

    /// <summary>Somebody who may ends the access now, whether OneLogin has confirmed it or not.</summary>
    public Refusal? Revoke(Actor by, DateTimeOffset now)
    {
        if (!Can(RequestTrigger.Revoke))
        {
            return State switch
            {
                RequestState.Approved => Refusals.NothingToEnd(),
                RequestState.Requested => Refusals.NotGrantedYet(),
                RequestState.Revoking => Refusals.AlreadyEnding(),
                _ => Refusals.AlreadyEnded(),
            };
        }

        StartEnd(EndKind.Revoked, now);
        (EndedBy, EndedByName) = (by.Person, by.Name);
        Fire(RequestTrigger.Revoke, AuditAction.EndDue, by, now, ("planned", EndsAt is { } end ? $"{end:O}" : null));
        return null;
    }

    /// <summary>Its end has come: never before <see cref="EndsAt"/>.</summary>
    /// <returns>False if it isn't due, or isn't granted.</returns>
    public bool Expire(DateTimeOffset now)
    {
        if (!Can(RequestTrigger.Expire) || EndsAt is not { } end || now < end)
        {
            return false;
        }

        StartEnd(EndKind.Expired, now);
        Fire(RequestTrigger.Expire, AuditAction.EndDue, Actor.Job, now, ("planned", $"{end:O}"));
        return true;
    }

    /// <summary>Somebody took the membership away in OneLogin while it was granted: it has ended, and is not given anew.</summary>
    /// <returns>False if it isn't granted.</returns>
    public bool FoundGone(DateTimeOffset now)
    {
        if (State != RequestState.Granted)
        {
            return false;
        }

        StartEnd(EndKind.Lost, now);
        Fire(RequestTrigger.Revoke, AuditAction.FoundGone, Actor.Job, now,
            ("membership", Membership.ToString()), ("planned", EndsAt is { } end ? $"{end:O}" : null));
        return true;
    }

    /// <summary>
    /// Whether OneLogin may still carry out an add that had no answer, as it does when it works on after its caller gave up:
    /// one that was never confirmed, or one before the confirmed one. It is then taken away again and again, at
    /// <see cref="NextAttemptAt"/>, and counts as ended a minute after the last that could be late; not sooner either where
    /// another grant gives the membership, since that may end before the add comes.
    /// </summary>
    public bool WaitsForLateAdd(DateTimeOffset now)
    {
        if (State != RequestState.Revoking || GrantStartedAt is null)
        {
            return false;
        }

        if (GrantedAt is null)
        {
            LooksAgainAt ??= now + LateAddWithin;
        }

        if (LooksAgainAt is not { } then || now >= then)
        {
            return false;
        }

        // The later an add, the less likely: the longer it was waited, the longer until the next look.
        var wait = (now - (then - LateAddWithin)) / 2;
        var next = now + (wait > SoonestLook ? wait : SoonestLook);
        (Attempts, NextAttemptAt) = (0, next < then ? next : then);
        Append(AuditAction.EndUnsure, Actor.Job, State, now, ("looksAgainAt", $"{NextAttemptAt:O}"), ("until", $"{then:O}"));
        return true;
    }

    /// <summary>OneLogin is as it should be: the access has ended.</summary>
    /// <param name="kept">Whether the role stayed, and why.</param>
    /// <param name="wasGone">Whether OneLogin did not hold the membership any more when it was to be taken away.</param>
    /// <param name="requestId">OneLogin's id of the call that took it away, if there was one.</param>
    /// <param name="now">The time.</param>
    /// <param name="sessions">What became of the person's OneLogin sessions, where the target has them ended; else null.</param>
    /// <returns>False if it isn't ending.</returns>
    public bool ConfirmEnd(RoleKept kept, bool wasGone, string? requestId, DateTimeOffset now, string? sessions = null)
    {
        if (State != RequestState.Revoking)
        {
            return false;
        }

        ClosedAt = now;
        RoleKept = kept;
        var why = Problem;
        Quiet();
        Problem = End == EndKind.Failed ? why : null;
        var trigger = End switch
        {
            EndKind.Expired => RequestTrigger.ConfirmExpired,
            EndKind.Revoked or EndKind.Lost => RequestTrigger.ConfirmRevoked,
            _ => RequestTrigger.ConfirmFailed,
        };
        Fire(trigger, AuditAction.Ended, Actor.Job, now,
            ("planned", EndsAt is { } end ? $"{end:O}" : null), ("kept", kept.ToString()),
            ("wasGone", wasGone ? "True" : null), ("xRequestId", requestId), ("sessions", sessions));
        return true;
    }

    /// <summary>OneLogin failed, or did not do what it was told: said in the row, and tried again.</summary>
    /// <returns>When it is tried again; null if the request isn't in that state any more, so that nothing is.</returns>
    public DateTimeOffset? FailedIn(RequestState state, string problem, string? requestId, DateTimeOffset now, Trouble? trouble = null)
    {
        if (State != state || IsClosed)
        {
            return null;
        }

        Attempts++;
        NextAttemptAt = now + Backoff.After(Attempts);
        Problem = End == EndKind.Failed ? Problem : problem;
        (Trouble, OverdueAsOf) = (trouble, State == RequestState.Revoking ? now : null);
        Append(AuditAction.CallFailed, Actor.Job, State, now,
            ("problem", problem), ("attempt", $"{Attempts}"), ("nextAttempt", $"{NextAttemptAt:O}"), ("xRequestId", requestId));
        return NextAttemptAt;
    }

    /// <summary>Its end has passed and nobody has tried to end it: said in the row, so that Slack doesn't go on to show it as it should be.</summary>
    /// <returns>False if it isn't so.</returns>
    public bool NoteOverdue(DateTimeOffset now)
    {
        _ = Expire(now) || GiveUpAtEnd(now);
        if (State != RequestState.Revoking || Attempts > 0)
        {
            return false;
        }

        OverdueAsOf = now;
        Append(AuditAction.Overdue, Actor.Job, State, now, ("due", $"{DueEnd:O}"));
        return true;
    }

    /// <summary>When what is granted at this time ends, by what was approved; null if it ends by hand only.</summary>
    private DateTimeOffset? EndFrom(DateTimeOffset now) =>
        Until is { } until && !(now + ApprovedFor < until) ? until : now + (ApprovedFor ?? Duration);

    private void StartEnd(EndKind kind, DateTimeOffset now)
    {
        End = kind;
        EndDueAt = now;
        Quiet();
        if (GrantedAt is null)
        {
            // Counted from when it is taken away.
            LooksAgainAt = null;
        }

        // At once, by whoever looks first: who holds the membership does it, and a second one passes it by.
        NextAttemptAt = now;
    }

    private void Quiet() => (Attempts, NextAttemptAt, Problem, Trouble, OverdueAsOf) = (0, null, null, null, null);
}
