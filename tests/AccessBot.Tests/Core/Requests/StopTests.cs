using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>One request, when somebody ends everything that matches.</summary>
public sealed class StopTests
{
    [Fact]
    public void One_that_waits_is_denied_and_can_not_be_approved_afterwards()
    {
        var request = Given.Request();

        Assert.True(request.Stop(Actor.Operator, "laptop stolen", Given.Now));

        Assert.Equal((RequestState.Denied, Given.Now), (request.State, request.ClosedAt));
        Assert.Equal(
            Refusals.AlreadyDecided(RequestState.Denied, "an operator on the command line"),
            request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now));
        var entry = request.News[^1];
        Assert.Equal((AuditAction.Denied, "operator", "cli"), (entry.Action, entry.Actor, entry.Where));
        Assert.Equal("""{"stopped":"True","why":"laptop stolen"}""", entry.Detail);
    }

    [Theory]
    [InlineData(RequestState.Approved)]
    [InlineData(RequestState.Granted)]
    public void Access_begins_to_end_and_is_due_at_once(RequestState state)
    {
        var request = Given.In(state);

        Assert.True(request.Stop(Given.By(Given.Ana), why: null, Given.Now));

        Assert.Equal((RequestState.Revoking, EndKind.Revoked), (request.State, request.End!.Value));
        Assert.Equal((Given.Now, Given.Now), (request.EndDueAt!.Value, request.NextAttemptAt!.Value));
        Assert.Equal((Given.Ana, Given.Ana.Value), (request.EndedBy!.Value, request.EndedByName));
        Assert.Equal(AuditAction.EndDue, request.News[^1].Action);
    }

    [Fact]
    public void What_could_not_be_taken_away_yet_is_tried_again_at_once_and_stays_as_it_is_otherwise()
    {
        var request = Given.In(RequestState.Revoking);
        var later = request.FailedIn(RequestState.Revoking, "OneLogin broke.", null, Given.Now);
        var (entries, ender) = (request.News.Count, request.EndedBy);

        Assert.False(request.Stop(Actor.Operator, why: null, Given.Now));

        Assert.True(later > Given.Now);
        Assert.Equal(Given.Now, request.NextAttemptAt);
        Assert.Equal((entries, ender, EndKind.Expired), (request.News.Count, request.EndedBy, request.End!.Value));
    }

    [Theory]
    [InlineData(RequestState.Expired)]
    [InlineData(RequestState.Revoked)]
    [InlineData(RequestState.Denied)]
    [InlineData(RequestState.Cancelled)]
    [InlineData(RequestState.Lapsed)]
    [InlineData(RequestState.Failed)]
    public void What_is_closed_is_left_alone(RequestState state)
    {
        var request = Given.In(state);
        var (version, closedAt) = (request.Version, request.ClosedAt);

        Assert.False(request.Stop(Actor.Operator, why: null, Given.Now + TimeSpan.FromDays(1)));

        Assert.Equal((state, version, closedAt), (request.State, request.Version, request.ClosedAt));
    }
}
