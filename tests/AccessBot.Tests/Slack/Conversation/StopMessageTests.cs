using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire.Blocks;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class StopMessageTests
{
    [Fact]
    public void Thousands_with_the_longest_names_fit_into_one_message_and_are_counted()
    {
        var outcome = new[] { StopOutcome.StillActive, StopOutcome.Ended, StopOutcome.Denied, StopOutcome.ApprovedBefore }
            .SelectMany(o => Enumerable.Range(0, 5000).Select(i => Stopped($"U{i:D10}", o, new string('&', 500), new string('<', 500)))).ToList();

        var text = new SectionBlock(StopMessage.Done(outcome)).Text!.Text;

        Assert.InRange(SlackText.Length(text), 1, Limits.Text);
        Assert.Contains("*Still active: 5000.*", text, StringComparison.Ordinal);
        Assert.Contains("and 4988 more", text, StringComparison.Ordinal);
        Assert.Contains("*Ended: 5000.*", text, StringComparison.Ordinal);
        Assert.Contains("denied: 5000.*", text, StringComparison.Ordinal);
        Assert.EndsWith("and 4985 more", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_failed_is_named_first_with_why()
    {
        var text = StopMessage.Done([
            Stopped("U0RITA", StopOutcome.Ended, "Production Admin", why: null),
            Stopped("U0OTTO", StopOutcome.StillActive, "Production *Admin*", "OneLogin <broke>"),
        ]).Text;

        Assert.StartsWith("*Still active: 1.*", text, StringComparison.Ordinal);
        Assert.Contains("• <@U0OTTO>, Production *Admin*: OneLogin &lt;broke&gt;\n*Ended: 1.* <@U0RITA>, Production Admin", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_only_that_was_given_in_that_moment_is_not_called_denied() => Assert.Equal(
        "*An approval only, given in that moment: 1.* <@U0RITA>, Deploy freeze exception",
        StopMessage.Done([Stopped("U0RITA", StopOutcome.ApprovedBefore, "Deploy freeze exception", why: null)]).Text);

    [Fact]
    public void One_is_not_counted_as_several()
    {
        var one = Stopped("U0RITA", StopOutcome.Ended, "Production Admin", why: null).Request;

        Assert.StartsWith("*Ending one request of one person.*", StopMessage.Begun([one], isRepeated: false).Text, StringComparison.Ordinal);
        Assert.StartsWith("*Ending 2 requests of one person.*", StopMessage.Begun([one, one], isRepeated: false).Text, StringComparison.Ordinal);
    }

    private static StoppedRequest Stopped(string user, StopOutcome outcome, string target, string? why) => new(
        new OpenRequest(RequestId.New(Given.Now), RequestState.Granted, SlackUserId.Parse(user), "Rita", 1001, target, "Production access", Given.Now, Problem: null),
        outcome, why);
}
