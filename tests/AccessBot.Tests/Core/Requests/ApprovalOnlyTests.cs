using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>A request for an approval and nothing else: it is closed when it has that, and nothing can give or take because of it.</summary>
public sealed class ApprovalOnlyTests
{
    private static readonly RequestState[] States =
        [RequestState.Requested, RequestState.Approved, RequestState.Denied, RequestState.Cancelled, RequestState.Lapsed];

    /// <summary>Every state that it can be in × every trigger. What isn't named here must be refused: approved is the end.</summary>
    private static readonly Dictionary<(RequestState, RequestTrigger), RequestState> Table = new()
    {
        [(RequestState.Requested, RequestTrigger.Approve)] = RequestState.Approved,
        [(RequestState.Requested, RequestTrigger.Deny)] = RequestState.Denied,
        [(RequestState.Requested, RequestTrigger.Cancel)] = RequestState.Cancelled,
        [(RequestState.Requested, RequestTrigger.Lapse)] = RequestState.Lapsed,
    };

    public static TheoryData<RequestState, RequestTrigger> Everything =>
        [.. States.SelectMany(state => Enum.GetValues<RequestTrigger>().Select(trigger => (state, trigger)))];

    [Theory, MemberData(nameof(Everything))]
    public void It_moves_as_its_table_says_and_whatever_moves_it_closes_it(RequestState state, RequestTrigger trigger)
    {
        var request = Given.ApprovalOnlyIn(state);
        var (version, closedAt) = (request.Version, request.ClosedAt);
        var expected = Table.GetValueOrDefault((state, trigger), state);

        var moved = Do(request, trigger);

        Assert.Equal((expected != state, expected), (moved, request.State));
        Assert.Equal(expected != state, request.Version > version);
        Assert.Equal(request.State != RequestState.Requested, request.IsClosed);
        Assert.Equal(expected == state ? closedAt : request.ClosedAt, request.ClosedAt);
    }

    [Theory]
    [InlineData(RequestState.Requested)]
    [InlineData(RequestState.Approved)]
    [InlineData(RequestState.Denied)]
    [InlineData(RequestState.Cancelled)]
    [InlineData(RequestState.Lapsed)]
    public void Nothing_that_begins_or_tries_a_grant_changes_it(RequestState state)
    {
        var request = Given.ApprovalOnlyIn(state);
        var version = request.Version;

        Assert.False(request.BeginGrant(hadRoleBefore: false, Given.Now));
        Assert.False(request.ConfirmGrant("r-1", Given.Now));
        Assert.False(request.GiveUpAtEnd(Given.Now.AddYears(1)));
        Assert.False(request.NoteOverdue(Given.Now.AddYears(1)));
        Assert.False(request.FoundGone(Given.Now));
        Assert.Null(request.FailedIn(RequestState.Approved, "OneLogin broke.", requestId: null, Given.Now));
        request.PriorRoleGone(Given.Now);

        Assert.Equal((version, state), (request.Version, request.State));
        Assert.Equal((null, false, false), (request.Membership, request.MayHold, request.IsLive(Given.Now)));
        Assert.Equal((null, null, null), (request.EndsAt, request.DueEnd, request.GrantStartedAt));
    }

