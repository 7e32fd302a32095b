using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Tests.Core.Rules;

/// <summary>How access.yaml names rules in C#, and every wrong way to.</summary>
public sealed class CodeNamesTests
{
    private const string Good = """
        version: 1
        rulesFolder: rules
        identityRule: Who
        admins: [ana@acme.com]
        targets:
          prod: { oneLoginRole: 1, requesters: [ { rule: Names } ] }
          read: { oneLoginRole: 2, within: prod }
        flows:
          all:
            targets: [prod, read]
            durations: [30m]
            rules: [Steps]
            requesters: [ { rule: Names } ]
            fields: [ { name: ticket, type: choice, choicesFrom: Chooses, default: OPS-1 } ]
            approvers: [ { anyOf: [ { allOf: [ { slackGroup: S0SRE }, { noneOf: [ { rule: Names } ] } ] } ] } ]
            autoApprove: [ { when: { requesterIn: [ { rule: Names } ], fields: { ticket: OPS-1 } }, because: Known } ]
            notify: [ { rule: Where, approvers: [ { rule: Names } ] }, { directMessage: [ { rule: Names } ] }, { groupMessage: [ { allOf: [ U0ANA, { noneOf: [ { rule: Names } ] } ] } ] } ]

        """;

    private static readonly RuleCode Code = new([new Names(), new Chooses(), new Steps(), new Where(), new Who()]);

    private static readonly RuleClass[] Classes =
    [
        new("Names", new HashSet<string> { nameof(AccessRule.NamesAsync) }),
        new("Chooses", new HashSet<string> { nameof(AccessRule.ChoicesAsync) }),
        new("Where", new HashSet<string> { nameof(AccessRule.PlaceAsync) }),
        new("Who", new HashSet<string> { nameof(AccessRule.IdentifyAsync) }),
        new("Steps", new HashSet<string> { nameof(AccessRule.AfterGrantAsync) }),
    ];

    [Fact]
    public void A_rule_knows_which_flow_asks_it()
    {
        var rules = Read(Good).Rules!;

        var flow = rules.Flows[0];
        var named = new Principal.Rule("Names") { Flow = "all" };
        Assert.Equal([named], flow.Requesters);
        Assert.Equal([named], flow.Targets[0].Requesters);
        Assert.Equal([named], flow.Notify[0].Approvers);
        Assert.Equal("Where", Assert.IsType<NotifyPlace.ByRule>(flow.Notify[0].Place).Name);
        Assert.Equal([named], flow.Notify[1].Place.LookedFor);
        Assert.Contains(named, flow.Notify[2].Place.LookedFor[0].Leaves());
        Assert.Contains(named, rules.PrincipalsOf(flow));
        Assert.Contains(named, rules.PrincipalsOfRequesters);
        Assert.Equal(["Steps"], flow.Rules);
        Assert.Equal(("Chooses", "OPS-1"), (flow.Fields[0].ChoicesFrom, flow.Fields[0].Default));
        Assert.Equal("Who", rules.IdentityRule);
        Assert.Same(Code, rules.Code);
    }

    [Fact]
    public void A_target_is_within_another_one_at_whatever_remove()
    {
        var rules = Read(Good.Replace("  read:", "  least: { oneLoginRole: 3, within: read }\n  read:", StringComparison.Ordinal)).Rules!;

        Assert.True(rules.IsWithin("least", "prod"));
        Assert.True(rules.IsWithin("prod", "prod"));
        Assert.False(rules.IsWithin("prod", "least"));
        Assert.False(rules.IsWithin("other", "prod"));
    }

