using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class ThreadReplyTests
{
    private const string Date = "<!date^";

    [Theory]
    [InlineData("requested, one of two", "Approved by Ana Almeida (1 of 2) ")]
    [InlineData("approved", "Approved by Ana Almeida ")]
    [InlineData("approved for less, and why", "Approved by Ana Almeida (1 of 2), for 10 minutes at most, ", ">The nightly batch hangs.", "Approved by Ana Almeida (2 of 2), for 20 minutes at most, ", ">The nightly batch hangs.")]
    [InlineData("denied", "Denied by Ana Almeida ")]
    [InlineData("denied, and why", "Denied by Ana Almeida ", ">The nightly batch hangs.")]
    [InlineData("cancelled", "Withdrawn by Ana Almeida ")]
    [InlineData("lapsed", "Closed ")]
    [InlineData("granted", "Approved by Ana Almeida ", "Granted ")]
    [InlineData("granted, ends by hand", "Approved by ", "Granted ")]
    [InlineData("granted, extended", "Approved by ", "Granted ", "Extended by Ana Almeida ", "Extended by Ana Almeida ")]
    [InlineData("revoking, expired", "Approved by ", "Granted ")]
    [InlineData("revoking, expired, overdue", "Approved by ", "Granted ", "Still active ")]
    [InlineData("revoking, expired, overdue at first", "Approved by ", "Granted ")]
    [InlineData("revoking, expired, untried", "Approved by ", "Granted ", "Still active ")]
    [InlineData("expired", "Approved by ", "Granted ", "Its time was over: ended ")]
    [InlineData("revoked", "Approved by ", "Granted ", "Ended early by Ana Almeida ")]
    [InlineData("revoking, failed", "Approved by ", "It could not be granted, and was given up ")]
    [InlineData("failed", "Approved by ", "It could not be granted, and was given up ")]
    public void Each_thing_that_happened_since_the_message_is_a_line(string story, params string[] lines)
    {
        var request = Story.All[story](new Story());

        var told = Told(request)!.Split('\n');

        Assert.Equal(lines.Length, told.Length);
        Assert.All(lines.Zip(told), line => Assert.StartsWith(line.First, line.Second, StringComparison.Ordinal));
        Assert.All(told.Where(line => line[0] != '>'), line => Assert.Contains(Date, line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_message_showed_when_it_was_posted_is_not_told() => Assert.Null(Told(new Story().Granted(), since: new Story().Granted().Version));

    [Fact]
    public void A_role_that_stays_is_said_to_stay()
    {
        Assert.Contains("The role is kept: Ana Almeida had it before.", Told(Story.All["expired, held before"](new Story())), StringComparison.Ordinal);
        Assert.Contains("The role is kept: another grant still gives it.", Told(Story.All["expired, other grant"](new Story())), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_ended_everything_is_named_with_the_reason()
    {
        var (granted, waiting) = (new Story().Granted(), new Story().Requested());
        Assert.True(granted.Stop(Actor.Operator, "laptop *stolen*", granted.GrantedAt!.Value));
        granted.ConfirmEnd(RoleKept.No, wasGone: false, requestId: null, granted.GrantedAt!.Value);
        Assert.True(waiting.Stop(new Actor(SlackUserId.Parse("U0ADA"), "Ada", "C0"), why: null, waiting.RequestedAt));

        Assert.Contains("Ended early by an operator on the command line ", Told(granted), StringComparison.Ordinal);
        Assert.EndsWith(": laptop *stolen*.", Told(granted), StringComparison.Ordinal);
        Assert.Matches("^Denied by Ada <!date.*>, with all else of its kind\\.$", Told(waiting));
    }

    [Fact]
    public void A_denial_that_came_while_the_role_was_given_is_told_and_that_nothing_is_left_of_it()
    {
        var request = new Story().InTrouble();
        Assert.Null(request.Deny(By(Story.Cem, "Cem"), request.ApprovedAt!.Value.AddMinutes(3), "no"));
        request.ConfirmEnd(RoleKept.No, wasGone: true, requestId: null, request.ApprovedAt!.Value.AddMinutes(4));

        var told = Told(request)!.Split('\n');

        Assert.StartsWith("Denied by Cem ", told[1], StringComparison.Ordinal);
        Assert.EndsWith("while the role was being given. It is taken back.", told[1], StringComparison.Ordinal);
        Assert.Equal(">no", told[2]);
        Assert.StartsWith("Nothing is left of what was being given", told[3], StringComparison.Ordinal);
    }

    [Fact]
    public void That_a_rule_denied_it_and_that_somebody_took_it_away_in_OneLogin_is_told()
    {
        var (denied, lost) = (new Story().Requested(), new Story().Granted());
        Assert.True(denied.DenyByRule("TicketIsOpen", "The ticket is closed.", denied.RequestedAt));
        Assert.True(lost.FoundGone(lost.GrantedAt!.Value));
        lost.ConfirmEnd(RoleKept.No, wasGone: true, requestId: null, lost.GrantedAt!.Value);

        Assert.Matches("^Denied by the rule TicketIsOpen <.*>: The ticket is closed\\.$", Told(denied));
        Assert.Contains("Ended: somebody removed it in OneLogin before its time, which was found <", Told(lost), StringComparison.Ordinal);
    }

    [Fact]
    public void That_it_is_late_is_told_once_for_each_end()
    {
        var request = Story.All["revoking, expired, overdue"](new Story());
        var before = request.Version;
        request.FailedIn(RequestState.Revoking, "OneLogin does not answer.", requestId: null, request.EndsAt!.Value.AddHours(1));

        Assert.Null(Told(request, since: before));
    }

    [Fact]
    public void The_review_of_an_emergency_is_told()
    {
        var request = Support.Given.BreakGlass();
        Assert.Null(request.MarkReviewed(By(Story.Cem, "Cem"), request.RequestedAt));

        Assert.StartsWith("Reviewed by Cem ", Told(request, since: request.Version - 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_has_moved_on_from_that_is_told_and_how_it_ended_and_nothing_between()
    {
        var request = (new Story() with { Need = 2 }).OneOfTwo();
        MoveOn(request, 1, "C0SECOND");
        MoveOn(request, 2, "C0THIRD");
        Assert.Null(request.Approve(By(Story.Cem, "Cem"), new Ruling.Approved(), request.RequestedAt.AddMinutes(40)));
        request.BeginGrant(hadRoleBefore: false, request.RequestedAt.AddMinutes(41));
        request.ConfirmGrant(requestId: null, request.RequestedAt.AddMinutes(42));
        request.Revoke(By(Story.Ana, "Ana"), request.RequestedAt.AddMinutes(43));
        request.ConfirmEnd(RoleKept.No, wasGone: false, requestId: null, request.RequestedAt.AddMinutes(44));

        var (first, second, third) = (Lines(request, step: 0), Lines(request, step: 1), Lines(request, step: 2));

        Assert.Equal(["Approved by Ana Almeida (1 of 2)", "Moved on", "Ended early by Ana Almeida"], first);
        Assert.Equal(["Moved on", "Ended early by Ana Almeida"], second);
        Assert.Equal(["Approved by Cem (2 of 2)", "Granted", "Ended early by Ana Almeida"], third);
        Assert.Contains("since nobody decided here in time. It waits for the approvers in <#C0SECOND> now; whoever could decide here still can.", Told(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_only_an_approval_was_asked_for_the_one_that_is_enough_is_how_it_ended()
    {
        var request = Support.Given.ApprovalOnly();
        MoveOn(request, 1, "C0SECOND");
        Assert.Null(request.Approve(By(Story.Cem, "Cem"), new Ruling.Approved(), request.RequestedAt.AddMinutes(20)));

        Assert.Equal(["Moved on", "Approved by Cem"], Lines(request, step: 0));
    }

    [Fact]
    public void Texts_of_people_are_no_markup()
    {
        var request = (new Story() with { Name = "<!channel> *Ana*" }).Denied("<@U0BEN>\n*Granted*");

        Assert.Contains("&lt;!channel&gt;", Told(request), StringComparison.Ordinal);
        Assert.EndsWith(">&lt;@U0BEN&gt;\n>*Granted*", Told(request), StringComparison.Ordinal);
    }

    private static Actor By(SlackUserId who, string name) => new(who, name, "C0ACCESS");

    private static void MoveOn(Request request, int step, string channel)
    {
        request.NoticesOf(step - 1).ToList().ForEach(notice => notice.Undeliverable("is_archived"));
        Assert.True(request.MoveOn(new Announcement.Found(step, NotifyStep.InChannel(channel), [new Addressee(NoticeKind.Approvers, channel)]), request.RequestedAt.AddMinutes(10 * step)));
    }

    /// <summary>What is told beneath the message of the first step, which was posted with this version.</summary>
    private static string? Told(Request request, int since = 1) => Told(request, request.NoticesOf(0).Single(), since);

    private static string? Told(Request request, Notice notice, int since)
    {
        notice.Shown("C0ACCESS", "1.0", since, "", request.RequestedAt);
        notice.Shown("C0ACCESS", "1.0", request.Version, "", request.RequestedAt);
        return ThreadReply.Render(request, notice, request.News)?.Text.Text;
    }

    /// <summary>The beginnings of what is told beneath the message of a step, which was posted as soon as it was reached.</summary>
    private static IEnumerable<string> Lines(Request request, int step)
    {
        var reached = step == 0 ? 1 : request.News.Where(entry => entry.Action == AuditAction.Forwarded).ElementAt(step - 1).Number;
        return Told(request, request.NoticesOf(step).Single(), reached)!.Split('\n').Select(line => line[..line.IndexOf(" <", StringComparison.Ordinal)]);
    }
}
