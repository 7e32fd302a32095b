using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>What an approver adds to a yes or a no: less time, and why.</summary>
public sealed class TermsTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public void The_grant_has_the_approvers_shorter_time_and_the_entries_show_both()
    {
        var request = Given.Request();

        Assert.Null(Approve(request, Given.Ana, Quarter, "enough for a look"));
        Assert.True(request.BeginGrant(hadRoleBefore: false, Given.Now));
        Assert.Equal(Given.Now + Quarter, request.EndsAt);
        Assert.True(request.ConfirmGrant("r-1", Given.Now.AddMinutes(1)));

        Assert.Equal((Given.Now.AddMinutes(1) + Quarter, TimeSpan.FromMinutes(30), Quarter), (request.EndsAt, request.Duration, request.ApprovedFor));
        Assert.Equal(TimeSpan.FromMinutes(30), request.Wish.Duration);
        var voted = Assert.Single(request.News, entry => entry.Action == AuditAction.Voted).Detail;
        var approved = Assert.Single(request.News, entry => entry.Action == AuditAction.Approved).Detail;
        Assert.Contains("\"asked\":\"00:30:00\",\"duration\":\"00:15:00\",\"message\":\"enough for a look\"", voted, StringComparison.Ordinal);
        Assert.Contains("\"asked\":\"00:30:00\",\"duration\":\"00:15:00\"", approved, StringComparison.Ordinal);
        Assert.Equal((Quarter, "enough for a look"), (request.Decisions[0].Duration, request.Decisions[0].Message));
    }

    [Theory]
    [InlineData(20, 10, 10)]
    [InlineData(10, 20, 10)]
    [InlineData(null, 20, 20)]
    [InlineData(20, null, 20)]
    [InlineData(null, null, null)]
    public void Of_several_approvers_the_shortest_time_counts(int? first, int? second, int? minutes)
    {
        var request = Given.Request(approvals: 2);

        Assert.Null(request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Given.Now, new Terms(Time(first))));
        Assert.Null(Approve(request, Given.Ben, Time(second)));

        Assert.Equal(Time(minutes), request.ApprovedFor);
        request.BeginGrant(hadRoleBefore: false, Given.Now);
        request.ConfirmGrant("r-1", Given.Now);
        Assert.Equal(Given.Now.AddMinutes(minutes ?? 30), request.EndsAt);

        static TimeSpan? Time(int? minutes) => minutes is { } some ? TimeSpan.FromMinutes(some) : null;
    }

    [Theory]
    [InlineData(30 * 60)]
    [InlineData(31 * 60)]
    [InlineData(365 * 86_400)]
    [InlineData(0)]
    [InlineData(-60)]
    public void What_is_not_less_than_was_asked_for_is_refused_and_counts_for_nothing(int seconds)
    {
        var request = Given.Request();
        var version = request.Version;

        Assert.Equal(RefusalCode.NotLess, Approve(request, Given.Ana, TimeSpan.FromSeconds(seconds))!.Code);

        Assert.Equal((RequestState.Requested, version, null), (request.State, request.Version, request.ApprovedFor));
        Assert.Empty(request.Decisions);
    }

    [Fact]
    public void Access_that_ends_by_hand_has_no_time_to_shorten()
    {
        var request = Given.Request(byHand: true);

        Assert.Contains("by hand only", Approve(request, Given.Ana, Quarter)!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(100, 100)]
    [InlineData(119, 110)]
    public void An_end_that_was_picked_stays_the_latest(int minutes, int ends)
    {
        // Picked two hours ahead, granted after ten minutes: 119 minutes from there would be later.
        var request = Until(Given.Now.AddHours(2));

        Assert.Null(Approve(request, Given.Ana, TimeSpan.FromMinutes(minutes)));
        var granted = Given.Now.AddMinutes(10);
        Assert.True(request.BeginGrant(hadRoleBefore: false, granted));
        Assert.True(request.ConfirmGrant("r-1", granted));

        Assert.Equal(granted.AddMinutes(ends), request.EndsAt);
    }

    [Fact]
    public void Of_an_end_that_was_picked_less_is_less_than_what_is_left_of_it()
    {
        var request = Until(Given.Now.AddHours(2));

        Assert.Equal(RefusalCode.NotLess, request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now.AddHours(1), new Terms(TimeSpan.FromMinutes(61)))!.Code);
        Assert.Null(request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now.AddHours(1), new Terms(TimeSpan.FromMinutes(59))));
    }

    [Theory]
    [InlineData(RequestState.Requested, AuditAction.Denied)]
    [InlineData(RequestState.Approved, AuditAction.Denied)]
    public void Why_it_is_denied_is_kept(RequestState state, AuditAction action)
    {
        var request = Given.In(state);

        Assert.Null(request.Deny(Given.By(Given.Ben), Given.Now, "not in the freeze"));

        var no = Assert.Single(request.Decisions, decision => !decision.Approves);
        Assert.Equal(("not in the freeze", null), (no.Message, no.Duration));
        Assert.Equal(action, request.News[^1].Action);
        Assert.Contains("\"message\":\"not in the freeze\"", request.News[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_decision_says_nothing_of_it()
    {
        var request = Given.In(RequestState.Granted);

        Assert.Null(request.ApprovedFor);
        Assert.All(request.News.Where(entry => entry.Action is AuditAction.Voted or AuditAction.Approved), entry =>
        {
            Assert.DoesNotContain("duration", entry.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("message", entry.Detail, StringComparison.Ordinal);
        });
    }

    private static Refusal? Approve(Request request, SlackUserId who, TimeSpan? less, string? message = null) =>
        request.Approve(Given.By(who), new Ruling.Approved(), Given.Now, new Terms(less, message));

    private static Request Until(DateTimeOffset end) => Request.Submit(RequestId.New(Given.Now), Guid.NewGuid().ToString("N"),
        new Person(Given.Rita, 1001, "rita@example.com", Given.Now), Given.Flow with { AllowUntil = true, MaxDuration = TimeSpan.FromHours(8) }, Given.Target,
        new Wish(Given.Flow.Key, Given.Target.Key, end - Given.Now, "database failover", new Dictionary<string, string>(StringComparer.Ordinal)) { Until = end },
        Given.Needs(1), Given.By(Given.Rita), Given.Now);
}
