using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

public sealed class ExtendingTests
{
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public void The_end_moves_and_nothing_else_does()
    {
        var request = Granted();

        Assert.Null(Extend(request, Half, at: 20));

        Assert.Equal((RequestState.Granted, Given.Now, Given.Now + (2 * Half)), (request.State, request.GrantedAt, request.EndsAt));
        Assert.Equal((1, Given.Now.AddMinutes(20)), (request.Extensions, request.ExtendedAt));
        Assert.Equal((AuditAction.Extended, "Granted", "Granted"), (request.News[^1].Action, request.News[^1].Before, request.News[^1].After));
        Assert.False(request.Expire(Given.Now + Half), "a job that comes for the old end finds nothing due");
        Assert.True(request.Expire(Given.Now + (2 * Half)));
    }

    [Fact]
    public void The_end_never_moves_back()
    {
        var request = Granted();

        Assert.Equal(RefusalCode.TooMuchMore, Extend(request, TimeSpan.Zero, at: 20)!.Code);
        Assert.Equal(RefusalCode.TooMuchMore, Extend(request, -Quarter, at: 20)!.Code);
        Assert.Equal((Given.Now + Half, 0), (request.EndsAt, request.Extensions));
    }

    [Fact]
    public void What_is_over_by_the_clock_is_not_extended_however_late_its_end_is_noticed()
    {
        var request = Granted();

        Assert.Equal(RefusalCode.TooLateToExtend, Extend(request, Half, at: 30)!.Code);
        Assert.Null(Extend(request, Half, at: 29));
    }

    [Theory]
    [InlineData(RequestState.Requested, RefusalCode.NotGrantedYet)]
    [InlineData(RequestState.Approved, RefusalCode.NotGrantedYet)]
    [InlineData(RequestState.Revoking, RefusalCode.TooLateToExtend)]
    [InlineData(RequestState.Expired, RefusalCode.AlreadyEnded)]
    [InlineData(RequestState.Revoked, RefusalCode.AlreadyEnded)]
    [InlineData(RequestState.Failed, RefusalCode.AlreadyEnded)]
    [InlineData(RequestState.Denied, RefusalCode.AlreadyEnded)]
    [InlineData(RequestState.Cancelled, RefusalCode.AlreadyEnded)]
    [InlineData(RequestState.Lapsed, RefusalCode.AlreadyEnded)]
    public void Only_what_is_granted_is_extended(RequestState state, RefusalCode why)
    {
        var request = Given.In(state);
        var entries = request.News.Count;

        Assert.Equal(why, request.Extend(Given.Now.AddDays(1), remindBefore: null, RequestId.New(Given.Now), Given.By(Given.Rita), Given.Now)!.Code);
        Assert.Equal(entries, request.News.Count);
    }

    [Fact]
    public void Neither_an_approval_nor_access_without_an_end_is_extended()
    {
        var byHand = Given.Request(byHand: true);
        byHand.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now);
        byHand.BeginGrant(hadRoleBefore: false, Given.Now);
        byHand.ConfirmGrant("r-1", Given.Now);

