using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

public sealed class RequestTests
{
    private static DateTimeOffset Now => Given.Now;

    [Fact]
    public void A_denial_of_what_is_approved_ends_it_at_once_while_OneLogin_was_not_told()
    {
        var request = Given.In(RequestState.Approved);

        Assert.Null(request.Deny(Given.By(Given.Ben), Now));

        Assert.Equal((RequestState.Denied, Now, (DateTimeOffset?)null), (request.State, request.ClosedAt, request.NextAttemptAt));
        Assert.False(request.BeginGrant(hadRoleBefore: false, Now));
        Assert.Equal("This request was already denied by U0BEN. There is nothing left to decide.", request.WhyUndecidable(Given.Ana, approves: true, Now)?.Sentence);
    }

    [Fact]
    public void A_denial_of_what_OneLogin_was_told_to_give_is_an_end_that_OneLogin_has_to_confirm()
    {
        var request = Given.In(RequestState.Approved);
        Assert.True(request.BeginGrant(hadRoleBefore: false, Now));

        Assert.Null(request.Deny(Given.By(Given.Ana), Now));

        Assert.Equal((RequestState.Revoking, EndKind.Revoked, Given.Ana), (request.State, request.End, request.EndedBy));
        Assert.False(Assert.Single(request.Decisions).Approves);
        Assert.False(request.ConfirmGrant("r-1", Now));
        Assert.True(request.WaitsForLateAdd(Now));
        Assert.Contains("already denied", request.WhyUndecidable(Given.Ben, approves: true, Now)?.Sentence, StringComparison.Ordinal);
        Assert.True(request.ConfirmEnd(RoleKept.No, wasGone: false, "r-2", Now));
        Assert.Equal(RequestState.Revoked, request.State);
    }

    [Fact]
    public void The_first_of_two_needed_approvals_is_counted_and_approves_nothing()
    {
        var request = Given.Request(approvals: 2);

        var refusal = request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Now);

