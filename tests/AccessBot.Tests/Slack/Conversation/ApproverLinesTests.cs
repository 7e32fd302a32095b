using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class ApproverLinesTests
{
    private static readonly Flow TwoLines = Given.Flow with
    {
        Approvers =
        [
            new ApproverLine([new Principal.SlackGroup("S0SRE")], 2),
            new ApproverLine([new Principal.OneLoginRole(4242), new Principal.Manager()], 1),
        ],
    };

    [Fact]
    public void Each_line_says_what_is_met_and_who_can_still_decide()
    {
        var request = Given.Request();
        Assert.Null(request.Approve(By(Story.Ben), Progress(first: [Story.Ben]), Given.Now));
        Assert.Null(request.Approve(By(Story.Cem), Progress(first: [Story.Ben], second: Story.Cem), Given.Now));

        var lines = ApproverLines.Of(request, TwoLines)!.Text.Split('\n');

        Assert.Matches("^• 1 of 2 from the Slack group S0SRE: approved by <@U0BEN> <!date.*>; any other of them can decide\\.$", lines[0]);
        Assert.Matches("^• 1 of 1 from the members of the OneLogin role 4242 or the requester's manager: approved by <@U0CEM> <!date[^;]*>\\.$", lines[1]);
        Assert.Contains(lines[1], ApproversMessage.Render(request, flow: TwoLines).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whom_a_later_step_lets_decide_is_named_once_it_is_reached()
    {
        var flow = Given.Flow with { Notify = [NotifyStep.InChannel("C0ACCESS"), NotifyStep.InChannel("C0SECOND") with { Approvers = [new Principal.Manager()] }] };
        var request = Given.Request();

        var before = ApproverLines.Of(request, flow)!.Text;
        request.NoticesOf(0).Single().Undeliverable("is_archived");
        Assert.True(request.MoveOn(new Announcement.Found(1, flow.Notify[1], [new Addressee(NoticeKind.Approvers, "C0SECOND")]), Given.Now));

        Assert.Equal("• 0 of 1 from the Slack group S0SRE: any of them can decide.", before);
        Assert.Equal("• 0 of 1 from the Slack group S0SRE or the requester's manager: any of them can decide.", ApproverLines.Of(request, flow)!.Text);
    }

    [Fact]
    public void What_was_counted_by_other_rules_is_not_said_of_these()
    {
        var request = Given.Request(approvals: 2);
        Assert.Null(request.Approve(By(Story.Ben), Given.Needs(2, have: 1), Given.Now));

        Assert.Equal(
            ["• It takes 2 from the Slack group S0SRE.", "• It takes 1 from the members of the OneLogin role 4242 or the requester's manager."],
            ApproverLines.Of(request, TwoLines)!.Text.Split('\n'));
    }

    [Theory]
    [InlineData("approved")]
    [InlineData("granted")]
    [InlineData("denied")]
    public void Nobody_is_waited_for_once_it_is_decided(string story) => Assert.Null(ApproverLines.Of(Story.All[story](new Story()), TwoLines));

    [Fact]
    public void After_the_decision_the_message_says_who_decided_what_and_when()
    {
        var denied = (new Story() with { Need = 2 }).OneOfTwo();
        Assert.Null(denied.Deny(By(Story.Cem), denied.RequestedAt.AddMinutes(5)));
        var (granted, ended) = (new Story().Granted(), Story.All["expired"](new Story()));

        Assert.Matches("Approved by <@U0BEN> <!date[^>]*>\\. Active until", ApproversMessage.Render(granted).Words());
        Assert.Matches("Denied by <@U0CEM> <!date[^>]*>\\.\nBefore, it was approved by <@U0BEN> <!date[^>]*>\\.", ApproversMessage.Render(denied).Words());
        Assert.Matches("Ended <!date[^>]*>\\.\nBefore, it was approved by <@U0BEN> <!date[^>]*>\\.", ApproversMessage.Render(ended).Words());
    }

    [Fact]
    public void A_message_that_it_had_moved_on_from_goes_on_to_say_so()
    {
        var request = new Story().Requested();
        request.NoticesOf(0).Single().Undeliverable("is_archived");
        Assert.True(request.MoveOn(new Announcement.Found(1, NotifyStep.InChannel("C0SECOND"), [new Addressee(NoticeKind.Approvers, "C0SECOND")]), request.RequestedAt));
        Assert.Null(request.Deny(By(Story.Cem), request.RequestedAt));

        Assert.Matches("It had moved on from here: from <!date.*> on it waited for the approvers in <#C0SECOND>\\.", ApproversMessage.Render(request, step: 0).Words());
        Assert.DoesNotContain("moved on", ApproversMessage.Render(request, step: 1).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_ends_with_what_a_command_takes_to_name_the_request()
    {
        var request = new Story().Requested();

        Assert.EndsWith($"\nRequest {request.Id}", ApproversMessage.Render(request).Text.Text, StringComparison.Ordinal);
        Assert.EndsWith($"\nRequest {request.Id}", RequesterMessage.Render(request, revocable: true).Text.Text, StringComparison.Ordinal);
    }

    private static Actor By(SlackUserId who) => new(who, who.Value, "C0ACCESS");

    private static Ruling.NeedsApproval Progress(IReadOnlyList<SlackUserId> first, SlackUserId? second = null) => new(
    [
        new LineProgress(TwoLines.Approvers[0], first.Count) { By = first },
        new LineProgress(TwoLines.Approvers[1], second is null ? 0 : 1) { By = second is { } one ? [one] : [] },
    ]);
}
