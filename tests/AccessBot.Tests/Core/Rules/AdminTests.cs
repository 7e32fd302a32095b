using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>What only admins may do, and what a flow's rules look back at.</summary>
public sealed class AdminTests
{
    [Theory]
    [InlineData("root", null)]
    [InlineData("rootanna", null)]
    [InlineData("ana", "NotAnAdmin")]
    [InlineData("nora", "NotAnAdmin")]
    [InlineData("gina", "Guest")]
    [InlineData("otto", "Outsider")]
    [InlineData("bot", "Bot")]
    [InlineData("dora", "Deactivated")]
    public void Everything_may_be_stopped_and_people_linked_by(string actor, string? refusal)
    {
        var person = Cast.Person(actor, flow: null);

        Assert.Equal(refusal, Cast.Rules.MayStop(person)?.Code.ToString());
        Assert.Equal(refusal, Cast.Rules.MayLink(person)?.Code.ToString());
    }

    [Theory]
    [InlineData("rita", null)]
    [InlineData("gus", "Guest")]
    [InlineData("otto", "Outsider")]
    public void Somebody_whom_no_flow_takes_is_barred_for_what_they_are(string who, string? refusal) =>
        Assert.Equal(refusal, AccessRules.WhyBarred(Cast.Requester(who).User)?.Code.ToString());

    [Fact]
    public void Rules_look_back_as_far_as_the_furthest_of_their_conditions()
    {
        var plain = Cast.Flow("plain");

        Assert.Null(plain.LooksBack);
        Assert.Null(Of(new Condition()).LooksBack);
        Assert.Equal(TimeSpan.FromDays(7), Of(new Condition { GrantsAtMost = new(3, TimeSpan.FromDays(7)) }, new Condition { GrantsAtLeast = new(1, TimeSpan.FromDays(1)) }).LooksBack);
        Assert.Equal(TimeSpan.MaxValue, Of(new Condition { GrantsAtMost = new(3, TimeSpan.FromDays(7)) }, new Condition { GrantsAtLeast = new(1, In: null) }).LooksBack);
        Assert.Equal(TimeSpan.FromDays(2), (plain with { AutoDeny = [Rule(new Condition { GrantsAtLeast = new(1, TimeSpan.FromDays(2)) })] }).LooksBack);

        Flow Of(params Condition[] conditions) => plain with { AutoApprove = [.. conditions.Select(Rule)] };

        static AutoRule Rule(Condition when) => new("some", when, "Because.");
    }

    [Theory]
    [InlineData("audit", "OnCallUnavailable")]
    [InlineData("someone", "NotAnApprover")]
    public void Who_may_be_on_call_is_told_that_it_can_not_be_told(string where, string refusal)
    {
        var onCall = new Principal.OnCall(OnCallSource.PagerDutySchedule, "P0PRIMARY");
        Principal[] approvers = where == "audit" ? [onCall] : [new Principal.SlackGroup("S0OTHERS")];
        var flow = Cast.Flow("plain") with { Approvers = [new ApproverLine(approvers, 1)] };
        var person = Cast.Requester("nora") with { Unknown = new HashSet<Principal> { onCall } };

        Assert.Equal(refusal, Cast.Rules.MayDecide(flow, Cast.Requester("rita").User.Id, person, step: 0)?.Code.ToString());
        Assert.Equal(refusal == "NotAnApprover" ? "NotYourRequest" : refusal, Cast.Rules.MayRevoke(flow, Cast.Requester("rita").User.Id, person, step: 0)?.Code.ToString());
        Assert.True(person.LacksOnCall);
        Assert.False(Cast.Requester("nora").LacksOnCall);
    }

    [Fact]
    public void A_target_for_whoever_is_on_call_is_refused_by_its_field_while_that_can_not_be_told()
    {
        var onCall = new Principal.OnCall(OnCallSource.OpsgenieSchedule, "Front desk");
        var target = Cast.Rules.Targets["production"] with { Requesters = [onCall] };
        var rules = Cast.Rules with
        {
            Targets = new Dictionary<string, Target>(StringComparer.Ordinal) { ["production"] = target },
            Flows = [Cast.Flow("plain") with { Targets = [target] }],
        };

        Assert.Equal([("OnCallUnavailable", "target")], Why(Cast.Requester("rita") with { Unknown = new HashSet<Principal> { onCall } }));
        Assert.Equal([("TargetNotAllowed", "target")], Why(Cast.Requester("rita")));

        IEnumerable<(string, string?)> Why(Standing who) =>
            Assert.IsType<Ruling.Refused>(rules.RuleOn(Cast.Wish("plain"), who, [], Cast.Now)).Why.Select(why => (why.Code.ToString(), why.Field));
    }
}
