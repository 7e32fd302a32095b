using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class RequestMessageTests
{
    public static TheoryData<string> Stories => [.. Story.All.Keys];

    [Theory]
    [InlineData("requested", "Requested")]
    [InlineData("requested, one of two", "Requested")]
    [InlineData("approved", "Approved, being granted")]
    [InlineData("approved for less, and why", "Approved, being granted")]
    [InlineData("denied, and why", "Denied")]
    [InlineData("approved, in trouble", "Approved, being granted")]
    [InlineData("granted", "Granted")]
    [InlineData("granted, ends by hand", "Granted")]
    [InlineData("granted, extended", "Granted")]
    [InlineData("granted, as admin", "Granted")]
    [InlineData("revoking, expired", "Being removed")]
    [InlineData("revoking, expired, overdue", "Revoking — still active, overdue by more than 1 minute")]
    [InlineData("revoking, expired, overdue at first", "Revoking — still active, overdue")]
    [InlineData("revoking, expired, overdue for days", "Revoking — still active, overdue by more than 2 days 3 hours")]
    [InlineData("revoking, expired, untried", "Revoking — still active, overdue by more than 12 minutes")]
    [InlineData("revoking, revoked", "Being removed")]
    [InlineData("revoking, revoked, overdue", "Revoking — still active, overdue by more than 55 minutes")]
    [InlineData("revoking, failed", "Not granted, being cleaned up")]
    [InlineData("revoking, failed, overdue", "Not granted, being cleaned up")]
    [InlineData("expired", "Expired")]
    [InlineData("expired, held before", "Expired")]
    [InlineData("expired, other grant", "Expired")]
    [InlineData("revoked", "Revoked")]
    [InlineData("failed", "Failed")]
    [InlineData("denied", "Denied")]
    [InlineData("cancelled", "Cancelled")]
    [InlineData("lapsed", "Lapsed")]
    public void The_state_stands_in_bold_at_the_top(string story, string heading)
    {
        var request = Story.All[story](new Story());

        Assert.All(Both(request), message =>
        {
            Assert.StartsWith($"*{heading}*\n", message.Words(), StringComparison.Ordinal);
            Assert.StartsWith($"*{heading}*\n", message.Text.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void Buttons_are_there_only_for_what_can_be_done(string story)
    {
        var request = Story.All[story](new Story());

        var approvers = ApproversMessage.Render(request).Actions();
        var requester = RequesterMessage.Render(request, revocable: true).Actions();

        Assert.Equal(
            request.State switch { RequestState.Requested => ["approve", "less", "deny"], RequestState.Approved => ["deny"], RequestState.Granted => ["revoke"], _ => [] }, approvers);
        Assert.Equal(
            request.State switch { RequestState.Requested => ["cancel"], RequestState.Granted => ["revoke"], _ => request.IsClosed ? ["again"] : (string[])[] }, requester);
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void The_holder_is_not_offered_an_early_end_where_the_rules_leave_it_to_admins(string story)
    {
        var request = Story.All[story](new Story());

        Assert.DoesNotContain("revoke", RequesterMessage.Render(request, revocable: false).Actions());
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_button_carries_the_id_and_nothing_else(string story)
    {
        var request = Story.All[story](new Story());

        Assert.All(Both(request).SelectMany(message => message.Buttons()), button => Assert.Equal(request.Id.ToString(), button.Value));
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void Only_a_confirmed_end_is_called_one(string story)
    {
        var request = Story.All[story](new Story());

        if (!request.IsClosed)
        {
            Assert.All(Both(request), message => Assert.DoesNotContain("Ended", message.Words(), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void The_same_row_is_drawn_the_same(string story)
    {
        var request = Story.All[story](new Story());

        Assert.Equal(Drawn.Json(Both(request)).GetRawText(), Drawn.Json(Both(request)).GetRawText());
    }

    [Fact]
    public void Approvers_see_who_asks_for_what_why_and_until_when()
    {
        var request = new Story { Privilege = Privilege.Admin, Reason = "One & two\n<three>" }.OneOfTwo();

        var words = ApproversMessage.Render(request).Words();

        Assert.Contains("<@U0ANA> asked for *Production Admin*, as admin of the role, for 1 hour", words, StringComparison.Ordinal);
        Assert.Contains(">One &amp; two\n>&lt;three&gt;", words, StringComparison.Ordinal);
        Assert.Contains("The ticket: OPS-17", words, StringComparison.Ordinal);
        Assert.Contains("Approvals: 1 of 2 (<@U0BEN>)", words, StringComparison.Ordinal);
        Assert.Contains($"<!date^{request.LapsesAt.ToUnixTimeSeconds()}^", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Deny_and_revoke_ask_before_they_do_it()
    {
        var deny = ApproversMessage.Render(new Story().Requested()).Buttons()[^1];
        var revoke = RequesterMessage.Render(new Story().Granted(), revocable: true).Buttons()[0];

        Assert.Equal(ButtonStyle.Danger, deny.Style);
        Assert.NotNull(deny.Confirm);
        Assert.Equal(ButtonStyle.Danger, revoke.Style);
        Assert.NotNull(revoke.Confirm);
    }

    [Fact]
    public void Deny_opens_a_window_instead_where_it_asks_why()
    {
        var deny = ApproversMessage.Render(new Story().Requested(), asksWhy: true).Buttons()[^1];

        Assert.Equal(("Deny…", null), (deny.Text.Text, deny.Confirm));
    }

    [Fact]
    public void A_grant_says_who_approved_it_and_when_it_ends()
    {
        var request = new Story().Granted();

        Assert.All(Both(request), message => Assert.Matches(
            $"Approved by <@U0BEN> <!date\\^{request.ApprovedAt!.Value.ToUnixTimeSeconds()}\\^[^>]*>\\. Active until <!date\\^{request.EndsAt!.Value.ToUnixTimeSeconds()}\\^", message.Words()));
    }

    [Fact]
    public void A_grant_without_an_end_says_so()
    {
        var request = Story.All["granted, ends by hand"](new Story());

        Assert.All(Both(request), message => Assert.Contains("Active until somebody ends it by hand.", message.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_overdue_says_since_when_why_and_when_it_is_tried_again()
    {
        var request = Story.All["revoking, expired, overdue"](new Story());

        Assert.All(Both(request), message =>
        {
            Assert.Contains($"still active, overdue since <!date^{request.EndDueAt!.Value.ToUnixTimeSeconds()}^", message.Words(), StringComparison.Ordinal);
            Assert.Contains("OneLogin does not answer.", message.Words(), StringComparison.Ordinal);
            Assert.Contains($"tried again <!date^{request.NextAttemptAt!.Value.ToUnixTimeSeconds()}^", message.Words(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_nobody_has_tried_to_end_is_said_to_be_active()
    {
        var request = Story.All["revoking, expired, untried"](new Story());

        Assert.All(Both(request), message =>
            Assert.Contains($"still active, overdue since <!date^{request.EndsAt!.Value.ToUnixTimeSeconds()}^", message.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_role_that_stays_is_said_to_stay()
    {
        var before = Story.All["expired, held before"](new Story());
        var other = Story.All["expired, other grant"](new Story());

        Assert.Contains("kept: you had it before", RequesterMessage.Render(before, revocable: true).Words(), StringComparison.Ordinal);
        Assert.Contains("kept: another grant still gives it", RequesterMessage.Render(other, revocable: true).Words(), StringComparison.Ordinal);
        Assert.Contains("kept: <@U0ANA> had it before", ApproversMessage.Render(before).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_ended_denied_or_withdrew_it_is_named()
    {
        Assert.Contains("Ended by <@U0CEM>", ApproversMessage.Render(Story.All["revoked"](new Story())).Words(), StringComparison.Ordinal);
        Assert.Contains("Denied by <@U0BEN>", RequesterMessage.Render(new Story().Denied(), revocable: true).Words(), StringComparison.Ordinal);
        Assert.Contains("Withdrawn by <@U0ANA>", ApproversMessage.Render(new Story().Cancelled()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_requester_is_told_when_the_approvers_can_not_be()
    {
        var request = new Story().Requested();
        request.Notices.Single(notice => notice.Kind == NoticeKind.Approvers).Undeliverable("is_archived");

        var words = RequesterMessage.Render(request, revocable: true).Words();

        Assert.Contains("could not be posted in <#C0ACCESS>: it is archived. Tell an AccessBot admin.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_requester_is_told_for_whom_it_waits_and_since_when()
    {
        var request = new Story().Requested();

        var words = RequesterMessage.Render(request, revocable: true).Words();

        Assert.Contains($"It waits for the approvers in <#C0ACCESS> since <!date^{request.RequestedAt.ToUnixTimeSeconds()}^", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_an_earlier_step_says_where_it_moved_on_to_and_others_don_t()
    {
        var request = new Story().Requested();
        var people = Enumerable.Range(0, 7).Select(i => new Addressee(NoticeKind.Person, $"U{i}")).ToList();
        request.NoticesOf(0).Single().Undeliverable("is_archived");
        Assert.True(request.MoveOn(new Announcement.Found(1, NotifyStep.InChannel("C0"), people), request.RequestedAt));

        var old = ApproversMessage.Render(request, step: 0).Words();
        var present = ApproversMessage.Render(request, step: 1).Words();
        var requester = RequesterMessage.Render(request, revocable: true).Words();

        Assert.Contains("it waits for <@U0>, <@U1>, <@U2>, <@U3>, <@U4> and 2 more. Whoever could decide here still can.", old, StringComparison.Ordinal);
        Assert.DoesNotContain("still can", present, StringComparison.Ordinal);
        Assert.Contains("It moved on because of this: it could not be posted in <#C0ACCESS>: it is archived. Tell an AccessBot admin.", requester, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lapsed_for_want_of_steps_says_which_of_the_two_it_was()
    {
        var (late, lost) = (new Story().Requested(), new Story().Requested());
        lost.NoticesOf(0).Single().Undeliverable("is_archived");
        Assert.True(lost.MoveOn(new Announcement.UsedUp(), lost.RequestedAt));
        late.NoticesOf(0).Single().Undeliverable("is_archived");
        Assert.True(late.MoveOn(new Announcement.Found(1, NotifyStep.InChannel("C0") with { Timeout = TimeSpan.FromMinutes(1) }, [new Addressee(NoticeKind.Approvers, "C0")]), late.RequestedAt));
        Assert.True(late.MoveOn(new Announcement.UsedUp(), late.RequestedAt.AddMinutes(1)));

        Assert.All(Both(lost), message => Assert.Contains("It could not be brought to anybody who could decide", message.Words(), StringComparison.Ordinal));
        Assert.All(Both(late), message => Assert.Contains("Nobody of those whom it was brought to decided in time", message.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_approvers_are_told_when_the_requester_can_not_be()
    {
        var request = new Story().Requested();
        request.Notices.Single(notice => notice.Kind == NoticeKind.Requester).Undeliverable("messages_tab_disabled");

        var words = ApproversMessage.Render(request).Words();

        Assert.Contains("<@U0ANA> could not be sent a direct message", words, StringComparison.Ordinal);
    }

    private static Message[] Both(Request request) =>
        [ApproversMessage.Render(request), RequesterMessage.Render(request, revocable: true)];
}
