using AccessBot.Benchmarks.Chaos;
using AccessBot.Core.Audit;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>The chaos program's model sees what it is there to see: each kind of broken promise, made up, is found, and nothing else is.</summary>
public sealed class ChaosModelTests
{
    private readonly ChaosCase run = new();

    [Fact]
    public void A_grant_that_began_and_ended_as_it_should_breaks_nothing() => Assert.Empty(run.Judge());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_approval_only_is_over_when_it_is_given_and_answers_for_no_access(bool isHeld)
    {
        run.IsApprovalOnly = true;
        run.ForgetFrom(1.5);
        run.MessageText = "*Approved*\nchaos-00000";
        if (!isHeld)
        {
            run.Spans.Clear();
            run.Calls.Clear();
        }

        Assert.Equal(isHeld ? [ViolationKind.WithoutRow, ViolationKind.OutsideItsTime, ViolationKind.Unapproved, ViolationKind.Doubled, ViolationKind.OthersTaken] : [], run.Judge());
    }

    [Theory]
    [InlineData(true, 9, 0, false)]
    [InlineData(true, 10.1, 137, true)]
    [InlineData(true, 1, 1, true)]
    [InlineData(false, 10.1, 137, false)]
    public void A_process_that_is_told_to_end_has_ten_seconds_and_ends_with_0_unless_all_else_fails_as_well(bool onlyStops, double seconds, int exitCode, bool isBroken)
    {
        run.Kind = onlyStops ? PlanKind.Stops : PlanKind.Everything;
        run.Chronicle.Add(new StopOfProcess(ChaosCase.At(5), TimeSpan.FromSeconds(seconds), exitCode, CallsUnderWay: 1));

        Assert.Equal(isBroken ? [ViolationKind.NotGraceful] : [], run.Judge());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_call_may_fail_where_nothing_but_a_credential_is_replaced(bool onlyRotations)
    {
        run.Kind = onlyRotations ? PlanKind.Rotations : PlanKind.Everything;
        run.Say(1.7, AuditAction.CallFailed, by: null, "Approved");

        Assert.Equal(onlyRotations ? [ViolationKind.FailedCall] : [], run.Judge());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_credential_that_is_replaced_is_used(bool isUsed)
    {
        run.Kind = PlanKind.Rotations;
        run.Chronicle.AddRotation(Credential.BotToken, ChaosCase.At(5));
        run.SlackCalls.AddRange([SlackCall(4, null), SlackCall(6, "invalid_auth"), .. isUsed ? [SlackCall(6.5, null)] : Array.Empty<SlackCall>()]);

        Assert.Equal(isUsed ? [] : [ViolationKind.FailedCall], run.Judge());

        static SlackCall SlackCall(double at, string? error) => new("chat.update", ChaosCase.At(at), 200, error, default);
    }

    [Fact]
    public void Access_ten_seconds_beyond_its_end_is_outside_its_time()
    {
        HeldUntil(ChaosCase.EndsAt + 10.5);

        Assert.Equal([ViolationKind.OutsideItsTime], run.Judge());
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(13, true)]
    public void A_denial_while_it_is_being_given_is_an_end_like_any_other(double to, bool isLate)
    {
        run.ForgetFrom(ChaosCase.GrantedAt);
        run.Say(ChaosCase.GrantedAt, AuditAction.Denied, Cast.Ana.SlackId, "Revoking");
        run.Say(to + 0.2, AuditAction.Ended, by: null, "Revoked");
        run.Spans[0] = ChaosCase.Span(MembershipSource.Api, 1.8, to);
        run.Calls[1] = ChaosCase.Call("DELETE", to, added: false);
        run.MessageText = "*Revoked*\nchaos-00000";

        Assert.Equal(isLate ? [ViolationKind.OutsideItsTime] : [], run.Judge());
    }

    [Fact]
    public void Outage_after_the_end_does_not_count_and_outage_before_it_does_not_help()
    {
        HeldUntil(ChaosCase.EndsAt + 10.5);
        run.Chronicle.Add(new Outage(OutageKind.OneLoginAway, ChaosCase.Between(3, ChaosCase.EndsAt)));
        var before = run.Judge();

        run.Chronicle.Add(new Outage(OutageKind.OneLoginAway, ChaosCase.Between(14, 15)));
        var after = run.Judge();

        Assert.Equal([ViolationKind.OutsideItsTime], before);
        Assert.Empty(after);
    }

    [Fact]
    public void Outages_that_overlap_count_once()
    {
        HeldUntil(ChaosCase.EndsAt + 11.5);
        run.Chronicle.Add(new Outage(OutageKind.OneLoginAway, ChaosCase.Between(14, 15)));
        run.Chronicle.Add(new Outage(OutageKind.NoDatabase, ChaosCase.Between(14, 15)));

        Assert.Equal([ViolationKind.OutsideItsTime], run.Judge());
    }

    [Fact]
    public void Access_that_is_still_there_when_all_is_over_is_a_lost_revocation()
    {
        run.Spans[0] = ChaosCase.Span(MembershipSource.Api, 1.8, to: null);
        run.Calls.RemoveAt(1);

        Assert.Contains(ViolationKind.LostRevocation, run.Judge());
    }

    [Fact]
    public void Access_that_outlives_its_row_has_no_row()
    {
        run.Spans[0] = ChaosCase.Span(MembershipSource.Api, 1.8, 14);

        Assert.Equal([ViolationKind.WithoutRow], run.Judge());
    }

    [Fact]
    public void Access_that_comes_back_when_its_row_is_closed_has_no_row()
    {
        run.Spans.Add(ChaosCase.Span(MembershipSource.Api, 14, 15));

        Assert.Equal([ViolationKind.WithoutRow], run.Judge());
    }

    [Fact]
    public void Access_that_is_taken_before_its_end_is_taken_early()
    {
        run.Spans[0] = ChaosCase.Span(MembershipSource.Api, 1.8, 7);

        Assert.Equal([ViolationKind.TakenEarly], run.Judge());
    }

    [Fact]
    public void What_an_administrator_takes_is_not_taken_early()
    {
        run.Spans[0] = ChaosCase.Span(MembershipSource.Api, 1.8, 7);
        run.Chronicle.Add(new HandEnd(ChaosCase.Place, ChaosCase.Between(6.999, 7.001)));

        Assert.Empty(run.Judge());
    }

    [Fact]
    public void A_grant_that_OneLogin_never_held_is_missing()
    {
        run.Spans.Clear();
        run.Calls.Clear();

        Assert.Equal([ViolationKind.Missing], run.Judge());
    }

    [Theory]
    [InlineData(false, 30, true)]
    [InlineData(true, 3, true)]
    [InlineData(true, 30, false)]
    public void A_grant_that_is_given_up_is_missing_unless_its_time_was_over_because_of_trouble(bool trouble, double at, bool missing)
    {
        run.ForgetFrom(ChaosCase.GrantedAt);
        run.Say(at, AuditAction.GivenUp, by: null, "Revoking");
        run.Say(at + 0.5, AuditAction.Ended, by: null, "Failed");
        run.MessageText = "*Failed*\nchaos-00000";
        run.Spans.Clear();
        run.Calls.Clear();
        if (trouble)
        {
            run.Chronicle.AddTrouble(ChaosCase.At(2), ChaosCase.At(11));
        }

        Assert.Equal(missing ? [ViolationKind.Missing] : [], run.Judge());
    }

    [Fact]
    public void A_membership_that_was_there_before_and_is_taken_is_somebody_elses()
    {
        run.Spans[0] = ChaosCase.Span(MembershipSource.ByHand, 0.5, 12.3);
        run.Calls.Add(new OneLoginCall
        {
            At = ChaosCase.At(1.4), Method = "GET", Path = $"/api/2/users/{ChaosCase.Place.User}", Query = "", Ids = [], Status = 200, RequestId = "x", Effect = [],
        });
        var soon = run.Judge();

        run.Spans[0] = ChaosCase.Span(MembershipSource.ByHand, -30, 12.3);
        var longBefore = run.Judge();

        // A look is logged when it is answered, and may have been made before the membership came.
        Assert.Empty(soon);
        Assert.Equal([ViolationKind.OthersTaken], longBefore);
    }

    [Theory, InlineData("POST"), InlineData("DELETE")]
    public void A_call_about_somebody_who_did_not_ask_is_found(string method)
    {
        run.Calls.Add(ChaosCase.Call(method, 5, added: null, user: 80_000));

        Assert.Equal([ViolationKind.OthersTaken], run.Judge());
    }

    [Fact]
    public void What_is_added_more_often_than_it_was_asked_for_is_doubled()
    {
        run.Calls.Add(ChaosCase.Call("POST", 5, added: true));

        Assert.Equal([ViolationKind.Doubled], run.Judge());
    }

    [Fact]
    public void A_requesters_own_vote_is_no_approval()
    {
        run.VotedBy(ChaosCase.Asker);

        Assert.Equal([ViolationKind.Unapproved], run.Judge());
    }

    [Fact]
    public void An_edit_of_the_audit_trail_shows()
    {
        run.Tamper = trail => [.. trail.Select(entry => entry.Action == "EndDue" ? entry with { At = entry.At + TimeSpan.FromSeconds(1) } : entry)];

        Assert.Equal([ViolationKind.AuditGap], run.Judge());
    }

    [Theory, InlineData(2), InlineData(7)]
    public void A_gap_in_the_audit_trail_shows(int number)
    {
        run.Tamper = trail => [.. trail.Where(entry => entry.Number != number)];

        Assert.Contains(ViolationKind.AuditGap, run.Judge());
    }

    [Fact]
    public void A_row_that_is_open_when_all_is_over_shows()
    {
        run.ForgetFrom(ChaosCase.EndsAt + 0.5);

        Assert.Equal([ViolationKind.NeverClosed], run.Judge());
    }

    [Fact]
    public void A_message_that_shows_an_older_state_shows()
    {
        run.MessageText = "*Granted*\nchaos-00000";

        Assert.Equal([ViolationKind.WrongMessage], run.Judge());
    }

    [Theory, InlineData(1, false), InlineData(2, true)]
    public void A_click_that_left_no_trace_shows(int clicks, bool lost)
    {
        for (var click = 0; click < clicks; click++)
        {
            run.Chronicle.Add(new Deed(0, Cast.Ben.SlackId, "revoke", ChaosCase.At(3 + click), DeedOutcome.Taken));
        }

        run.ForgetFrom(ChaosCase.EndsAt);
        run.Say(ChaosCase.EndsAt, AuditAction.EndDue, Cast.Ben.SlackId, "Revoking");
        run.Say(ChaosCase.EndsAt + 0.5, AuditAction.Ended, by: null, "Expired");

        Assert.Equal(lost ? [ViolationKind.LostDeed] : [], run.Judge());
    }

    [Theory, InlineData(4, false), InlineData(6, false), InlineData(2, true)]
    public void A_form_that_was_sent_again_may_have_been_refused_at_the_first_try(double refusedAt, bool lost)
    {
        run.Chronicle.Add(new Deed(7, ChaosCase.Asker, "ask", ChaosCase.At(3), DeedOutcome.Unanswered));
        run.Chronicle.Add(new Deed(7, ChaosCase.Asker, "ask", ChaosCase.At(5), DeedOutcome.Taken));
        run.Refuses(ChaosCase.Asker, refusedAt);

        Assert.Equal(lost ? [ViolationKind.LostDeed] : [], run.Judge());
    }

    [Theory]
    [InlineData(22, 22.3)]
    [InlineData(22, 31.5)]
    public void Access_that_was_extended_ends_at_the_new_end(double end, double at)
    {
        Extended(end);
        HeldUntil(at, end);

        Assert.Empty(run.Judge());
    }

    [Fact]
    public void Access_that_was_extended_and_ended_at_the_old_end_is_taken_early()
    {
        Extended(22);

        Assert.Equal([ViolationKind.TakenEarly], run.Judge());
    }

    [Fact]
    public void Access_that_lives_ten_seconds_beyond_its_new_end_is_outside_its_time()
    {
        Extended(22);
        HeldUntil(32.5, 22);

        Assert.Equal([ViolationKind.OutsideItsTime], run.Judge());
    }

    [Fact]
    public void Somebody_s_end_of_it_counts_before_the_new_one()
    {
        Extended(22);
        run.ForgetFrom(ChaosCase.EndsAt);
        run.Say(ChaosCase.EndsAt, AuditAction.EndDue, Cast.Ana.SlackId, "Revoking");
        run.Say(ChaosCase.EndsAt + 0.5, AuditAction.Ended, by: null, "Revoked");
        run.MessageText = "*Revoked*\nchaos-00000";

        Assert.Empty(run.Judge());
    }

    [Fact]
    public void More_time_that_was_approved_and_not_given_is_missing()
    {
        run.Asks(more: true, approved: true);

        Assert.Equal([ViolationKind.Missing], run.Judge());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void More_time_that_nobody_approved_is_unapproved(bool isAskedFor)
    {
        Extended(22);
        run.Asks(more: isAskedFor, approved: false);
        HeldUntil(22.3, 22);

        Assert.Equal([ViolationKind.Unapproved], run.Judge());
    }

    [Theory, InlineData(0, true), InlineData(1, false)]
    public void Two_requests_of_one_form_are_doubled_and_of_two_forms_they_are_not(int secondForm, bool doubled)
    {
        run.MoreNth = 0;
        run.Asks(more: true, approved: false);
        run.Chronicle.Add(new Deed(0, ChaosCase.Asker, "ask", ChaosCase.At(-1), DeedOutcome.Unanswered));
        run.Chronicle.Add(new Deed(0, ChaosCase.Asker, "ask", ChaosCase.At(4), DeedOutcome.Taken) { Form = secondForm });

        Assert.Equal(doubled ? [ViolationKind.Doubled] : [], run.Judge());
    }

    [Fact]
    public void An_end_that_moved_twice_for_one_request_is_doubled()
    {
        Extended(17);
        Extended(22);
        HeldUntil(22.3, 22);

        Assert.Equal([ViolationKind.Doubled], run.Judge());
    }

    private void Extended(double end)
    {
        run.Asks(more: true, approved: true);
        run.Say(6, AuditAction.Extended, Cast.Ana.SlackId, "Granted", ("endsAt", $"{ChaosCase.At(end):O}"), ("request", ChaosCase.MoreId));
    }

    private void HeldUntil(double at, double end = ChaosCase.EndsAt)
    {
        run.Spans[0] = ChaosCase.Span(MembershipSource.Api, 1.8, at);
        run.Calls[1] = ChaosCase.Call("DELETE", at, added: false);
        run.ForgetFrom(ChaosCase.EndsAt);
        run.Say(Math.Max(at - 0.2, end), AuditAction.EndDue, by: null, "Revoking");
        run.Say(at + 0.2, AuditAction.Ended, by: null, "Expired");
    }
}
