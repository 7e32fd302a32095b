using System.Globalization;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>What is decided at once: the rules of a file, and the ruling that they give.</summary>
public sealed class AutoRuleTests
{
    private const string Flow = """
        version: 1
        admins: [root@acme.com]
        targets:
          production: { label: Production, oneLoginRole: 81878 }
          billing: { label: Billing, oneLoginRole: 81879 }
        flows:
          plain:
            label: Plain
            targets: [production, billing]
            durations: [30m, 1h, 4h]
            fields: [ { name: urgency, label: Urgency } ]
            approvers: [ { anyOf: [ { slackGroup: S0APPROVERS } ] } ]
            notify: [ { channel: C0ACCESS } ]

        """;

    [Theory]
    // Who asks
    [InlineData("requesterIn: [ { slackChannel: C0DEVELOPERS } ]", "rita", "", "", "approved")]
    [InlineData("requesterIn: [ { slackChannel: C0DEVELOPERS } ]", "nora", "", "", "needs 0/1")]
    [InlineData("requesterIn: [ admins ]", "root", "", "", "approved")]
    [InlineData("requesterIn: [ admins ]", "rita", "", "", "needs 0/1")]
    [InlineData("requesterIn: [ everyone ]", "nora", "", "", "approved")]
    [InlineData("requesterIn: [ everyone ]", "gwen", "", "", "refused Guest")]
    [InlineData("requesterIn: [ everyone ]", "bot", "", "", "refused Bot")]
    // What for
    [InlineData("targets: [billing]", "nora", "target=billing", "", "approved")]
    [InlineData("targets: [billing]", "nora", "", "", "needs 0/1")]
    [InlineData("targets: [billing, production]", "nora", "", "", "approved")]
    // How long
    [InlineData("durationAtMost: 30m", "nora", "duration=30", "", "approved")]
    [InlineData("durationAtMost: 30m", "nora", "duration=60", "", "needs 0/1")]
    [InlineData("durationAtLeast: 4h", "nora", "duration=240", "", "approved")]
    [InlineData("durationAtLeast: 4h", "nora", "duration=60", "", "needs 0/1")]
    [InlineData("{ durationAtLeast: 1h, durationAtMost: 1h }", "nora", "duration=60", "", "approved")]
    // The fields
    [InlineData("fields: { urgency: high }", "nora", "urgency=high", "", "approved")]
    [InlineData("fields: { urgency: high }", "nora", "urgency=High", "", "needs 0/1")]
    [InlineData("fields: { urgency: high }", "nora", "", "", "needs 0/1")]
    [InlineData("fields: { urgency: [high, critical] }", "nora", "urgency=critical", "", "approved")]
    [InlineData("fields: { urgency: '' }", "nora", "", "", "approved")]
    [InlineData("fields: { urgency: '' }", "nora", "urgency=low", "", "needs 0/1")]
    // When: the clock shows Monday, 9:30 in London
    [InlineData("hours: { days: [mon-fri], from: '09:00', to: '17:00', zone: Europe/London }", "nora", "", "", "approved")]
    [InlineData("hours: { days: [tue-mon], from: '09:00', to: '17:00', zone: Europe/London }", "nora", "", "", "approved")]
    [InlineData("hours: { days: [sat, sun], zone: Europe/London }", "nora", "", "", "needs 0/1")]
    [InlineData("hours: { from: '09:00', to: '17:00', zone: America/New_York }", "nora", "", "", "needs 0/1")]
    [InlineData("outsideHours: { days: [mon-fri], from: '09:00', to: '17:00', zone: Europe/London }", "nora", "", "", "needs 0/1")]
    [InlineData("outsideHours: { days: [sat, sun], zone: Europe/London }", "nora", "", "", "approved")]
    // The past: grants so many days ago
    [InlineData("grantsAtMost: { count: 0 }", "nora", "", "", "approved")]
    [InlineData("grantsAtMost: { count: 0 }", "nora", "", "400", "needs 0/1")]
    [InlineData("grantsAtMost: { count: 3, in: 7d }", "nora", "", "1 2 3", "approved")]
    [InlineData("grantsAtMost: { count: 3, in: 7d }", "nora", "", "1 2 3 6.9", "needs 0/1")]
    [InlineData("grantsAtMost: { count: 3, in: 7d }", "nora", "", "1 2 3 7", "approved")]
    [InlineData("grantsAtLeast: { count: 1 }", "nora", "", "", "needs 0/1")]
    [InlineData("grantsAtLeast: { count: 1 }", "nora", "", "400", "approved")]
    [InlineData("grantsAtLeast: { count: 2, in: 30d }", "nora", "", "1 31", "needs 0/1")]
    [InlineData("grantsAtLeast: { count: 2, in: 30d }", "nora", "", "1 29", "approved")]
    // All of it
    [InlineData("{ requesterIn: [ { slackChannel: C0DEVELOPERS } ], durationAtMost: 1h, fields: { urgency: high } }", "rita", "urgency=high", "", "approved")]
    [InlineData("{ requesterIn: [ { slackChannel: C0DEVELOPERS } ], durationAtMost: 1h, fields: { urgency: high } }", "nora", "urgency=high", "", "needs 0/1")]
    [InlineData("{ requesterIn: [ { slackChannel: C0DEVELOPERS } ], durationAtMost: 1h, fields: { urgency: high } }", "rita", "urgency=high; duration=240", "", "needs 0/1")]
    [InlineData("{ requesterIn: [ { slackChannel: C0DEVELOPERS } ], durationAtMost: 1h, fields: { urgency: high } }", "rita", "urgency=low", "", "needs 0/1")]
    public void A_condition_holds_or_not(string when, string requester, string changes, string grants, string ruling)
    {
        var condition = when.StartsWith('{') ? when : $"{{ {when} }}";
        var denying = ruling switch { "approved" => "refused AutoDenied", _ => ruling };

        Assert.Equal(ruling, Ruled($"autoApprove: [ {{ when: {condition}, because: Fine }} ]", requester, changes, grants));
        Assert.Equal(denying, Ruled($"autoDeny: [ {{ when: {condition}, because: No. }} ]", requester, changes, grants));
    }

