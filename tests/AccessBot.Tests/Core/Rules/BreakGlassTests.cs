using AccessBot.Core.People;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>Who needs no approvers in an emergency, for how long, and what beats it.</summary>
public sealed class BreakGlassTests
{
    private const string Flow = """
        version: 1
        admins: [root@acme.com]
        targets:
          production: { label: Production, oneLoginRole: 81878 }
          billing: { label: Billing, oneLoginRole: 81879, requesters: [ { oneLoginRole: 77 } ] }
        flows:
          plain:
            targets: [production, billing]
            durations: [30m, 1h, 4h]
            reason: { required: false }
            requesters: [ { slackChannel: C0DEVELOPERS }, { slackGroup: S0APPROVERS }, root@acme.com ]
            approvers: [ { anyOf: [ { slackGroup: S0APPROVERS } ] } ]
            allowSelfApproval: true
            notify: [ { channel: C0ACCESS } ]

        """;

    private const string Developers = "breakGlass: { requesters: [ { slackChannel: C0DEVELOPERS }, { oneLoginRole: 77 } ], durationAtMost: 1h }";

    [Theory]
    // Named there, and among the flow's requesters
    [InlineData(Developers, "", "rita", "", "emergency")]
    [InlineData(Developers, "", "ana", "", "refused BreakGlassNotAllowed")]
    [InlineData(Developers, "", "root", "", "refused BreakGlassNotAllowed")]
    [InlineData(Developers, "", "sam", "", "refused NotARequester")]
    [InlineData(Developers, "", "nora", "", "refused NotARequester BreakGlassNotAllowed")]
    [InlineData(Developers, "", "cleo", "target=billing", "emergency")]
    [InlineData(Developers, "", "rita", "target=billing", "refused TargetNotAllowed")]
    // Who may do nothing may not do this
    [InlineData(Developers, "", "gus", "", "refused Guest")]
    [InlineData(Developers, "", "otto", "", "refused Outsider")]
    [InlineData(Developers, "", "bot", "", "refused Bot")]
    [InlineData(Developers, "", "dora", "", "refused Deactivated")]
    // Where the flow has no such way
    [InlineData("", "", "rita", "", "refused BreakGlassNotOffered")]
    // How long
    [InlineData(Developers, "", "rita", "duration=30", "emergency")]
    [InlineData(Developers, "", "rita", "duration=240", "refused BreakGlassTooLong")]
    [InlineData(Developers, "", "rita", "duration=45", "refused DurationNotAllowed")]
    // With a reason, whatever the flow asks for
    [InlineData(Developers, "", "rita", "reason=", "refused ReasonMissing")]
    [InlineData(Developers, "", "rita", "reason= \u200B ", "refused ReasonMissing")]
    [InlineData(Developers, "", "rita", "reason=too short", "refused ReasonTooShort")]
    [InlineData(Developers, "", "rita", "reason=ten chars.", "emergency")]
    // What the rules deny, they deny; unless they say that they mean ordinary wishes only
    [InlineData(Developers, "autoDeny: [ { when: { requesterIn: [everyone] }, because: No. } ]", "rita", "", "refused AutoDenied")]
    [InlineData(Developers, "autoDeny: [ { when: { requesterIn: [everyone], breakGlass: false }, because: No. } ]", "rita", "", "emergency")]
    [InlineData(Developers, "autoDeny: [ { when: { breakGlass: true, durationAtLeast: 1h }, because: No. } ]", "rita", "", "refused AutoDenied")]
    [InlineData(Developers, "autoDeny: [ { when: { breakGlass: true, durationAtLeast: 1h }, because: No. } ]", "rita", "duration=30", "emergency")]
    // It asks no rule that approves
    [InlineData(Developers, "autoApprove: [ { name: any, when: { requesterIn: [everyone] }, because: Fine } ]", "rita", "", "emergency")]
    [InlineData("", "autoApprove: [ { name: any, when: { requesterIn: [everyone] }, because: Fine } ]", "rita", "", "refused BreakGlassNotOffered")]
    public void An_emergency_is(string breakGlass, string rule, string requester, string changes, string ruling) =>
        Assert.Equal(ruling, Shown(Ruled(Read(breakGlass, rule), requester, changes, emergency: true)));

    [Theory]
    [InlineData("autoDeny: [ { when: { breakGlass: true }, because: No. } ]", "needs 0/1")]
    [InlineData("autoDeny: [ { when: { breakGlass: false }, because: No. } ]", "refused AutoDenied")]
    [InlineData("", "needs 0/1")]
    public void A_wish_that_is_no_emergency_is_ruled_on_as_ever(string rule, string ruling) =>
        Assert.Equal(ruling, Shown(Ruled(Read(Developers, rule), "rita", "reason=", emergency: false)));

    [Fact]
    public void An_end_that_was_picked_may_be_no_further_away_either()
    {
        var rules = Read(Developers, "allowUntil: true");
        var flow = rules.Flows[0];
        var rita = Cast.Person("rita", flow, rules);

        var refused = Assert.Single(Assert.IsType<Ruling.Refused>(rules.RuleOn(Until(61), rita, [], Cast.Now)).Why);
        Assert.Equal((RefusalCode.BreakGlassTooLong, "until"), (refused.Code, refused.Field));
        Assert.Equal("emergency", Shown(rules.RuleOn(Until(59), rita, [], Cast.Now)));

        static Wish Until(int minutes) => Cast.Wish("plain", $"duration={minutes}") with { BreakGlass = true, Until = Cast.Now.Now.AddMinutes(minutes) };
    }

