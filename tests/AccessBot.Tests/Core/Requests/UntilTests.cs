using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>Access that ends at a time that the requester picked.</summary>
public sealed class UntilTests
{
    private static readonly DateTimeOffset End = Given.Now.AddHours(5);

    [Fact]
    public void It_ends_then_however_late_it_is_granted()
    {
        var request = Requested();
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now.AddHours(3));

        request.BeginGrant(hadRoleBefore: false, Given.Now.AddHours(3));
        var begun = request.EndsAt;
        request.ConfirmGrant(requestId: null, Given.Now.AddHours(4));

        Assert.Equal(End, begun);
        Assert.Equal(End, request.EndsAt);
        Assert.Equal(End, request.Until);
    }

    [Fact]
    public void The_rules_judge_what_is_left_of_it()
    {
        var request = Requested();

        Assert.Equal(TimeSpan.FromHours(5), request.Wish.Duration);
        Assert.Equal((TimeSpan.FromHours(1), End), (request.WishAt(Given.Now.AddHours(4)).Duration!.Value, request.WishAt(Given.Now.AddHours(4)).Until!.Value));
        Assert.Equal(TimeSpan.FromHours(-1), request.WishAt(Given.Now.AddHours(6)).Duration);
    }

    [Fact]
    public void It_lapses_when_its_end_comes_before_a_decision()
    {
        var request = Requested();

        Assert.Equal(End, request.LapsesAt);
        Assert.Equal(RefusalCode.Lapsed, request.Approve(Given.By(Given.Ana), new Ruling.Approved(), End)!.Code);
        Assert.True(request.Lapse(End));
    }

    [Fact]
    public void An_end_that_is_over_begins_no_grant()
    {
        var request = Requested();
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), End.AddSeconds(-1));

        Assert.False(request.BeginGrant(hadRoleBefore: false, End));
        Assert.Null(request.GrantStartedAt);
    }

    [Fact]
    public void The_audit_trail_has_the_end_and_every_field()
    {
        var request = Requested(("team", "platform"), ("kinds", "a\nb"));

        var detail = Assert.Single(request.News, entry => entry.Action == AuditAction.Submitted).Detail;

        Assert.Contains($"\"until\":\"{End:O}\"".Replace("+", "\\u002B", StringComparison.Ordinal), detail, StringComparison.Ordinal);
        Assert.Contains("\"field.kinds\":\"a\\nb\",\"field.team\":\"platform\"", detail, StringComparison.Ordinal);
    }

    private static Request Requested(params (string Name, string Value)[] fields)
    {
        var wish = new Wish("production", Given.Target.Key, End - Given.Now, "database failover", fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal)) { Until = End };
        return Request.Submit(
            RequestId.New(Given.Now), "view:V1", new Person(Given.Rita, 1001, "rita@acme.example", Given.Now), Given.Flow, Given.Target, wish,
            Given.Needs(1), Given.By(Given.Rita), Given.Now);
    }
}
