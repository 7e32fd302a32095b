using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>What Slack's codes mean, and what a message looks like that Slack didn't take whole.</summary>
public sealed class DeliveryFaultsTests
{
    [Fact]
    public void Each_code_has_one_answer() =>
        Assert.Distinct(DeliveryFaults.All.SelectMany(answer => answer.Codes));

    [Theory]
    [InlineData("is_archived", "Undeliverable")]
    [InlineData("user_disabled", "Undeliverable")]
    [InlineData("something_new", "Undeliverable")]
    [InlineData("message_not_found", "MessageGone")]
    [InlineData("msg_too_long", "Misshapen")]
    [InlineData("token_revoked", "Installation")]
    [InlineData("http_407", "Installation")]
    [InlineData("ratelimited", "Passing")]
    [InlineData("service_unavailable", "Passing")]
    public void A_code_is_looked_up(string code, string fault) =>
        Assert.Equal(fault, $"{DeliveryFaults.Of(new SlackApiException("chat.postMessage", code))}");

    [Fact]
    public void The_short_form_has_the_beginning_and_the_buttons_and_is_short()
    {
        var buttons = new ActionsBlock(new Button("approve", "Approve") { Value = "1" });
        var whole = new Message(
            Mrkdwn.Of($"all of it"), new SectionBlock(Mrkdwn.Of($"*Requested*\nRita asked for {new string('x', 2000)}")), new SectionBlock(Mrkdwn.Of($"a long reason")), buttons);

        var inShort = ShortForm.Of(whole);

        var text = Assert.IsType<SectionBlock>(inShort.Blocks[0]).Text!.Text;
        Assert.StartsWith("*Requested*\nRita asked for xxx", text, StringComparison.Ordinal);
        Assert.EndsWith("\nSlack doesn't take the rest of this message.", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 500, 700);
        Assert.Equal(text, inShort.Text.Text);
        Assert.Equal(buttons, inShort.Blocks[1]);
        Assert.Equal(2, inShort.Blocks.Count);
    }
}
