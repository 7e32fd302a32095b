using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>An emergency: approved when it is made, and reviewed by somebody else, in whatever state it is by then.</summary>
public sealed class BreakGlassTests
{
    public static TheoryData<RequestState> States => [.. Enum.GetValues<RequestState>().Except([RequestState.Requested, RequestState.Lapsed, RequestState.Cancelled])];

    [Fact]
    public void It_is_approved_when_it_is_made_and_its_first_entry_says_why()
    {
        var request = Given.BreakGlass();

        Assert.Equal((RequestState.Approved, true, Given.Now), (request.State, request.BreakGlass, request.UnreviewedSince));
        Assert.Equal([AuditAction.Submitted, AuditAction.Approved], request.News.Select(entry => entry.Action));
        Assert.All(request.News, entry => Assert.Contains("\"breakGlass\":\"True\"", entry.Detail, StringComparison.Ordinal));
        Assert.True(request.Wish.BreakGlass);
        Assert.Contains("as an emergency", request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now)!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ordinary_request_is_no_emergency_and_is_not_reviewed()
    {
        var request = Given.In(RequestState.Granted);

        Assert.Equal(RefusalCode.NothingToReview, request.MarkReviewed(Given.By(Given.Ana), Given.Now)!.Code);
        Assert.Equal((false, null, null), (request.BreakGlass, request.UnreviewedSince, request.ReviewedAt));
        Assert.DoesNotContain("breakGlass", request.News[0].Detail, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(States))]
    public void Somebody_else_reviews_it_once_in_any_state_and_nothing_else_changes(RequestState state)
    {
        var request = In(state);
        var (version, ends) = (request.Version, (request.EndsAt, request.EndDueAt, request.ClosedAt, request.NextAttemptAt));

        Assert.Equal(RefusalCode.OwnRequest, request.MarkReviewed(Given.By(Given.Rita), Given.Now)!.Code);
        Assert.Null(request.MarkReviewed(Given.By(Given.Ana), Given.Now.AddHours(2)));
        Assert.Contains("already marked as reviewed by U0ANA", request.MarkReviewed(Given.By(Given.Ben), Given.Now.AddHours(3))!.Sentence, StringComparison.Ordinal);

        Assert.Equal((state, version + 1, ends), (request.State, request.Version, (request.EndsAt, request.EndDueAt, request.ClosedAt, request.NextAttemptAt)));
        Assert.Equal((Given.Ana, "U0ANA", Given.Now.AddHours(2), null), (request.ReviewedBy, request.ReviewedByName, request.ReviewedAt, request.UnreviewedSince));
        Assert.Equal((AuditAction.Reviewed, "U0ANA"), (request.News[^1].Action, request.News[^1].Actor));
        Assert.NotNull(request.UnannouncedSince);
    }

    private static Request In(RequestState state)
    {
        var request = Given.BreakGlass();
        if (state is RequestState.Granted or RequestState.Revoking or RequestState.Expired or RequestState.Revoked)
        {
            Assert.True(request.BeginGrant(hadRoleBefore: false, Given.Now));
            Assert.True(request.ConfirmGrant("r-1", Given.Now));
        }

        Assert.True(state switch
        {
            RequestState.Denied => request.Deny(Given.By(Given.Ana), Given.Now) is null,
            RequestState.Failed => request.GiveUp("the role is gone", Given.Now) && request.ConfirmEnd(RoleKept.No, wasGone: true, null, Given.Now),
            RequestState.Revoked => request.Revoke(Given.By(Given.Rita), Given.Now) is null && request.ConfirmEnd(RoleKept.No, wasGone: false, "r-2", Given.Now),
            RequestState.Revoking => request.Expire(request.EndsAt!.Value),
            RequestState.Expired => request.Expire(request.EndsAt!.Value) && request.ConfirmEnd(RoleKept.No, wasGone: false, "r-2", request.EndsAt!.Value),
            _ => true,
        });
        Assert.Equal(state, request.State);
        return request;
    }
}