    [Fact]
    public void Approved_it_is_closed_waits_for_nothing_and_the_first_outcome_stands()
    {
        var request = Given.ApprovalOnlyIn(RequestState.Approved);

        Assert.Equal((Given.Now, Given.Now, null), (request.ApprovedAt, request.ClosedAt, request.NextAttemptAt));
        Assert.Equal([AuditAction.Submitted, AuditAction.Voted, AuditAction.Approved], request.News.Select(entry => entry.Action));
        Assert.Equal(Refusals.AlreadyDecided(RequestState.Approved, Given.Ana.Value), request.Deny(Given.By(Given.Ben), Given.Now));
        Assert.Equal(Refusals.AlreadyVoted(), request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now));
        Assert.Equal(Refusals.NothingToEnd(), request.Revoke(Given.By(Given.Rita), Given.Now));
        Assert.False(request.Stop(Actor.Operator, why: null, Given.Now));
        Assert.Equal(RequestState.Approved, request.State);
    }

    [Fact]
    public void Approved_at_once_by_a_rule_it_is_closed_too()
    {
        var request = Given.ApprovalOnly(rule: new AutoRule("small", new Condition(), "A small change"));

        Assert.Equal((RequestState.Approved, Given.Now, null), (request.State, request.ClosedAt, request.NextAttemptAt));
        Assert.Equal("small", request.AutoRule);
    }

    [Fact]
    public void One_of_two_approvals_leaves_it_open_and_a_denial_ends_it()
    {
        var request = Given.ApprovalOnly(approvals: 2);

        Assert.Null(request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Given.Now));
        Assert.Equal((RequestState.Requested, null), (request.State, request.ClosedAt));
        Assert.Null(request.Deny(Given.By(Given.Ben), Given.Now));

        Assert.Equal((RequestState.Denied, Given.Now), (request.State, request.ClosedAt));
    }

    [Fact]
    public void Stopped_while_it_waits_it_is_denied()
    {
        var request = Given.ApprovalOnly();

        Assert.True(request.Stop(Actor.Operator, why: null, Given.Now));

        Assert.Equal((RequestState.Denied, Given.Now), (request.State, request.ClosedAt));
    }

    [Theory]
    [InlineData(null, Request.NoOneLoginUser)]
    [InlineData(1001L, 1001L)]
    public void It_is_about_no_role_and_its_wish_names_none(long? oneLoginUser, long kept)
    {
        var request = Given.ApprovalOnly(user: oneLoginUser);

        Assert.Equal((true, Request.NoRole, "", kept), (request.IsApprovalOnly, request.Role, request.Target, request.OneLoginUser));
        Assert.Equal(("Deploy freeze exception", "Deploy freeze exception"), (request.TargetLabel, request.FlowLabel));
        Assert.Equal(("freeze", "", null, null, null), (request.Wish.Flow, request.Wish.Target, request.Wish.Duration, request.Wish.Privilege, request.Wish.Until));
        Assert.DoesNotContain("membership", request.News[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("target", request.News[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_flow_that_gives_access_no_approval_only_can_be_made() =>
        Assert.Throws<ArgumentException>(() => Request.SubmitApprovalOnly(RequestId.New(Given.Now), "x", Given.Rita, 1001, Given.Flow,
            Given.ApprovalOnly().Wish, Given.Needs(1), Given.By(Given.Rita), Given.Now));

    /// <summary>The verb that fires the trigger, at a time when the clock doesn't stand in its way.</summary>
    private static bool Do(Request request, RequestTrigger trigger) => trigger switch
    {
        RequestTrigger.Approve => request.Approve(Given.By(Given.Ben), new Ruling.Approved(), Given.Now) is null,
        RequestTrigger.Deny => request.Deny(Given.By(Given.Ben), Given.Now) is null,
        RequestTrigger.Cancel => request.Cancel(Given.By(Given.Rita), Given.Now) is null,
        RequestTrigger.Lapse => request.Lapse(request.LapsesAt),
        RequestTrigger.ConfirmGrant => request.BeginGrant(hadRoleBefore: false, Given.Now) | request.ConfirmGrant("r-1", Given.Now),
        RequestTrigger.GiveUp => request.GiveUp("the role is gone", Given.Now),
        RequestTrigger.Expire => request.Expire(Given.Now.AddYears(1)),
        RequestTrigger.Revoke => request.Revoke(Given.By(Given.Rita), Given.Now) is null,
        _ => request.ConfirmEnd(RoleKept.No, wasGone: false, requestId: null, Given.Now),
    };
}
