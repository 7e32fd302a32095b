using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>What others go by: whether OneLogin must or may hold something because of a row, when it has to end, and what is tried when.</summary>
public sealed class StandOfARequestTests
{
    private static DateTimeOffset Now => Given.Now;

    [Theory]
    [InlineData(RequestState.Requested, false, false, false)]
    [InlineData(RequestState.Approved, false, false, false)]
    [InlineData(RequestState.Granted, true, true, false)]
    [InlineData(RequestState.Revoking, false, true, false)]
    [InlineData(RequestState.Expired, false, false, true)]
    [InlineData(RequestState.Revoked, false, false, true)]
    [InlineData(RequestState.Failed, false, false, true)]
    [InlineData(RequestState.Denied, false, false, true)]
    [InlineData(RequestState.Cancelled, false, false, true)]
    [InlineData(RequestState.Lapsed, false, false, true)]
    public void A_state_says_what_OneLogin_must_or_may_hold(RequestState state, bool isLive, bool mayHold, bool isClosed)
    {
        var request = Given.In(state);

        Assert.Equal((isLive, mayHold, isClosed), (request.IsLive(Now), request.MayHold, request.IsClosed));
    }

    [Fact]
    public void What_OneLogin_is_being_told_to_give_counts_until_its_end()
    {
        var request = Given.In(RequestState.Approved);
        Assert.True(request.BeginGrant(hadRoleBefore: false, Now));

        Assert.True(request.MayHold);
        Assert.True(request.IsLive(request.EndsAt!.Value.AddTicks(-1)));
        Assert.False(request.IsLive(request.EndsAt.Value));
    }

    [Fact]
    public void A_grant_that_ends_by_hand_is_live_for_ever()
    {
        var request = Given.Request(byHand: true);
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Now);
        request.BeginGrant(hadRoleBefore: false, Now);
        request.ConfirmGrant("r-1", Now);

