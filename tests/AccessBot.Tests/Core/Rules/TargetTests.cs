using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class TargetTests
{
    private static readonly AccessRules Rules = RulesFile.Read(
        """
        version: 1
        admins: [U0ROOT]
        targets:
          open: { label: Open, oneLoginRole: 1 }
          owner: { label: Owner, oneLoginRole: 1, privilege: admin }
          either: { label: Either, oneLoginRole: 2, privilege: ask, description: As you like, group: Some }
          some: { label: Some, oneLoginRole: 3, requesters: [ { slackGroup: S0SOME }, admins ] }
        flows:
          all: { targets: [open, owner, either, some], durations: [1h], approvers: [ { anyOf: [everyone] } ], notify: [ { channel: C0ACCESS } ] }
          few: { targets: [some], durations: [1h], approvers: [ { anyOf: [everyone] } ], notify: [ { channel: C0ACCESS } ] }
          free: { targets: [open], durations: [1h], allowUntil: true, maxDuration: 8h, approvers: [ { anyOf: [everyone] } ], notify: [ { channel: C0ACCESS } ] }
        """,
        "access.yaml").Rules!;

    [Fact]
    public void What_is_written_of_a_target_is_read()
    {
        Assert.Equal(("As you like", "Some"), (Rules.Targets["either"].Description, Rules.Targets["either"].Group));
        Assert.Null(Rules.Targets["either"].Privilege);
        Assert.Equal([Privilege.Member, Privilege.Admin], Rules.Targets["either"].Privileges);
        Assert.Equal([Privilege.Admin], Rules.Targets["owner"].Privileges);
        Assert.Equal([new Principal.SlackGroup("S0SOME"), new Principal.Admins()], Rules.Targets["some"].Requesters);
        Assert.Null(Rules.Targets["open"].Requesters);
    }

    [Theory]
    [InlineData("open", null, "needs", Privilege.Member)]
    [InlineData("open", Privilege.Member, "needs", Privilege.Member)]
    [InlineData("open", Privilege.Admin, "PrivilegeNotAllowed", Privilege.Admin)]
    [InlineData("owner", null, "needs", Privilege.Admin)]
    [InlineData("owner", Privilege.Member, "PrivilegeNotAllowed", Privilege.Member)]
    [InlineData("either", null, "PrivilegeMissing", null)]
    [InlineData("either", Privilege.Member, "needs", Privilege.Member)]
    [InlineData("either", Privilege.Admin, "needs", Privilege.Admin)]
    [InlineData("some", null, "TargetNotAllowed", Privilege.Member)]
    [InlineData("nothing", Privilege.Admin, "UnknownTarget", Privilege.Admin)]
    public void A_privilege_is_taken_only_where_the_target_has_it(string target, Privilege? asked, string ruling, Privilege? stored)
    {
        var wish = Rules.Complete(Wish("all", target) with { Privilege = asked });

        Assert.Equal(ruling, Ruled(wish, Person("U0RITA")));
        Assert.Equal(stored, wish.Privilege);
    }

    [Theory]
    [InlineData("U0RITA", "", "all:open,owner,either free:open")]
    [InlineData("U0SAM", "S0SOME", "all:open,owner,either,some few:some free:open")]
    [InlineData("U0ROOT", "", "all:open,owner,either,some few:some free:open")]
    public void Targets_are_offered_to_those_who_may_ask_for_them_and_refused_to_others(string who, string groups, string offered)
    {
        var person = Person(who, groups);

        var flows = Rules.FlowsFor(person);

        Assert.Equal(offered, string.Join(' ', flows.Select(flow => $"{flow.Key}:{string.Join(',', flow.Targets.Select(target => target.Key))}")));
        foreach (var (flow, target) in Rules.Flows.SelectMany(flow => flow.Targets.Select(target => (flow, target))))
        {
            var isOffered = flows.FirstOrDefault(f => f.Key == flow.Key)?.FindTarget(target.Key) is not null;
            var ruling = Rules.RuleOn(Wish(flow.Key, target.Key) with { Privilege = target.Privileges[0] }, person, [], Cast.Now);
            Assert.Equal(isOffered, ruling is Ruling.NeedsApproval);
        }
    }

    [Fact]
    public void A_flow_without_restricted_targets_is_offered_as_it_is() => Assert.Same(Rules.FindFlow("free"), Rules.FlowsFor(Person("U0RITA"))[^1]);

    [Fact]
    public void A_standing_answers_for_the_requesters_of_targets()
    {
        Assert.Contains(new Principal.SlackGroup("S0SOME"), Rules.PrincipalsOf(Rules.FindFlow("all")));
        Assert.DoesNotContain(new Principal.SlackGroup("S0SOME"), Rules.PrincipalsOf(Rules.FindFlow("free")));
        Assert.Contains(new Principal.SlackGroup("S0SOME"), Rules.PrincipalsOfRequesters);
    }

    [Theory]
    [InlineData("free", "60", "needs")]
    [InlineData("free", "480", "needs")]
    [InlineData("free", "481", "UntilTooLate")]
    [InlineData("free", "0", "UntilPassed")]
    [InlineData("free", "-5", "UntilPassed")]
    [InlineData("free", "none", "UntilPassed")]
    [InlineData("all", "60", "DurationNotAllowed")]
    public void An_end_of_ones_own_is_taken_within_the_maximum(string flow, string minutes, string ruling)
    {
        var left = minutes is "none" ? (TimeSpan?)null : TimeSpan.FromMinutes(int.Parse(minutes));

        Assert.Equal(ruling, Ruled(Wish(flow, "open") with { Duration = left, Until = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }, Person("U0RITA")));
    }

    [Fact]
    public void Without_a_maximum_an_end_is_no_further_away_than_the_longest_duration()
    {
        var reading = RulesFile.Read(RulesText.With(13, "    durations: [4h, 30m]\n    allowUntil: true"), "access.yaml");

        Assert.Equal(TimeSpan.FromHours(4), reading.Rules!.Flows[0].MaxDuration);
    }

    private static Wish Wish(string flow, string target) =>
        new(flow, target, TimeSpan.FromHours(1), "The queue is stuck", new Dictionary<string, string>(StringComparer.Ordinal));

    private static string Ruled(Wish wish, Standing person) => Rules.RuleOn(wish, person, [], Cast.Now) switch
    {
        Ruling.Refused refused => string.Join(' ', refused.Why.Select(why => why.Code)),
        _ => "needs",
    };

    private static Standing Person(string id, string groups = "") => new(
        new WorkspaceUser(SlackUserId.Parse(id), id, $"{id}@acme.com", IsGuest: false, IsOutsider: false, IsBot: false, IsDeactivated: false),
        groups.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Principal (group) => new Principal.SlackGroup(group))
            .Append(new Principal.SlackUser(SlackUserId.Parse(id))).ToHashSet());
}
