using System.Diagnostics;
using System.Text.RegularExpressions;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class RulesFileTests
{
    [Fact]
    public void A_full_file_is_read_as_it_is_written()
    {
        var reading = RulesFile.Read(RulesText.Good, "access.yaml");

        Assert.Empty(reading.Problems);
        var rules = reading.Rules!;
        Assert.Equal([new Principal.Email("ana@acme.com")], rules.Admins);
        Assert.Equal(new Target("prod", "Production", 81878, Privilege.Member), Assert.Single(rules.Targets).Value);
        Assert.Equal([81878], rules.Roles);
        var flow = Assert.Single(rules.Flows);
        Assert.Equal("production", flow.Key);
        Assert.Equal("Production access", flow.Label);
        Assert.Equal("For incidents and releases.", flow.Description);
        Assert.Equal([rules.Targets["prod"]], flow.Targets);
        Assert.Equal([TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(4)], flow.Durations);
        Assert.Equal(new ReasonRule(Required: true, MinLength: 10), flow.Reason);
        var field = Assert.Single(flow.Fields);
        Assert.Equal(("ticket", "Ticket", true, null, "^[A-Z]+-[0-9]+$"), (field.Name, field.Label, field.Required, field.Default, field.Pattern!.ToString()));
        Assert.Equal([new Principal.Everyone()], flow.Requesters);
        var line = Assert.Single(flow.Approvers);
        Assert.Equal([new Principal.SlackGroup("S0SRE"), new Principal.OneLoginRole(4242)], line.AnyOf);
        Assert.Equal(1, line.Count);
        Assert.Equal(NotifyStep.InChannel("C0ACCESS"), Assert.Single(flow.Notify));
        Assert.Equal(TimeSpan.FromHours(8), flow.LapseAfter);
        Assert.Equal((true, true, false, false), (flow.AutoRevoke, flow.AllowRevoke, flow.AllowGuests, flow.AllowSelfApproval));
    }

    [Fact]
    public void What_may_be_left_out_has_its_default()
    {
        const string least =
            """
            version: 1
            admins: [U0ANA]
            targets: { prod: { oneLoginRole: 7 } }
            flows:
              production:
                targets: [prod]
                durations: [1h]
                approvers: [ { anyOf: [admins] } ]
                notify: [ { channel: C0ACCESS } ]
            """;

        var reading = RulesFile.Read(least, "access.yaml");

        Assert.Empty(reading.Problems);
        var flow = reading.Rules!.Flows[0];
        Assert.Equal(new Target("prod", "prod", 7, Privilege.Member), flow.Targets[0]);
        Assert.Equal(("production", null), (flow.Label, flow.Description));
        Assert.Equal(new ReasonRule(Required: true, MinLength: 0), flow.Reason);
        Assert.Equal([new Principal.Everyone()], flow.Requesters);
        Assert.Equal(1, flow.Approvers[0].Count);
        Assert.Equal(TimeSpan.FromHours(8), flow.LapseAfter);
        Assert.Equal((true, true, false, false), (flow.AutoRevoke, flow.AllowRevoke, flow.AllowGuests, flow.AllowSelfApproval));
    }

    [Fact]
    public void A_file_with_comments_in_block_style_is_read_just_so()
    {
        const string text =
            """
            version: 1
            admins:
            - ana@acme.com
            targets:
              production-admin:
                label: Production Admin
                oneLoginRole: 81878          # numeric id; the only roles AccessBot ever touches
                privilege: admin             # member | admin
            flows:
              production:
                label: "Production access"
                description: >
                  For incidents and
                  releases.
                targets:
                - production-admin
                durations: [30m, 1h, 4h]     # s m h d; the first is preselected
                reason: { required: true, minLength: 10 }
                fields:
                  - name: ticket
                    label: Ticket
                    default: OPS-1
                    pattern: '^[A-Z]+-[0-9]+$'
                requesters: [everyone]
                approvers:                   # every line must be met; one person counts once overall
                  - { anyOf: [ { slackGroup: S0SRE }, { oneLoginRole: 4242 } ], count: 2 }
                  - anyOf:
                    - manager: requester
                notify:
                  - channel: C0ACCESS
                lapseAfter: 8h
            """;

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Empty(reading.Problems);
        var flow = reading.Rules!.Flows[0];
        Assert.Equal(new Target("production-admin", "Production Admin", 81878, Privilege.Admin), flow.Targets[0]);
        Assert.Equal("For incidents and releases.", flow.Description);
        Assert.Equal("OPS-1", flow.Fields[0].Default);
        Assert.Equal(2, flow.Approvers[0].Count);
        Assert.Equal([new Principal.Manager()], flow.Approvers[1].AnyOf);
    }

    [Theory]
    [InlineData("everyone", "Everyone { }")]
    [InlineData("admins", "Admins { }")]
    [InlineData("ben@acme.com", "Email { Address = ben@acme.com }")]
    [InlineData("{ user: ben@acme.com }", "Email { Address = ben@acme.com }")]
    [InlineData("{ user: U0BEN }", "SlackUser { Id = U0BEN }")]
    [InlineData("W0BEN", "SlackUser { Id = W0BEN }")]
    [InlineData("{ slackGroup: S0SRE }", "SlackGroup { Id = S0SRE }")]
    [InlineData("{ slackChannel: C0OPS }", "SlackChannel { Id = C0OPS }")]
    [InlineData("{ slackChannel: G0OPS }", "SlackChannel { Id = G0OPS }")]
    [InlineData("{ oneLoginRole: 4242 }", "OneLoginRole { Id = 4242 }")]
    [InlineData("{ manager: requester }", "Manager { }")]
    public void Every_way_to_name_people_is_read(string written, string read)
    {
        var reading = RulesFile.Read(RulesText.With(19, $"      - {{ anyOf: [ {written} ] }}"), "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.Equal(read, Assert.Single(reading.Rules!.Flows[0].Approvers[0].AnyOf).ToString());
    }

    [Fact]
    public void Access_may_end_by_hand_only()
    {
        var text = RulesText.With(13, "").Replace("autoRevoke: true", "autoRevoke: false", StringComparison.Ordinal);

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.False(reading.Rules!.Flows[0].AutoRevoke);
        Assert.Empty(reading.Rules.Flows[0].Durations);
    }

    [Theory]
    [InlineData("", DecisionMessage.Off)]
    [InlineData("    decisionMessage: off", DecisionMessage.Off)]
    [InlineData("    decisionMessage: optional", DecisionMessage.Optional)]
    [InlineData("    decisionMessage: 'required'", DecisionMessage.Required)]
    public void Approvers_are_asked_why_as_the_rules_say(string line, DecisionMessage policy)
    {
        var reading = RulesFile.Read(RulesText.With(25, line), "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.Equal(policy, reading.Rules!.Flows[0].DecisionMessage);
    }

    [Fact]
    public void Flows_keep_their_order_and_more_than_a_hundred_are_fine()
    {
        var flows = Enumerable.Range(1, 150).Reverse().Select(i =>
            $"  flow{i}: {{ targets: [prod], durations: [1h], approvers: [ {{ anyOf: [everyone] }} ], notify: [ {{ channel: C0ACCESS }} ] }}\n");
        var text = $"version: 1\nadmins: [ana@acme.com]\ntargets: {{ prod: {{ oneLoginRole: 1 }} }}\nflows:\n{string.Concat(flows)}";

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.Equal(150, reading.Rules!.Flows.Count);
        Assert.Equal("flow150", reading.Rules.Flows[0].Key);
    }

    [Fact]
    public void One_role_may_be_in_several_targets()
    {
        var reading = RulesFile.Read(RulesText.With(4, "  other: { label: Other, oneLoginRole: 81878 }\n  prod:"), "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.Equal(2, reading.Rules!.Targets.Count);
    }

    [Fact]
    public void Values_may_be_repeated_by_an_alias()
    {
        var text = RulesText.With(19, "      - { anyOf: &people [ { slackGroup: S0SRE } ], count: 1 }\n      - { anyOf: *people }");

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.Equal(reading.Rules!.Flows[0].Approvers[0].AnyOf, reading.Rules.Flows[0].Approvers[1].AnyOf);
    }

    [Theory]
    [InlineData("^[A-Z]+-[0-9]+$", true)]
    [InlineData("^(?!TEST)[A-Z]+-[0-9]+$", false)]
    public void A_pattern_is_made_so_that_no_text_takes_long_to_match(string pattern, bool withoutBacktracking)
    {
        var reading = RulesFile.Read(RulesText.With(16, $"      - {{ name: ticket, pattern: '{pattern}' }}"), "access.yaml");

        Assert.Empty(reading.Problems);
        var made = reading.Rules!.Flows[0].Fields[0].Pattern!;
        Assert.Equal(withoutBacktracking, made.Options.HasFlag(RegexOptions.NonBacktracking));
        Assert.Equal(TimeSpan.FromMilliseconds(250), made.MatchTimeout);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("# The rules\n\n")]
    [InlineData("---\n")]
    public void A_byte_order_mark_a_comment_or_a_document_start_may_stand_first(string first)
    {
        var reading = RulesFile.Read(first + RulesText.Good, "access.yaml");

        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData(75, true)]
    [InlineData(76, false)]
    public void A_label_has_as_many_characters_as_a_menu_of_Slack_shows(int length, bool fits)
    {
        var label = string.Concat(Enumerable.Repeat("😀", length));

        var reading = RulesFile.Read(RulesText.With(5, $"    label: {label}"), "access.yaml");

        Assert.Equal(fits ? "" : "5:12 bad-text", RulesProblemTests.Places(reading));
    }

    [Fact]
    public void Windows_line_ends_change_nothing()
    {
        var reading = RulesFile.Read(RulesText.Good.Replace("\n", "\r\n", StringComparison.Ordinal), "access.yaml");

        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void A_problem_is_one_line_with_place_valid_names_and_a_guess()
    {
        var text = RulesText.With(18, "    approver:");

        var problems = RulesFile.Read(text, "access.yaml").Problems;

        Assert.Equal(
            "access.yaml:18:5: Unknown key 'approver' in flow 'production'. Valid keys: label, description, header, targets, durations, allowUntil, maxDuration, reason, fields, "
            + "requesters, approvers, breakGlass, autoApprove, autoDeny, rules, allowSelfApproval, decisionMessage, notify, lapseAfter, autoRevoke, allowRevoke, allowExtend, remindBefore, allowGuests. Did you mean 'approvers'?",
            problems[1].ToString());
        Assert.Equal(
            "access.yaml:10:5: The key 'approvers' is missing in flow 'production'. Name who decides: approvers: [ { anyOf: [ { slackGroup: S0SRE12 } ], count: 1 } ].",
            problems[0].ToString());
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_file()
    {
        const string text =
            """
            version: 2
            admins: []
            targets:
              prod: { oneLoginRole: Production, privlege: member }
            flows:
              production:
                targets: [prod, prd]
                durations: [0m, 1h, 60m]
                reason: { required: yes, minLength: -1 }
                fields: [ { name: ticket, type: int, default: x, pattern: '(' } ]
                requesters: [evryone]
                approvers: [ { anyOf: [ { slackGroup: '@sre' } ], count: 0 } ]
                notify: [ { channel: access, timeout: 15m } ]
                autoApprove: []
            extra: 1
            """;

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Null(reading.Rules);
        Assert.Equal(
            "1:10 bad-version, 2:9 empty-list, 4:25 bad-number, 4:37 unknown-key, 7:21 unknown-target, 8:17 bad-duration, 8:25 duplicate-value, "
            + "9:25 bad-flag, 9:41 bad-number, 10:51 contradiction, 10:63 contradiction, 11:18 bad-principal, 12:43 bad-id, 12:62 bad-number, "
            + "13:26 bad-id, 14:18 empty-list, 15:1 unknown-key",
            RulesProblemTests.Places(reading));
    }

    [Fact]
    public void A_file_that_is_made_to_be_slow_is_refused_quickly()
    {
        string[] nasty =
        [
            string.Concat(Enumerable.Repeat("[", 500_000)),
            string.Concat(Enumerable.Repeat("{a: ", 200_000)),
            string.Concat(Enumerable.Repeat("- ", 400_000)),
            new('x', 2_000_000),
            RulesText.With(16, "      - { name: a, pattern: '^((((a{0,999}){0,999}){0,999}){0,999})+(b|c|(?=d))*$', default: " + new string('a', 2990) + "X }"),
            RulesText.With(16, "      - { name: a, pattern: '^(a|aa)+(?!x)$', default: " + new string('a', 2990) + "b }"),
            "a: &a [x, x, x]\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"b{i}: &{(char)('b' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i)}", 9))}]\n")),
        ];

        foreach (var text in nasty)
        {
            var clock = Stopwatch.StartNew();

            var reading = RulesFile.Read(text, "access.yaml");

            Assert.NotEmpty(reading.Problems);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed} for {text[..10]}…");
        }
    }
}