    [Theory]
    [InlineData("", "approved")]
    [InlineData("fast=1", "approved")]
    [InlineData("fast=2", "needs 0/1")]
    [InlineData("fast=7", "needs 0/1")]
    [InlineData("other=7", "needs 0/1")]
    public void What_is_used_up_needs_people_and_so_does_what_was_not_counted(string used, string ruling)
    {
        var uses = used.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(u => u.Split('=')).ToDictionary(u => u[0], u => int.Parse(u[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        if (used.Length == 0)
        {
            uses["fast"] = 0;
        }

        Assert.Equal(ruling, Ruled("autoApprove: [ { name: fast, when: { durationAtMost: 4h }, because: Fine, limit: { uses: 2, in: 7d } } ]", "nora", uses: uses));
    }

    [Fact]
    public void The_first_that_applies_and_is_not_used_up_counts()
    {
        var rules = Read("""
            autoApprove:
                  - { name: first, when: { durationAtMost: 4h }, because: First, limit: { uses: 1, in: 1d } }
                  - { name: second, when: { durationAtMost: 4h }, because: Second. }
            """);
        var at = Cast.Now with { Uses = new Dictionary<string, int>(StringComparer.Ordinal) { ["first"] = 1 } };

        var ruling = Assert.IsType<Ruling.Approved>(rules.RuleOn(Cast.Wish("plain"), Cast.Person("nora", rules.Flows[0]), [], at));

        Assert.Equal(("second", "Second"), (ruling.Rule!.Name, ruling.Rule.Because));
    }

    [Theory]
    [InlineData("", "refused AutoDenied")]
    [InlineData("ana", "refused AutoDenied")]
    public void A_deny_beats_every_approval(string votes, string ruling) => Assert.Equal(ruling, Ruled(
        """
        autoApprove: [ { when: { requesterIn: [everyone] }, because: Fine } ]
            autoDeny: [ { when: { hours: { days: [mon], zone: UTC } }, because: Not on Mondays. } ]
        """, "nora", votes: votes));

    [Theory]
    [InlineData("autoApprove", "{ onCall: { pagerDutySchedule: PI7DH85 } }", "needs 0/1")]
    [InlineData("autoApprove", "{ allOf: [ everyone, { noneOf: [ { onCall: { pagerDutySchedule: PI7DH85 } } ] } ] }", "needs 0/1")]
    [InlineData("autoDeny", "{ onCall: { pagerDutySchedule: PI7DH85 } }", "refused AutoDenied")]
    [InlineData("autoDeny", "{ allOf: [ everyone, { noneOf: [ { onCall: { pagerDutySchedule: PI7DH85 } } ] } ] }", "refused AutoDenied")]
    public void While_nobody_can_tell_who_is_on_call_nothing_is_approved_by_that_and_nobody_escapes_a_denial(string rule, string who, string ruling)
    {
        var rules = Read($"{rule}: [ {{ when: {{ requesterIn: [ {who} ] }}, because: So. }} ]");
        var nora = Cast.Person("nora", rules.Flows[0], rules);
        var unsure = nora with { Unknown = rules.OnCalls.ToHashSet<Principal>() };

        Assert.Equal(ruling, RulingTests.Shown(rules.RuleOn(Cast.Wish("plain"), unsure, [], Cast.Now)));
    }

    [Fact]
    public void Once_people_have_been_asked_they_decide()
    {
        const string rule = "autoApprove: [ { when: { requesterIn: [everyone] }, because: Fine } ]";

        Assert.Equal("needs 0/1", Ruled(rule, "nora", votes: "sam"));
        Assert.Equal("approved", Ruled(rule, "nora", votes: "ana"));
    }

    [Fact]
    public void Every_deny_that_applies_is_a_reason_in_its_own_words()
    {
        var rules = Read("""
            autoDeny:
                  - { when: { durationAtLeast: 1h }, because: An hour is too long }
                  - { when: { requesterIn: [everyone] }, because: 'Nobody, today.' }
            """);

        var refused = Assert.IsType<Ruling.Refused>(rules.RuleOn(Cast.Wish("plain"), Cast.Person("nora", rules.Flows[0]), [], Cast.Now));

        Assert.Equal(
            ["The rules of Plain refuse this now: An hour is too long. Ask for something else, ask at another time, or turn to an AccessBot admin.",
             "The rules of Plain refuse this now: Nobody, today. Ask for something else, ask at another time, or turn to an AccessBot admin."],
            refused.Why.Select(why => why.Sentence));
    }

    [Theory]
    [InlineData("autoApprove: []", "empty-list", "when")]
    [InlineData("autoApprove: [ { because: Fine } ]", "missing-key", "Say when it applies")]
    [InlineData("autoApprove: [ { when: { durationAtMost: 1h } } ]", "missing-key", "Say why in a few words")]
    [InlineData("autoDeny: [ { when: { durationAtLeast: 1h } } ]", "missing-key", "as the requester is to read it")]
    [InlineData("autoApprove: [ { when: {}, because: Fine } ]", "empty-list", "requesterIn: [everyone]")]
    [InlineData("autoApprove: [ { when: { durationMost: 1h }, because: Fine } ]", "unknown-key", "Did you mean 'durationAtMost'?")]
    [InlineData("autoApprove: [ { when: { targets: [prod] }, because: Fine } ]", "unknown-target", "Valid names: production, billing.")]
    [InlineData("autoApprove: [ { when: { fields: { urgncy: high } }, because: Fine } ]", "unknown-field", "Did you mean 'urgency'?")]
    [InlineData("autoApprove: [ { when: { durationAtMost: 1h, durationAtLeast: 2h }, because: Fine } ]", "contradiction", "the smaller of the two")]
    [InlineData("autoApprove: [ { when: { hours: { from: '08:00' } }, because: Fine } ]", "missing-key", "whose clocks")]
    [InlineData("autoApprove: [ { when: { hours: { zone: Europe/Berln } }, because: Fine } ]", "bad-zone", "tzdata")]
    [InlineData("autoApprove: [ { when: { hours: { days: [monday], zone: UTC } }, because: Fine } ]", "bad-text", "mon-fri")]
    [InlineData("autoApprove: [ { when: { hours: { from: 8, zone: UTC } }, because: Fine } ]", "bad-text", "'08:00'")]
    [InlineData("autoApprove: [ { when: { hours: { from: '08:00', to: '08:00', zone: UTC } }, because: Fine } ]", "contradiction", "Leave both out")]
    [InlineData("autoApprove: [ { when: { grantsAtMost: { in: 7d } }, because: Fine } ]", "missing-key", "Say how many")]
    [InlineData("autoApprove: [ { when: { grantsAtMost: { count: 101 } }, because: Fine } ]", "bad-number", "(0 to 100)")]
    [InlineData("autoApprove: [ { when: { grantsAtLeast: { count: 0 } }, because: Fine } ]", "bad-number", "(1 to 100)")]
    [InlineData("autoApprove: [ { name: a, when: { durationAtMost: 1h }, because: Fine, limit: { uses: 0, in: 7d } } ]", "bad-number", "uses: 3")]
    [InlineData("autoApprove: [ { name: a, when: { durationAtMost: 1h }, because: Fine, limit: { uses: 3 } } ]", "missing-key", "within how long")]
    [InlineData("autoApprove: [ { name: a, when: { durationAtMost: 1h }, because: Fine, limit: { uses: 3, in: 7d, per: team } } ]", "bad-text", "everybody")]
    [InlineData("autoApprove: [ { when: { durationAtMost: 1h }, because: Fine, limit: { uses: 3, in: 7d } } ]", "missing-key", "counted by that")]
    [InlineData("autoDeny: [ { when: { durationAtMost: 1h }, because: No., limit: { uses: 3, in: 7d } } ]", "unknown-key", "Valid keys: name, when, because")]
    [InlineData("autoApprove: [ { name: a, when: { durationAtMost: 1h }, because: x }, { name: a, when: { durationAtMost: 1h }, because: x } ]", "duplicate-value", "a name of its own")]
    public void What_is_wrong_is_said_with_what_to_do(string rule, string code, string words)
    {
        var problem = Assert.Single(RulesFile.Read(Flow + "    " + rule, "access.yaml").Problems);

        Assert.Equal(code, problem.Code);
        Assert.Contains(words, $"{problem.Message} {problem.Remedy}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("autoApprove: [ { name: short, when: { durationAtMost: 1h }, because: Short } ]", "+autoApprove short = approved at once by short")]
    [InlineData("autoApprove: [ { name: short, when: { durationAtMost: 30m }, because: Short } ]", "?autoApprove short = waits for approval by 1 of the Slack group S0APPROVERS; it lapses after 8 hours")]
    [InlineData("autoApprove: [ { name: short, when: { durationAtMost: 1h }, because: Short, limit: { uses: 1, in: 7d } } ]", "?autoApprove short = waits for approval by 1 of the Slack group S0APPROVERS; it lapses after 8 hours")]
    [InlineData("autoDeny: [ { name: long, when: { durationAtLeast: 1h }, because: Long } ]", "-autoDeny long = refused: AutoDenied")]
    [InlineData("autoDeny: [ { name: long, when: { durationAtLeast: 4h }, because: Long } ]", "+autoDeny long = waits for approval by 1 of the Slack group S0APPROVERS; it lapses after 8 hours")]
    public void It_is_explained_rule_by_rule(string rule, string shown)
    {
        var rules = Read(rule);

        var explanation = rules.Explain(Cast.Wish("plain"), Cast.Person("nora", rules.Flows[0]), [], Cast.Now);

        var line = Assert.Single(explanation.Lines, line => line.Topic.StartsWith("auto", StringComparison.Ordinal));
        var mark = line.Mark switch { ExplanationMark.Good => '+', ExplanationMark.Bad => '-', _ => '?' };
        Assert.Equal(shown, $"{mark}{line.Topic} = {explanation.Lines[^1].Sentence}");
    }

    private static AccessRules Read(string rule)
    {
        var reading = RulesFile.Read(Flow + "    " + rule, "access.yaml");
        return reading.Rules ?? throw new InvalidOperationException(string.Join(Environment.NewLine, reading.Problems));
    }

    private static string Ruled(
        string rule, string requester, string changes = "", string grants = "", string votes = "", IReadOnlyDictionary<string, int>? uses = null)
    {
        var rules = Read(rule);
        var at = new Circumstances(
            Cast.Now.Now,
            [.. grants.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(days => Cast.Now.Now - TimeSpan.FromDays(double.Parse(days, CultureInfo.InvariantCulture)))],
            uses ?? new Dictionary<string, int>(StringComparer.Ordinal));
        var flow = rules.Flows[0];

        return RulingTests.Shown(rules.RuleOn(Cast.Wish("plain", changes), Cast.Person(requester, flow, rules), Cast.Votes(votes, flow, rules), at));
    }
}