    [Theory]
    [InlineData("rules: [Steps]", "rules: [Stepps]", "unknown-rule", "Valid names: Chooses, Names, Steps, Where, Who. Did you mean 'Steps'?")]
    [InlineData("rules: [Steps]", "rules: [Names]", "unknown-rule", "Override one of the steps (Before…Async, After…Async) or ShowsAsync in the class, or name another one.")]
    [InlineData("rules: [Steps]", "rules: [Steps, Steps]", "duplicate-value", "Remove one of the two.")]
    [InlineData("rules: [Steps]", "rules: []", "empty-list", "Name at least one")]
    [InlineData("requesters: [ { rule: Names } ]\n    fields", "requesters: [ { rule: Steps } ]\n    fields", "unknown-rule", "Override NamesAsync in the class, or name another one.")]
    [InlineData("identityRule: Who", "identityRule: Whom", "unknown-rule", "Did you mean 'Who'?")]
    [InlineData("identityRule: Who", "identityRule: Names", "unknown-rule", "Override IdentifyAsync in the class, or name another one.")]
    [InlineData("{ rule: Where,", "{ rule: Names,", "unknown-rule", "Override PlaceAsync in the class, or name another one.")]
    [InlineData("{ rule: Where,", "{ rule: Where, channel: C0ACCESS,", "contradiction", "Keep one")]
    [InlineData("choicesFrom: Chooses", "choicesFrom: Names", "unknown-rule", "Override ChoicesAsync in the class, or name another one.")]
    [InlineData("choicesFrom: Chooses", "choicesFrom: Chooses, choices: [OPS-1]", "contradiction", "Keep one of the two.")]
    [InlineData("type: choice, choicesFrom", "type: string, choicesFrom", "contradiction", "Write type: choice or type: multi-choice")]
    [InlineData("choicesFrom: Chooses", "choicesFrom: Chooses, hidden: true", "contradiction", "Remove 'choicesFrom', or 'hidden'.")]
    [InlineData("admins: [ana@acme.com]", "admins: [ { rule: Names } ]", "bad-principal", "Name people, groups or a role.")]
    [InlineData("within: prod", "within: prd", "unknown-target", "Did you mean 'prod'?")]
    [InlineData("within: prod", "within: read", "contradiction", "take 'within' out of the largest")]
    [InlineData("oneLoginRole: 1,", "oneLoginRole: 1, within: read,", "contradiction", "take 'within' out of the largest")]
    [InlineData("because: Known", "name: Steps, because: Known", "duplicate-value", "Give each a name of its own")]
    [InlineData("rulesFolder: rules\n", "", "unknown-rule", "Name it at the top of the file, relative to it: rulesFolder: rules.")]
    [InlineData("rulesFolder: rules", "rulesFolder: [rules]", "wrong-kind", "Write a text.")]
    public void A_wrong_name_is_told(string right, string wrong, string code, string remedy)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);

        var problems = Read(Good.Replace(right, wrong, StringComparison.Ordinal)).Problems;

        Assert.Contains(problems, problem => problem.Code == code && problem.Remedy.Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void The_folder_is_found_in_the_text_alone()
    {
        Assert.Equal("rules", RulesFile.FolderIn(Good));
        Assert.Equal("more rules", RulesFile.FolderIn("{ version: 1, rulesFolder: more rules }"));
        Assert.Null(RulesFile.FolderIn("version: 1 # no rulesFolder: here"));
        Assert.Null(RulesFile.FolderIn("rulesFolder: [a"));
    }

    private static RulesReading Read(string text) => RulesFile.Read(text, "access.yaml", _ => new RuleCodeReading(Code, Classes, []));

    private sealed class Names : AccessRule
    {
        public override ValueTask<bool> NamesAsync(RulePerson person, RuleContext context, CancellationToken cancel) => new(result: true);
    }

    private sealed class Chooses : AccessRule
    {
        public override ValueTask<IReadOnlyList<Choice>> ChoicesAsync(string field, RuleContext context, CancellationToken cancel) => new([]);
    }

    private sealed class Where : AccessRule
    {
        public override ValueTask<RulePlace?> PlaceAsync(RuleContext context, CancellationToken cancel) => new(RulePlace.Channel("C0ACCESS"));
    }

    private sealed class Who : AccessRule
    {
        public override ValueTask<long?> IdentifyAsync(RulePerson person, RuleIdentityContext context, CancellationToken cancel) => new(1001);
    }

    private sealed class Steps : AccessRule
    {
        public override ValueTask AfterGrantAsync(RuleContext context, CancellationToken cancel) => default;
    }
}
