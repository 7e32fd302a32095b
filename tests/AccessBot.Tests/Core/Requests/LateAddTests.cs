using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>An add that had no answer may be carried out late: what is taken away is looked at again before it counts as ended.</summary>
public class LateAddTests
{
    private static readonly DateTimeOffset Ended = Given.Now.AddSeconds(20);

    [Fact]
    public void One_that_was_never_confirmed_is_taken_away_again_and_again_for_a_minute()
    {
        var request = Begun();
        Assert.Null(request.Revoke(Given.By(Given.Rita), Given.Now.AddSeconds(5)));

        var looks = new List<double>();
        for (var now = Ended; request.WaitsForLateAdd(now); now = request.NextAttemptAt!.Value)
        {
            looks.Add((request.NextAttemptAt!.Value - Ended).TotalSeconds);
        }

        Assert.Equal([5, 10, 15, 22.5, 33.75, 50.625, 60], looks);
        Assert.Equal(Ended.AddMinutes(1), request.LooksAgainAt);
        Assert.Equal(looks.Count, request.News.Count(e => e.Action == AuditAction.EndUnsure));
    }

    [Fact]
    public void One_before_the_confirmed_one_may_be_late_too()
    {
        var request = Begun();
        var again = Given.Now.AddSeconds(12);
        Assert.True(request.BeginGrant(hadRoleBefore: false, again));
        Assert.True(request.ConfirmGrant("r-1", again));
        Assert.Null(request.Revoke(Given.By(Given.Rita), Ended));

        Assert.True(request.WaitsForLateAdd(Ended));
        Assert.Equal(Ended.AddSeconds(5), request.NextAttemptAt);
        Assert.True(request.WaitsForLateAdd(again.AddSeconds(59)));
        Assert.Equal(again.AddMinutes(1), request.NextAttemptAt);
        Assert.False(request.WaitsForLateAdd(again.AddMinutes(1)));
    }

    [Fact]
    public void One_whose_call_was_tried_again_may_come_again()
    {
        var request = Begun();
        Assert.True(request.ConfirmGrant("r-1", Given.Now.AddSeconds(12), mayComeAgain: true));
        Assert.Null(request.Revoke(Given.By(Given.Rita), Ended));

        Assert.True(request.WaitsForLateAdd(Ended));
        Assert.False(request.WaitsForLateAdd(Given.Now.AddSeconds(72)));
    }

    [Fact]
    public void What_was_confirmed_at_once_ends_at_once()
    {
        var request = Begun();
        Assert.True(request.ConfirmGrant("r-1", Given.Now));
        Assert.Null(request.Revoke(Given.By(Given.Rita), Ended));

        Assert.False(request.WaitsForLateAdd(Ended));
    }

    [Theory, InlineData(true, false), InlineData(false, true)]
    public void A_clear_no_leaves_nothing_late(bool refused, bool waits)
    {
        var request = Begun();
        Assert.True(request.GiveUp("no", Ended, refused));

        Assert.Equal(waits, request.WaitsForLateAdd(Ended));
    }

    [Fact]
    public void A_clear_no_says_nothing_of_the_attempt_before_it()
    {
        var request = Begun();
        Assert.True(request.BeginGrant(hadRoleBefore: false, Given.Now.AddSeconds(12)));
        Assert.True(request.GiveUp("no", Ended, refused: true));

        Assert.True(request.WaitsForLateAdd(Ended));
    }

    private static Request Begun()
    {
        var request = Given.In(RequestState.Approved);
        Assert.True(request.BeginGrant(hadRoleBefore: false, Given.Now));
        return request;
    }
}