        Assert.Null(refusal);
        Assert.Equal(RequestState.Requested, request.State);
        Assert.Equal((1, 2), (request.ApprovalsHave, request.ApprovalsNeed));
    }

    [Fact]
    public void The_same_approver_is_counted_once()
    {
        var request = Given.Request(approvals: 2);
        request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Now);

        var again = request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Now);

        Assert.Equal(RefusalCode.AlreadyVoted, again?.Code);
        Assert.Single(request.Decisions);
    }

    [Fact]
    public void One_denial_ends_it_whatever_approvals_it_has()
    {
        var request = Given.Request(approvals: 2);
        request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Now);

        Assert.Null(request.Deny(Given.By(Given.Ben), Now));

        Assert.Equal(RequestState.Denied, request.State);
        Assert.Equal(RefusalCode.AlreadyDecided, request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Now)?.Code);
    }

    [Fact]
    public void An_approver_may_change_to_no_while_others_are_missing()
    {
        var request = Given.Request(approvals: 2);
        request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Now);

        Assert.Null(request.Deny(Given.By(Given.Ana), Now));

        Assert.False(Assert.Single(request.Decisions).Approves);
    }

    [Fact]
    public void The_loser_of_two_deciders_is_told_who_won()
    {
        var request = Given.Request();
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Now);

        var refusal = request.Approve(Given.By(Given.Ben), new Ruling.Approved(), Now);

        Assert.Contains("by U0ANA", refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_not_be_decided_once_its_time_is_over_even_before_it_is_closed()
    {
        var request = Given.Request();

        var refusal = request.Approve(Given.By(Given.Ana), new Ruling.Approved(), request.LapsesAt);

        Assert.Equal(RefusalCode.Lapsed, refusal?.Code);
    }

    [Fact]
    public void It_does_not_lapse_a_moment_early()
    {
        var request = Given.Request();

        Assert.False(request.Lapse(request.LapsesAt - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Only_the_requester_withdraws_it()
    {
        var request = Given.Request();

        Assert.Equal(RefusalCode.NotYourRequest, request.Cancel(Given.By(Given.Ana), Now)?.Code);
    }

    [Fact]
    public void The_end_is_written_before_the_grant_and_runs_from_its_confirmation()
    {
        var request = Given.In(RequestState.Approved);

        request.BeginGrant(hadRoleBefore: false, Now);
        var before = request.EndsAt;
        request.ConfirmGrant("r-1", Now + TimeSpan.FromMinutes(7));

        Assert.Equal(Now + TimeSpan.FromMinutes(30), before);
        Assert.Equal(Now + TimeSpan.FromMinutes(37), request.EndsAt);
    }

    [Fact]
    public void What_was_held_before_is_looked_at_once()
    {
        var request = Given.In(RequestState.Approved);
        request.BeginGrant(hadRoleBefore: false, Now);

        request.BeginGrant(hadRoleBefore: true, Now);

        Assert.False(request.HadRoleBefore);
    }

    [Fact]
    public void A_grant_that_is_not_confirmed_within_its_own_length_can_only_be_given_up()
    {
        var request = Given.In(RequestState.Approved);
        request.BeginGrant(hadRoleBefore: false, Now);

        Assert.False(request.BeginGrant(hadRoleBefore: false, Now + TimeSpan.FromMinutes(30)));
        Assert.False(request.IsLive(Now + TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void It_never_expires_before_its_end()
    {
        var request = Given.In(RequestState.Granted);

        Assert.False(request.Expire(request.EndsAt!.Value - TimeSpan.FromTicks(1)));
        Assert.True(request.Expire(request.EndsAt!.Value));
    }

    [Fact]
    public void A_grant_that_ends_by_hand_has_an_end_only_while_it_is_unconfirmed()
    {
        var request = Given.Request(byHand: true);
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Now);
        request.BeginGrant(hadRoleBefore: false, Now);
        var unconfirmed = request.EndsAt;

        request.ConfirmGrant(null, Now);

        Assert.NotNull(unconfirmed);
        Assert.Null(request.EndsAt);
        Assert.False(request.Expire(Now + TimeSpan.FromDays(1000)));
    }

    [Fact]
    public void Failures_are_counted_spaced_out_and_forgotten_when_the_next_thing_begins()
    {
        var request = Given.In(RequestState.Revoking);

        for (var i = 0; i < 20; i++)
        {
            request.FailedIn(RequestState.Revoking, "OneLogin is away.", null, Now);
        }

        Assert.Equal(20, request.Attempts);
        Assert.InRange(request.NextAttemptAt!.Value - Now, TimeSpan.FromMinutes(2.5), TimeSpan.FromMinutes(5));
        Assert.Null(request.FailedIn(RequestState.Approved, "late", null, Now));
    }

    [Fact]
    public void Every_entry_holds_the_hash_of_the_one_before_and_an_edit_shows()
    {
        var entries = Given.In(RequestState.Expired).News;

        Assert.All(entries, e => Assert.Equal(e.ComputeHash(), e.Hash));
        Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(e => e.Number));
        Assert.Equal(["", .. entries.SkipLast(1).Select(e => e.Hash)], entries.Select(e => e.PreviousHash));
        var twin = AuditEntry.Next(entries[0].Stream, 0, "", entries[0].At, entries[0].Action, Given.By(Given.Ben), null, "Requested", []);
        Assert.NotEqual(entries[0].Hash, twin.Hash);
    }

    [Fact]
    public void A_grant_that_is_not_confirmed_is_given_up_at_its_end_and_one_that_is_confirmed_is_not()
    {
        var (begun, granted, never) = (Given.In(RequestState.Approved), Given.In(RequestState.Granted), Given.In(RequestState.Approved));
        Assert.True(begun.BeginGrant(hadRoleBefore: false, Given.Now));
        var end = begun.EndsAt!.Value;

        Assert.False(begun.GiveUpAtEnd(end - TimeSpan.FromMilliseconds(1)));
        Assert.True(begun.GiveUpAtEnd(end));
        Assert.False(granted.GiveUpAtEnd(end));
        Assert.False(never.GiveUpAtEnd(end));

        Assert.Equal((RequestState.Revoking, EndKind.Failed), (begun.State, begun.End));
    }
}