        Assert.Equal(RefusalCode.NothingToExtend, byHand.WhyNotExtend(Given.Now)!.Code);
        Assert.Equal(RefusalCode.NothingToExtend, Given.ApprovalOnlyIn(RequestState.Approved).WhyNotExtend(Given.Now)!.Code);
    }

    [Fact]
    public void More_time_is_asked_for_by_a_request_that_no_question_about_a_role_finds()
    {
        var granted = Granted();

        var more = Ask(granted, Half, Given.Needs(1));

        Assert.Equal((Request.NoRole, null, false, true), (more.Role, more.Membership, more.IsApprovalOnly, more.IsExtension));
        Assert.Equal((granted.Id, Half, 2 * Half), (more.Extends!.Value, more.ExtendsBy!.Value, more.Duration!.Value));
        Assert.Equal((granted.Flow, granted.Target, granted.Requester, granted.OneLoginUser), (more.Flow, more.Target, more.Requester, more.OneLoginUser));
        Assert.Equal((RequestState.Requested, granted.EndsAt), (more.State, more.LapsesAt));
        Assert.Equal(2, more.Notices.Count);
        Assert.False(more.MayHold);
        Assert.Equal((granted.Id, 2 * Half, null), (more.Wish.Extends!.Value, more.Wish.Duration!.Value, more.Wish.Until));
    }

    [Fact]
    public void The_approval_that_is_enough_closes_it_and_says_how_far_the_end_moves()
    {
        var granted = Granted();
        var more = Ask(granted, Half, Given.Needs(1));

        Assert.Null(more.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now));

        Assert.Equal((RequestState.Approved, true, null), (more.State, more.IsClosed, more.NextAttemptAt));
        Assert.Equal(Given.Now + (2 * Half), more.NewEndOf(granted));
        Assert.Equal(RefusalCode.AlreadyDecided, more.Deny(Given.By(Given.Ben), Given.Now)!.Code);
    }

    [Fact]
    public void Approved_at_once_it_is_closed_and_shows_no_message_of_its_own()
    {
        var more = Ask(Granted(), Half, new Ruling.Approved());

        Assert.Equal((RequestState.Approved, true, 0, null), (more.State, more.IsClosed, more.Notices.Count, more.UnannouncedSince));
        Assert.Equal([AuditAction.Submitted, AuditAction.Approved], more.News.Select(entry => entry.Action));
    }

    [Fact]
    public void It_closes_with_the_access_that_it_is_for()
    {
        var more = Ask(Granted(), Half, Given.Needs(1));

        Assert.True(more.LapseWithGrant(Given.Now.AddMinutes(5)));
        Assert.False(more.LapseWithGrant(Given.Now.AddMinutes(5)));

        Assert.Equal((RequestState.Lapsed, true), (more.State, more.IsClosed));
        Assert.False(Given.Request().LapseWithGrant(Given.Now), "others wait on");
    }

    [Theory]
    [InlineData(30, 15, 15)]
    [InlineData(240, 15, 225)]
    [InlineData(29, 15, null)]
    [InlineData(240, 120, 120)]
    [InlineData(240, null, null)]
    public void The_holder_is_reminded_in_the_second_half_if_at_all(int minutes, int? before, int? at)
    {
        var request = Granted(TimeSpan.FromMinutes(minutes), before is { } time ? TimeSpan.FromMinutes(time) : null);

        Assert.Equal(at is { } due ? Given.Now.AddMinutes(due) : null, request.EndReminderAt);
    }

    [Fact]
    public void A_reminder_is_made_once_when_it_is_due()
    {
        var request = Granted(Half, Quarter);

        Assert.False(request.RemindOfEnd(Given.Now.AddMinutes(14)));
        Assert.True(request.RemindOfEnd(Given.Now.AddMinutes(15)));
        Assert.False(request.RemindOfEnd(Given.Now.AddMinutes(16)));

        var notice = Assert.Single(request.Notices, notice => notice.Kind == NoticeKind.Ending);
        Assert.Equal(("Ending", Given.Rita.Value, true), (notice.Key, notice.Address, notice.OwesReminder));
        Assert.DoesNotContain(notice, request.NoticesOf(0));
        Assert.Equal(AuditAction.EndReminded, request.News[^1].Action);
    }

    [Fact]
    public void Nobody_is_reminded_of_what_is_over_or_ending()
    {
        var over = Granted(Half, Quarter);
        var ending = Granted(Half, Quarter);
        ending.Revoke(Given.By(Given.Rita), Given.Now.AddMinutes(10));

        Assert.False(over.RemindOfEnd(Given.Now.AddMinutes(30)));
        Assert.False(ending.RemindOfEnd(Given.Now.AddMinutes(15)));

        Assert.DoesNotContain(over.Notices.Concat(ending.Notices), notice => notice.Kind == NoticeKind.Ending);
    }

    [Fact]
    public void An_end_that_was_moved_is_reminded_of_again()
    {
        var request = Granted(Half, Quarter);
        request.RemindOfEnd(Given.Now.AddMinutes(15));

        Extend(request, Half, at: 20, Quarter);
        Assert.Equal(Given.Now.AddMinutes(45), request.EndReminderAt);
        Assert.True(request.RemindOfEnd(Given.Now.AddMinutes(45)));

        Assert.Equal(["Ending", "Ending/1/2"], request.Notices.Where(notice => notice.Kind == NoticeKind.Ending).Select(notice => notice.Key));
    }

    private static Request Granted(TimeSpan? duration = null, TimeSpan? remindBefore = null)
    {
        var request = Given.Request(duration: duration ?? Half);
        Assert.Null(request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now));
        Assert.True(request.BeginGrant(hadRoleBefore: false, Given.Now));
        Assert.True(request.ConfirmGrant("r-1", Given.Now, remindBefore: remindBefore));
        return request;
    }

    private static Refusal? Extend(Request request, TimeSpan by, int at, TimeSpan? remindBefore = null) =>
        request.Extend(request.EndsAt!.Value + by, remindBefore, RequestId.New(Given.Now), Given.By(Given.Rita), Given.Now.AddMinutes(at));

    private static Request Ask(Request granted, TimeSpan more, Ruling ruling) => Request.AskForMore(
        RequestId.New(Given.Now), "view:V2", granted, more, Given.Flow, granted.WishForMore(granted.GrantedFor!.Value + more, "it takes longer", mustBeApproved: false), ruling, Given.By(Given.Rita), Given.Now, first: null);
}
