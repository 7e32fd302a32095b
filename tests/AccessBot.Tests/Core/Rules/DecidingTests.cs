namespace AccessBot.Tests.Core.Rules;

public sealed class DecidingTests
{
    [Theory]
    [InlineData("plain", "ana", null)]
    [InlineData("plain", "nora", "NotAnApprover")]
    [InlineData("plain", "root", "NotAnApprover")]
    [InlineData("plain", "rita", "OwnRequest")]
    [InlineData("self", "rita", "NotAnApprover")]
    [InlineData("plain", "gus", "Guest")]
    [InlineData("guests", "gus", null)]
    [InlineData("guests", "gwen", "NotAnApprover")]
    [InlineData("plain", "otto", "Outsider")]
    [InlineData("guests", "otto", "Outsider")]
    [InlineData("plain", "bot", "Bot")]
    [InlineData("plain", "dora", "Deactivated")]
    [InlineData("boss", "mia", null)]
    [InlineData("anybody", "nora", null)]
    [InlineData("byadmins", "root", null)]
    [InlineData("nobody", "ana", "NotAnApprover")]
    public void On_a_request_of_rita_may_decide(string flow, string actor, string? refusal)
    {
        var asked = Cast.Flow(flow);

        var answer = Cast.Rules.MayDecide(asked, Cast.Requester("rita").User.Id, Cast.Person(actor, asked), step: 0);

        Assert.Equal(refusal, answer?.Code.ToString());
    }

    [Fact]
    public void Self_approval_is_for_requesters_who_are_approvers()
    {
        var flow = Cast.Flow("self");

        var answer = Cast.Rules.MayDecide(flow, Cast.Requester("ana").User.Id, Cast.Person("ana", flow), step: 0);

        Assert.Null(answer);
    }

    [Theory]
    [InlineData("plain", "rita", null)]
    [InlineData("plain", "ana", null)]
    [InlineData("plain", "root", null)]
    [InlineData("plain", "nora", "NotYourRequest")]
    [InlineData("plain", "sam", "NotYourRequest")]
    [InlineData("plain", "gus", "Guest")]
    [InlineData("plain", "otto", "Outsider")]
    [InlineData("plain", "bot", "Bot")]
    [InlineData("plain", "dora", "Deactivated")]
    [InlineData("plain", "gina", "Guest")]
    [InlineData("guests", "gus", null)]
    [InlineData("guests", "gina", null)]
    [InlineData("kept", "rita", "RevokeNotAllowed")]
    [InlineData("kept", "ana", "RevokeNotAllowed")]
    [InlineData("kept", "root", null)]
    [InlineData("kept", "rootanna", null)]
    [InlineData("kept", "nora", "NotYourRequest")]
    [InlineData(null, "rita", null)]
    [InlineData(null, "root", null)]
    [InlineData(null, "ana", "NotYourRequest")]
    [InlineData(null, "nora", "NotYourRequest")]
    [InlineData(null, "otto", "Outsider")]
    [InlineData(null, "gina", "Guest")]
    public void The_access_of_rita_may_end(string? flow, string actor, string? refusal)
    {
        var given = flow is null ? null : Cast.Flow(flow);

        var answer = Cast.Rules.MayRevoke(given, Cast.Requester("rita").User.Id, Cast.Person(actor, given), step: 0);

        Assert.Equal(refusal, answer?.Code.ToString());
    }

    [Theory]
    [InlineData("gus", "plain")]
    [InlineData("gus", null)]
    [InlineData("otto", "plain")]
    public void Who_could_not_ask_today_may_still_give_back_what_they_hold(string holder, string? flow)
    {
        var given = flow is null ? null : Cast.Flow(flow);

        var answer = Cast.Rules.MayRevoke(given, Cast.Requester(holder).User.Id, Cast.Person(holder, given), step: 0);

        Assert.Null(answer);
    }
}
