using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>A flow without targets in the rules file: what it may have, and each key that would be about access.</summary>
public sealed class ApprovalOnlyFlowTests
{
    private const string Approval = """
        version: 1
        admins: [ana@acme.com]
        flows:
          freeze:
            label: Deploy freeze exception
            reason: { minLength: 10 }
            fields: [ { name: change, type: choice, choices: [small, large] } ]
            autoApprove: [ { name: small, when: { fields: { change: small }, requesterIn: [everyone] }, because: Small, limit: { uses: 1, in: 1d } } ]
            autoDeny: [ { when: { outsideHours: { days: [mon-fri], from: '08:00', to: '18:00', zone: UTC } }, because: Ask in office hours. } ]
            approvers: [ { anyOf: [ { manager: requester }, admins ] } ]
            allowSelfApproval: false
            notify: [ { channel: C0ACCESS } ]
            lapseAfter: 2h
            allowGuests: false

        """;

    [Fact]
    public void It_is_read_without_targets_durations_and_an_end()
    {
        var reading = RulesFile.Read(Approval, "access.yaml");

        Assert.Empty(reading.Problems);
        var flow = Assert.Single(reading.Rules!.Flows);
        Assert.True(flow.IsApprovalOnly);
        Assert.Empty(flow.Targets);
        Assert.Empty(flow.Durations);
        Assert.Equal(new UsageCap(1, TimeSpan.FromDays(1), PerPerson: true), flow.AutoApprove[0].Cap);
        Assert.Null(flow.LooksBack);
        Assert.Same(flow, flow.With(_ => false));
        Assert.Empty(reading.Rules.Roles);
        Assert.True(RulesSchemaTests.IsTaken(Approval));
    }

    [Theory]
    [InlineData("durations: [1h]")]
    [InlineData("durations: []")]
    [InlineData("allowUntil: true")]
    [InlineData("allowUntil: false")]
    [InlineData("maxDuration: 8h")]
    [InlineData("autoRevoke: true")]
    [InlineData("autoRevoke: false")]
    [InlineData("allowRevoke: true")]
    [InlineData("allowRevoke: false")]
    public void A_key_that_says_how_access_ends_contradicts_it(string key)
    {
        var name = key[..key.IndexOf(':', StringComparison.Ordinal)];

        var reading = RulesFile.Read(Approval.Replace("    lapseAfter: 2h", $"    {key}", StringComparison.Ordinal), "access.yaml");

        var problem = Assert.Single(reading.Problems);
        Assert.Equal(
            $"access.yaml:13:5: Flow 'freeze' has no targets, so that it asks for an approval only: no access is given, and '{name}' means nothing. "
            + $"Name what it gives under targets (there are: none yet; add some under targets), or remove '{name}'.",
            problem.ToString());
        Assert.Equal(RulesProblemCode.Contradiction, problem.Code);
        Assert.Null(reading.Rules);
    }

    [Fact]
    public void All_of_them_are_told_at_once_and_nothing_twice()
    {
        var reading = RulesFile.Read(Approval.Replace("    lapseAfter: 2h",
            "    durations: [0h]\n    allowUntil: true\n    maxDuration: 1h\n    autoRevoke: false\n    allowRevoke: false", StringComparison.Ordinal), "access.yaml");

        Assert.Equal("13:5 contradiction, 14:5 contradiction, 15:5 contradiction, 16:5 contradiction, 17:5 contradiction", RulesProblemTests.Places(reading));
    }

    [Theory]
    [InlineData("targets: [prod]", "targets")]
    [InlineData("durationAtMost: 1h", "durationAtMost")]
    [InlineData("durationAtLeast: 1h", "durationAtLeast")]
    [InlineData("grantsAtMost: { count: 3, in: 7d }", "grantsAtMost")]
    [InlineData("grantsAtLeast: { count: 3 }", "grantsAtLeast")]
    public void A_condition_about_access_contradicts_it(string condition, string name)
    {
        foreach (var key in new[] { "autoApprove", "autoDeny" })
        {
            var line = Approval.Split('\n').Single(line => line.Contains(key, StringComparison.Ordinal));
            var text = Approval.Replace(line, $"    {key}: [ {{ when: {{ {condition} }}, because: So be it }} ]", StringComparison.Ordinal);

            var reading = RulesFile.Read(text, "access.yaml");

            var problem = Assert.Single(reading.Problems);
            Assert.Equal($"{(key is "autoApprove" ? 8 : 9)}:{key.Length + 19} contradiction", RulesProblemTests.Places(reading));
            Assert.Contains($" of flow 'freeze' has '{name}', and the flow has no targets: it asks for an approval only, and nothing is granted.", problem.Message, StringComparison.Ordinal);
            Assert.Equal(name is "grantsAtMost", problem.Remedy.Contains("for its limit to say", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void It_stands_beside_flows_that_give_access()
    {
        var reading = RulesFile.Read(RulesText.Good + Approval[Approval.IndexOf("  freeze:", StringComparison.Ordinal)..], "access.yaml");

        Assert.Empty(reading.Problems);
        Assert.Equal([false, true], reading.Rules!.Flows.Select(flow => flow.IsApprovalOnly));
    }

    [Theory]
    [InlineData("targets:", "13:13 wrong-kind")]
    [InlineData("targets: []", "13:14 empty-list")]
    [InlineData("targets: [prod]", "13:15 unknown-target")]
    public void Targets_that_are_there_and_wrong_are_not_taken_for_left_out(string targets, string places)
    {
        var reading = RulesFile.Read(Approval.Replace("    lapseAfter: 2h", $"    {targets}", StringComparison.Ordinal), "access.yaml");

        Assert.Contains(places, RulesProblemTests.Places(reading), StringComparison.Ordinal);
        Assert.Null(reading.Rules);
    }

    [Theory]
    [InlineData("small", "approved")]
    [InlineData("large", "needs 0/1")]
    public void Its_rules_decide_at_once_as_in_any_flow(string change, string ruling)
    {
        var rules = RulesFile.Read(Approval, "access.yaml").Rules!;
        var wish = new Wish("freeze", "", Duration: null, "the fix can't wait", new Dictionary<string, string>(StringComparer.Ordinal) { ["change"] = change });
        var at = Cast.Now with { Uses = new Dictionary<string, int>(StringComparer.Ordinal) { ["small"] = 0 } };

        Assert.Equal(ruling, RulingTests.Shown(rules.RuleOn(wish, Cast.Requester("rita"), [], at)));
        Assert.Equal("needs 0/1", RulingTests.Shown(rules.RuleOn(wish, Cast.Requester("rita"), [], at with { Uses = new Dictionary<string, int>(StringComparer.Ordinal) { ["small"] = 1 } })));
        Assert.Equal("refused AutoDenied", RulingTests.Shown(rules.RuleOn(wish, Cast.Requester("rita"), [], at with { Now = at.Now.AddHours(12) })));
    }
}