    [Fact]
    public void While_nobody_can_tell_who_is_on_call_only_who_qualifies_by_something_else_gets_it()
    {
        var rules = Read("breakGlass: { requesters: [ { onCall: { pagerDutySchedule: PI7DH85 } }, root@acme.com ], durationAtMost: 1h }", "");
        var unsure = Cast.Person("rita", rules.Flows[0], rules) with { Unknown = rules.OnCalls.ToHashSet<Principal>() };
        var root = Cast.Person("root", rules.Flows[0], rules) with { Unknown = unsure.Unknown };
        var wish = Cast.Wish("plain") with { BreakGlass = true };

        var refused = Assert.Single(Assert.IsType<Ruling.Refused>(rules.RuleOn(wish, unsure, [], Cast.Now)).Why);

        Assert.Equal((RefusalCode.OnCallUnavailable, "breakGlass"), (refused.Code, refused.Field));
        Assert.Equal("emergency", Shown(rules.RuleOn(wish, root, [], Cast.Now)));
        Assert.NotNull(rules.FlowsFor(unsure)[0].BreakGlass);
    }

    [Theory]
    [InlineData("rita", true)]
    [InlineData("ana", false)]
    [InlineData("root", false)]
    public void It_is_offered_to_those_who_may(string person, bool offered)
    {
        var rules = Read(Developers, "");

        var flow = Assert.Single(rules.FlowsFor(Cast.Requester(person)));

        Assert.Equal(offered, flow.BreakGlass is not null);
        Assert.Equal(offered, Shown(Ruled(rules, person, "", emergency: true)) is "emergency");
    }

    [Theory]
    [InlineData("ana", "rita", null)]
    [InlineData("ana", "ana", RefusalCode.OwnRequest)]
    [InlineData("root", "rita", null)]
    [InlineData("root", "root", RefusalCode.OwnRequest)]
    [InlineData("rita", "cleo", RefusalCode.NotAnApprover)]
    [InlineData("gus", "rita", RefusalCode.Guest)]
    [InlineData("otto", "rita", RefusalCode.Outsider)]
    [InlineData("dora", "rita", RefusalCode.Deactivated)]
    public void Approvers_and_admins_review_but_never_their_own_whoever_may_approve_themselves(string reviewer, string requester, RefusalCode? no)
    {
        var rules = Read(Developers, "");

        Assert.Equal(no, rules.MayReview(rules.Flows[0], SlackUserId.Parse($"U{requester}"), Cast.Person(reviewer, rules.Flows[0], rules), step: 0)?.Code);
    }

    [Theory]
    [InlineData("ana", RefusalCode.NotAnApprover)]
    [InlineData("root", null)]
    public void Of_a_flow_that_is_gone_admins_review(string reviewer, RefusalCode? no)
    {
        var rules = Read(Developers, "");

        Assert.Equal(no, rules.MayReview(flow: null, SlackUserId.Parse("Urita"), Cast.Person(reviewer, flow: null, rules), step: 0)?.Code);
    }

    [Theory]
    [InlineData("rita", true, "+breakGlass +target +duration +reason ?approvers +autoDeny = approved at once, as an emergency; everybody is told, and it waits to be reviewed")]
    [InlineData("ana", true, "-breakGlass:BreakGlassNotAllowed +target +duration +reason ?approvers +autoDeny = refused: BreakGlassNotAllowed")]
    [InlineData("rita", false, "?breakGlass +target +duration +reason ?approvers +autoDeny = waits")]
    [InlineData("ana", false, "?breakGlass +target +duration +reason ?approvers +autoDeny = waits")]
    public void It_is_explained(string requester, bool emergency, string lines)
    {
        var rules = Read(Developers, "autoDeny: [ { when: { durationAtLeast: 4h }, because: No. } ]");

        var explanation = rules.Explain(Cast.Wish("plain") with { BreakGlass = emergency }, Cast.Person(requester, rules.Flows[0], rules), [], Cast.Now);

        Assert.StartsWith($"+person +requesters {lines}", ExplanationTests.Shown(explanation).Replace(".autoDeny-1", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_that_is_not_written_yet_is_said_and_not_held_against_it()
    {
        var rules = Read(Developers, "");

        var explanation = rules.Explain(Cast.Wish("plain", "reason=") with { BreakGlass = true }, Cast.Person("rita", rules.Flows[0], rules), [], Cast.Now);

        Assert.Equal("must be written, at least 10 characters; not judged here", Assert.Single(explanation.Lines, line => line.Topic == "reason").Sentence);
        Assert.True(Assert.IsType<Ruling.Approved>(explanation.Ruling).BreakGlass);
    }

    private static string Shown(Ruling ruling) => ruling is Ruling.Approved { BreakGlass: true, Rule: null } ? "emergency" : RulingTests.Shown(ruling);

    private static Ruling Ruled(AccessRules rules, string requester, string changes, bool emergency) => rules.RuleOn(
        Cast.Wish("plain", changes) with { BreakGlass = emergency }, Cast.Person(requester, rules.Flows[0], rules), [],
        Cast.Now with { Uses = new Dictionary<string, int>(StringComparer.Ordinal) });

    private static AccessRules Read(params string[] keys)
    {
        var reading = RulesFile.Read(Flow + string.Concat(keys.Where(key => key.Length > 0).Select(key => $"    {key}\n")), "access.yaml");
        Assert.Empty(reading.Problems);
        return reading.Rules!;
    }
}
