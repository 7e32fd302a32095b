using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>From step to step: what a row says of it, and what it does not let happen.</summary>
public sealed class AnnouncingTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly NotifyStep First = NotifyStep.InChannel("C0ACCESS") with { Timeout = Quarter, RemindEvery = TimeSpan.FromMinutes(5) };
    private static readonly Announcement.Found Second = new(1, NotifyStep.InChannel("C0BACKUP"), [new Addressee(NoticeKind.Approvers, "C0BACKUP")]);
    private static readonly Announcement UsedUp = new Announcement.UsedUp();

    private static DateTimeOffset After(double minutes) => Given.Now.AddMinutes(minutes);

    [Fact]
    public void A_request_begins_at_its_first_step_with_what_is_due_there()
    {
        var request = Begun();

        Assert.Equal((0, Given.Now, After(15), After(5)), (request.Step, request.StepSince, request.StepEndsAt, request.StepDueAt));
        Assert.Equal([(NoticeKind.Approvers, "C0ACCESS"), (NoticeKind.Requester, "U0RITA")], request.Notices.Select(n => (n.Kind, n.Address)));
    }

    [Fact]
    public void It_moves_on_when_the_step_is_over_and_once()
    {
        var request = Begun();

        Assert.False(request.MoveOn(Second, After(14.9)));
        Assert.True(request.MoveOn(Second, After(15)));
        Assert.False(request.MoveOn(new Announcement.Found(2, Second.Step, Second.To), After(16)));

        Assert.Equal((1, After(15), null, null), (request.Step, request.StepSince, request.StepEndsAt, request.StepDueAt));
        Assert.Equal("C0BACKUP", Assert.Single(request.NoticesOf(1)).Address);
        Assert.Single(request.NoticesOf(0));
        var entry = request.News[^1];
        Assert.Equal((AuditAction.Forwarded, "accessbot", "Requested", "Requested"), (entry.Action, entry.Actor, entry.Before, entry.After));
        Assert.Equal("""{"because":"timeout","step":"2","to":"Approvers:C0BACKUP"}""", entry.Detail);
    }

    [Fact]
    public void It_moves_on_at_once_when_no_message_of_the_step_can_be_delivered()
    {
        var request = Begun(new Addressee(NoticeKind.Person, "U0ANA"), new Addressee(NoticeKind.Person, "U0BEN"));
        var notices = request.NoticesOf(0).ToList();

        request.RecordUndeliverable(notices[0], "user_disabled", After(1));
        Assert.False(request.MoveOn(Second, After(1)));
        request.RecordUndeliverable(notices[1], "user_disabled", After(1));
        Assert.True(request.MoveOn(Second, After(1)));

        Assert.Contains("\"because\":\"undeliverable\"", request.News[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_with_no_further_step_it_is_brought_elsewhere_in_the_same_step_and_once()
    {
        var request = Begun();
        Assert.Null(request.Fallback("C0ALERTS"));
        request.RecordUndeliverable(request.NoticesOf(0).Single(), "is_archived", After(1));
        Assert.Null(request.Fallback("C0ACCESS"));

        Assert.True(request.MoveOn(request.Fallback("C0ALERTS")!, After(1)));

        Assert.Equal((RequestState.Requested, 0, After(1), null, null), (request.State, request.Step, request.StepSince, request.StepEndsAt, request.StepDueAt));
        Assert.Equal([("Approvers", "C0ACCESS"), ("Approvers/1/2", "C0ALERTS")], request.NoticesOf(0).Select(n => (n.Key, n.Address)));
        Assert.Equal("""{"because":"undeliverable","step":"1","to":"Approvers:C0ALERTS"}""", request.News[^1].Detail);
        Assert.False(request.IsStepLost);
        request.RecordUndeliverable(request.NoticesOf(0).Last(), "is_archived", After(2));
        Assert.Null(request.Fallback("C0ALERTS"));
        Assert.True(request.MoveOn(UsedUp, After(2)));
        Assert.Equal(RequestState.Lapsed, request.State);
    }

    [Fact]
    public void Used_up_it_lapses_ahead_of_its_own_time()
    {
        var request = Begun();

        Assert.True(request.MoveOn(UsedUp, After(15)));

        Assert.Equal((RequestState.Lapsed, After(15), null, null), (request.State, request.ClosedAt, request.StepEndsAt, request.StepDueAt));
        Assert.NotNull(request.Approve(Given.By(Given.Ana), new Ruling.Approved(), After(16)));
        Assert.False(request.Lapse(request.LapsesAt));
    }

    [Fact]
    public void What_can_t_be_told_loses_no_step_and_is_looked_up_again()
    {
        var request = Begun();
        var version = request.Version;

        Assert.False(request.MoveOn(new Announcement.Unclear(), After(15)));

        Assert.Equal((RequestState.Requested, 0, After(15.5), version), (request.State, request.Step, request.StepDueAt, request.Version));
        Assert.True(request.MoveOn(Second, After(16)));
    }

    [Fact]
    public void What_can_t_be_told_at_first_is_looked_up_again_too()
    {
        var request = Submitted(new Announcement.Unclear());

        Assert.Equal((-1, null, After(0.5)), (request.Step, request.StepSince, request.StepDueAt));
        Assert.Equal(NoticeKind.Requester, Assert.Single(request.Notices).Kind);
        Assert.True(request.MoveOn(new Announcement.Found(0, First, Second.To), After(0.5)));
        Assert.Equal((0, After(15.5)), (request.Step, request.StepEndsAt));
    }

    [Fact]
    public void Reminders_come_one_by_one_up_to_ten_and_stop_with_the_step()
    {
        var request = Begun();
        Show(request);

        Assert.False(request.Remind(First.RemindEvery, After(4)));
        Assert.True(request.Remind(First.RemindEvery, After(5)));
        Assert.False(request.Remind(First.RemindEvery, After(5)));
        Assert.True(request.Remind(First.RemindEvery, After(10.1)));
        Assert.False(request.Remind(First.RemindEvery, After(15)));

        Assert.Equal((2, 2, After(15)), (request.Reminders, request.NoticesOf(0).Single().Reminders, request.StepDueAt));
        Assert.Equal(2, request.News.Count(entry => entry.Action == AuditAction.Reminded));
    }

    [Fact]
    public void There_are_ten_reminders_at_most()
    {
        var request = Submitted(new Announcement.Found(0, First with { Timeout = null }, Second.To));
        Show(request);

        var made = Enumerable.Range(1, 60).Count(i => request.Remind(First.RemindEvery, After(5 * i)));

        Assert.Equal((NotifyStep.MostReminders, null), (made, request.StepDueAt));
    }

    [Fact]
    public void Nobody_is_reminded_beneath_a_message_that_is_not_there_yet()
    {
        var request = Begun();

        Assert.False(request.Remind(First.RemindEvery, After(5)));

        Assert.Equal((0, After(10)), (request.Reminders, request.StepDueAt));
    }

    [Fact]
    public void A_decision_ends_timeouts_and_reminders()
    {
        var request = Begun();
        Show(request);

        Assert.Null(request.Approve(Given.By(Given.Ana), new Ruling.Approved(), After(1)));

        Assert.Equal((null, null), (request.StepEndsAt, request.StepDueAt));
        Assert.False(request.Remind(First.RemindEvery, After(5)));
        Assert.False(request.MoveOn(Second, After(15)));
        Assert.False(request.MoveOn(UsedUp, After(15)));
    }

    [Fact]
    public void What_a_rule_approved_at_once_has_messages_and_no_timeout()
    {
        var request = Submitted(new Announcement.Found(0, First, Second.To), new Ruling.Approved(new AutoRule("on-call", new Condition(), "On call", null)));

        Assert.Equal((RequestState.Approved, null, null), (request.State, request.StepEndsAt, request.StepDueAt));
        Assert.Single(request.NoticesOf(0));
    }

    [Fact]
    public void The_request_s_own_time_comes_first()
    {
        var request = Begun();

        Assert.False(request.MoveOn(Second, request.LapsesAt));
        Assert.True(request.Lapse(request.LapsesAt));
    }

    private static void Show(Request request)
    {
        foreach (var notice in request.Notices)
        {
            notice.Shown("C0ACCESS", "1.000001", request.Version, "", Given.Now);
        }
    }

    private static Request Begun(params Addressee[] to) =>
        Submitted(new Announcement.Found(0, First, to.Length > 0 ? to : [new Addressee(NoticeKind.Approvers, "C0ACCESS")]));

    private static Request Submitted(Announcement first, Ruling? ruling = null)
    {
        var like = Given.Request();
        return Request.Submit(RequestId.New(Given.Now), "key", new(Given.Rita, 1001, "rita@example.com", Given.Now), Given.Flow, Given.Target, like.Wish,
            ruling ?? Given.Needs(1), Given.By(Given.Rita), Given.Now, first);
    }
}
