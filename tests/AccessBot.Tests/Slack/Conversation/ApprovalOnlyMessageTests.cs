using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>An approval only, in words: nothing is called granted, and the form asks for no role and no time.</summary>
public sealed class ApprovalOnlyMessageTests
{
    [Theory]
    [InlineData(RequestState.Requested, "Requested", "Approvals: 0 of 1.")]
    [InlineData(RequestState.Approved, "Approved", "Approved by <@U0ANA> <!date^")]
    [InlineData(RequestState.Denied, "Denied", "Denied by <@U0ANA> ")]
    [InlineData(RequestState.Cancelled, "Cancelled", "Withdrawn by <@U0RITA> ")]
    [InlineData(RequestState.Lapsed, "Lapsed", "Nobody decided in time; closed ")]
    public void It_says_what_was_asked_and_how_that_stands(RequestState state, string heading, string status)
    {
        var request = Given.ApprovalOnlyIn(state);

        Assert.All(Both(request), message =>
        {
            Assert.StartsWith($"*{heading}*\n", message.Text.Text, StringComparison.Ordinal);
            Assert.Contains(" asked for an approval, and no access: *Deploy freeze exception* (<!date^", message.Words(), StringComparison.Ordinal);
            Assert.Contains(status, message.Words(), StringComparison.Ordinal);
            Assert.DoesNotMatch("(?i)grant|role|until it is ended|active", message.Words());
        });
        Assert.Equal(state == RequestState.Requested ? ["approve", "deny"] : [], ApproversMessage.Render(request).Actions());
        Assert.Equal(state switch { RequestState.Requested => ["cancel"], RequestState.Approved => [], _ => ["again"] }, RequesterMessage.Render(request, revocable: true).Actions());
    }

    [Fact]
    public void Approved_by_a_rule_it_says_why()
    {
        var request = Given.ApprovalOnly(rule: new AutoRule("small", new Condition(), "A small change"));

        Assert.All(Both(request), message => Assert.Contains("Approved at once by the access rules: A small change. Closed ", message.Words(), StringComparison.Ordinal));
    }

    [Fact]
    public void Who_denies_it_is_asked_about_the_approval()
    {
        var deny = ApproversMessage.Render(Given.ApprovalOnly()).Buttons().Single(button => button.ActionId == "deny");

        Assert.Equal("<@U0RITA> does not get an approval for Deploy freeze exception.", Drawn.Json(deny.Confirm!).GetProperty("text").GetProperty("text").GetString());
    }

    [Fact]
    public void Its_form_asks_for_neither_a_role_nor_a_time()
    {
        var (freeze, production) = (Given.ApprovalFlow, Forms.Flow("production"));

        var form = AccessForm.Render([freeze, production], freeze, certain: true);

        Assert.Equal(["flow", "reason"], form.Inputs());
        Assert.Contains("asks for an approval and nothing else", Drawn.Json<View>(form).GetRawText(), StringComparison.Ordinal);
        Assert.Equal([freeze, production], OfferedFlows.Read(OfferedFlows.Write([freeze, production]), Forms.Rules(freeze, production))!);
    }

    [Fact]
    public void What_comes_back_from_its_form_names_neither()
    {
        var form = AccessForm.Render([Given.ApprovalFlow], Given.ApprovalFlow, certain: true);

        var wish = FormReading.Read(Forms.Filled(form, ("flow", "freeze"), ("reason", "the fix can't wait")));

        Assert.Equal(("freeze", "", null, null, null), (wish.Flow, wish.Target, wish.Duration, wish.Privilege, wish.Until));
        Assert.Empty(Forms.Rules(Given.ApprovalFlow).CheckForm(wish));
    }

    private static Message[] Both(Request request) => [ApproversMessage.Render(request), RequesterMessage.Render(request, revocable: true)];
}