        Assert.True(request.IsLive(Now.AddYears(1)));
        Assert.Null(request.DueEnd);
    }

    [Fact]
    public void Its_end_is_due_as_planned_or_when_somebody_ended_it_before()
    {
        var (early, expired, late) = (Given.In(RequestState.Granted), Given.In(RequestState.Granted), Given.In(RequestState.Granted));
        var end = early.EndsAt!.Value;

        early.Revoke(Given.By(Given.Rita), Now.AddMinutes(1));
        expired.Expire(end);
        late.Revoke(Given.By(Given.Rita), end.AddMinutes(1));

        Assert.Equal((Now.AddMinutes(1), end, end), (early.DueEnd!.Value, expired.DueEnd!.Value, late.DueEnd!.Value));
        Assert.Equal(end, Given.In(RequestState.Granted).DueEnd);
    }

    [Fact]
    public void What_is_wrong_is_said_while_it_is_and_forgotten_when_the_next_thing_succeeds()
    {
        var request = Given.In(RequestState.Approved);
        request.BeginGrant(hadRoleBefore: false, Now);
        request.FailedIn(RequestState.Approved, "OneLogin is away", "r-1", Now, Trouble.Unanswered);

        Assert.Equal(("OneLogin is away", Trouble.Unanswered, 1), (request.Problem, request.Trouble, request.Attempts));
        Assert.Null(request.OverdueAsOf);
        Assert.Equal(AuditAction.CallFailed, request.News[^1].Action);
        Assert.True(request.ConfirmGrant("r-2", Now));
        Assert.Equal((null, null, 0, null), (request.Problem, request.Trouble, request.Attempts, request.NextAttemptAt));
    }

    [Fact]
    public void A_failed_end_is_overdue_as_of_the_failure_and_an_end_forgets_it()
    {
        var request = Given.In(RequestState.Revoking);
        var at = request.EndsAt!.Value;

        request.FailedIn(RequestState.Revoking, "OneLogin refuses", "r-1", at.AddSeconds(3), Trouble.Refused);
        var (asOf, said) = (request.OverdueAsOf, request.Problem);
        request.ConfirmEnd(RoleKept.No, wasGone: true, "r-2", at.AddSeconds(9));

        Assert.Equal((at.AddSeconds(3), "OneLogin refuses"), (asOf!.Value, said));
        Assert.Equal((null, null, null, 0), (request.Problem, request.OverdueAsOf, request.Trouble, request.Attempts));
        Assert.Contains("\"wasGone\":\"True\"", request.News[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_a_grant_was_given_up_stays_said_whatever_fails_afterwards()
    {
        var request = Given.In(RequestState.Approved);
        request.GiveUp("the role is gone", Now);
        request.FailedIn(RequestState.Revoking, "OneLogin is away", requestId: null, Now);

        Assert.Equal("the role is gone", request.Problem);
        request.ConfirmEnd(RoleKept.No, wasGone: false, requestId: null, Now);
        Assert.Equal("the role is gone", request.Problem);
        Assert.DoesNotContain("wasGone", request.News[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_has_tried_to_end_is_noted_and_what_was_tried_is_not()
    {
        var (granted, unconfirmed, tried, early) = (Given.In(RequestState.Granted), Given.In(RequestState.Approved), Given.In(RequestState.Revoking), Given.In(RequestState.Granted));
        unconfirmed.BeginGrant(hadRoleBefore: false, Now);
        var end = granted.EndsAt!.Value;
        tried.FailedIn(RequestState.Revoking, "OneLogin is away", requestId: null, end);

        Assert.True(granted.NoteOverdue(end.AddMinutes(2)));
        Assert.True(unconfirmed.NoteOverdue(end.AddMinutes(2)));
        Assert.False(tried.NoteOverdue(end.AddMinutes(2)));
        Assert.False(early.NoteOverdue(end.AddTicks(-1)));

        Assert.Equal((RequestState.Revoking, end.AddMinutes(2), AuditAction.Overdue), (granted.State, granted.OverdueAsOf!.Value, granted.News[^1].Action));
        Assert.Equal((RequestState.Revoking, EndKind.Failed), (unconfirmed.State, unconfirmed.End));
        Assert.Equal(RequestState.Granted, early.State);
    }

    [Fact]
    public void What_was_taken_away_in_OneLogin_has_ended_and_only_what_was_granted_can_have_been()
    {
        var (granted, approved) = (Given.In(RequestState.Granted), Given.In(RequestState.Approved));

        Assert.True(granted.FoundGone(Now.AddMinutes(5)));
        Assert.False(approved.FoundGone(Now));

        Assert.Equal((RequestState.Revoking, EndKind.Lost, Now.AddMinutes(5)), (granted.State, granted.End, granted.EndDueAt!.Value));
        Assert.Equal(AuditAction.FoundGone, granted.News[^1].Action);
        Assert.True(granted.ConfirmEnd(RoleKept.No, wasGone: true, requestId: null, Now.AddMinutes(5)));
        Assert.Equal(RequestState.Revoked, granted.State);
    }

    [Fact]
    public void What_was_held_before_and_is_gone_is_AccessBots_to_take()
    {
        var (held, notHeld, closed) = (Given.In(RequestState.Granted, hadBefore: true), Given.In(RequestState.Granted), Given.In(RequestState.Expired, hadBefore: true));
        var before = (notHeld.News.Count, closed.News.Count);

        held.PriorRoleGone(Now);
        notHeld.PriorRoleGone(Now);
        closed.PriorRoleGone(Now);

        Assert.Equal((false, AuditAction.PriorRoleGone), (held.HadRoleBefore, held.News[^1].Action));
        Assert.Equal(before, (notHeld.News.Count, closed.News.Count));
        Assert.True(closed.HadRoleBefore);
    }

    [Fact]
    public void Approvals_are_counted_over_all_lines()
    {
        var request = Given.Request();
        var line = Given.Flow.Approvers[0];

        request.Approve(Given.By(Given.Ana), new Ruling.NeedsApproval([new(line with { Count = 2 }, 1), new(line with { Count = 3 }, 2)]), Now);
        var open = (request.ApprovalsHave, request.ApprovalsNeed);
        request.Approve(Given.By(Given.Ben), new Ruling.Approved(), Now);

        Assert.Equal((3, 5), open);
        Assert.Equal((5, 5), (request.ApprovalsHave, request.ApprovalsNeed));
        Assert.Equal(Now + Request.NudgeGrace, request.NextAttemptAt);
    }

    [Fact]
    public void Only_who_approved_is_told_that_they_have()
    {
        var request = Given.Request();
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Now);

        Assert.Equal(RefusalCode.AlreadyVoted, request.WhyUndecidable(Given.Ana, approves: true, Now)?.Code);
        Assert.Equal(RefusalCode.AlreadyDecided, request.WhyUndecidable(Given.Ben, approves: true, Now)?.Code);
    }

    [Fact]
    public void An_approval_of_somebody_else_is_no_vote_of_mine()
    {
        var request = Given.Request(approvals: 3);
        request.Approve(Given.By(Given.Ana), Given.Needs(3, have: 1), Now);

        Assert.Null(request.Approve(Given.By(Given.Ben), Given.Needs(3, have: 2), Now));
        Assert.Equal(2, request.Decisions.Count);
    }

    [Fact]
    public void It_is_to_be_told_from_the_first_change_that_was_not()
    {
        var request = Given.Request(approvals: 2);
        request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Now.AddMinutes(3));

        Assert.Equal(Now, request.UnannouncedSince);
        Assert.NotEmpty(request.Notices);
        Assert.Contains(request.Notices, notice => notice.Kind == NoticeKind.Requester && notice.Address == Given.Rita.Value);
        Assert.All(request.Notices, notice => Assert.True(notice.IsBehind(request.Version)));
    }

    [Fact]
    public void A_message_is_behind_until_it_shows_the_row_or_never_can()
    {
        var request = Given.Request();
        var notice = request.Notices.First(n => n.Kind == NoticeKind.Requester);

        notice.Delayed(Now.AddSeconds(5), Now);
        notice.Delayed(Now.AddSeconds(9), Now);
        Assert.Equal((2, Now.AddSeconds(9), true), (notice.Attempts, notice.NextAttemptAt!.Value, notice.IsBehind(request.Version)));

        notice.Shown("D1", "1.1", request.Version, "print", Now.AddSeconds(10));
        Assert.Equal((0, "D1", "1.1", "print"), (notice.Attempts, notice.Channel, notice.Ts, notice.Fingerprint));
        Assert.False(notice.IsBehind(request.Version));
        Assert.True(notice.IsBehind(request.Version + 1));

        notice.Undeliverable("channel_not_found");
        Assert.Equal((1, "channel_not_found"), (notice.Attempts, notice.Problem));
        Assert.False(notice.IsBehind(request.Version + 1));
    }

    [Fact]
    public void A_message_is_tried_for_three_days_from_its_first_failure_on_and_a_wait_for_its_turn_is_none()
    {
        var notice = Given.Request().Notices[0];
        notice.PutOff(Now.AddSeconds(5));
        Assert.Equal((0, null, Now.AddSeconds(5)), (notice.Attempts, notice.FailingSince, notice.NextAttemptAt));

        notice.Delayed(Now.AddSeconds(9), Now.AddSeconds(5));
        notice.Delayed(Now.AddDays(2), Now.AddDays(1));

        Assert.Equal((2, Now.AddSeconds(5)), (notice.Attempts, notice.FailingSince));
        Assert.False(notice.IsTriedInVain(Now.AddDays(3)));
        Assert.True(notice.IsTriedInVain(Now.AddDays(3).AddSeconds(5)));
    }

    [Fact]
    public void A_message_that_was_given_up_is_taken_up_by_the_next_change_and_not_because_another_is_given_up()
    {
        var request = Given.Request();
        var (one, other) = (request.Notices[0], request.Notices[1]);
        one.Delayed(Now, Now);
        other.Delayed(Now, Now);

        request.RecordUndeliverable(one, Notice.NotTaken, Now.AddDays(3));
        Assert.Equal((false, true), (one.IsBehind(request.Version), other.IsBehind(request.Version)));
        request.RecordUndeliverable(other, Notice.NotTaken, Now.AddDays(3));
        Assert.All(request.Notices, notice => Assert.Equal((false, Notice.NotTaken, null), (notice.IsBehind(request.Version), notice.Problem, notice.FailingSince)));

        Assert.Null(request.Cancel(Given.By(Given.Rita), Now.AddDays(4)));
        Assert.All(request.Notices, notice => Assert.True(notice.IsBehind(request.Version)));
        one.Shown("C1", "1.1", request.Version, "print", Now.AddDays(4));
        Assert.Null(one.Problem);
    }

    [Fact]
    public void What_is_stopped_while_it_waits_for_its_next_try_is_tried_at_once_and_what_is_due_stays_so()
    {
        var (waiting, due) = (Given.In(RequestState.Revoking), Given.In(RequestState.Revoking));
        var at = waiting.EndsAt!.Value;
        waiting.FailedIn(RequestState.Revoking, "OneLogin is away", requestId: null, at);

        waiting.Stop(Given.By(Given.Ana), why: null, at);
        due.Stop(Given.By(Given.Ana), why: null, at.AddMinutes(1));

        Assert.Equal(at, waiting.NextAttemptAt);
        Assert.Equal(at, due.NextAttemptAt);
    }

    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(4, 4, 8)]
    [InlineData(9, 128, 256)]
    [InlineData(10, 150, 300)]
    [InlineData(1_000_000, 150, 300)]
    public void The_wait_doubles_up_to_five_minutes(int failures, double atLeast, double atMost) =>
        Assert.All(Enumerable.Range(0, 50), _ => Assert.InRange(Backoff.After(failures).TotalSeconds, atLeast, atMost));

    [Theory]
    [InlineData(Privilege.Member, "user 7 as member of role 9")]
    [InlineData(Privilege.Admin, "user 7 as admin of role 9")]
    public void A_membership_says_as_what(Privilege privilege, string words) => Assert.Equal(words, new Membership(7, 9, privilege).ToString());
}
