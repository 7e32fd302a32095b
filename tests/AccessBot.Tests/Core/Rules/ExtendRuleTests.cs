using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Rules;

/// <summary>What the rules say of more time, and of reminders: how it is read, and how it is ruled.</summary>
public sealed class ExtendRuleTests
{
    private static readonly Standing Rita = new(new WorkspaceUser(Given.Rita, "rita", "rita@acme.com", false, false, false, false), new HashSet<Principal>());

    [Theory]
    [InlineData("allowGuests: false", true, null, 15)]
    [InlineData("allowExtend: true", true, null, 15)]
    [InlineData("allowExtend: {}", true, null, 15)]
    [InlineData("allowExtend: { approval: false }", false, null, 15)]
    [InlineData("allowExtend: { approval: false, atMost: 8h }", false, 480, 15)]
    [InlineData("remindBefore: 5m", true, null, 5)]
    [InlineData("remindBefore: off", true, null, null)]
    public void It_is_read_as_it_is_written(string line, bool needsApproval, int? most, int? reminder)
    {
        var flow = Flow(line);

        Assert.Equal(new ExtendRule(needsApproval, most is { } minutes ? TimeSpan.FromMinutes(minutes) : null), flow.Extension);
        Assert.Equal(reminder is { } before ? TimeSpan.FromMinutes(before) : null, flow.RemindBefore);
        Assert.Equal(TimeSpan.FromMinutes(most ?? 240), flow.LongestInAll);
    }

    [Fact]
    public void Nobody_extends_where_the_flow_says_so_or_has_no_ends()
    {
        Assert.Null(Flow("allowExtend: false").Extension);
        var byHand = RulesFile.Read(RulesText.With(23, "    autoRevoke: false").Replace("    durations: [30m, 1h, 4h]\n", "", StringComparison.Ordinal), "access.yaml").Rules!.Flows[0];
        Assert.Equal((null, false), (byHand.Extension, byHand.Further(TimeSpan.FromHours(1)).Count > 0));
    }

    [Theory]
    [InlineData(30, "30m 1h 210m")]
    [InlineData(180, "30m 1h")]
    [InlineData(210, "30m")]
    [InlineData(230, "10m")]
    [InlineData(240, "")]
    [InlineData(300, "")]
    public void What_may_be_picked_keeps_the_whole_within_the_longest_that_may_be(int soFar, string further) =>
        Assert.Equal(further, string.Join(' ', Flow("allowExtend: true").Further(TimeSpan.FromMinutes(soFar)).Select(DurationText.Short)));

    [Fact]
    public void Its_own_limit_counts_where_there_is_one() =>
        Assert.Equal(["30m", "1h", "4h", "7h"], Flow("allowExtend: { atMost: 8h }").Further(TimeSpan.FromHours(1)).Select(DurationText.Short));

    [Theory]
    [InlineData("allowExtend: true", 60, false, "needs")]
    [InlineData("allowExtend: { approval: false }", 60, false, "at once")]
    [InlineData("allowExtend: { approval: false }", 60, true, "needs")]
    [InlineData("allowExtend: { approval: false }", 240, false, "at once")]
    [InlineData("allowExtend: { approval: false }", 241, false, "TooMuchMore")]
    [InlineData("allowExtend: { approval: false, atMost: 8h }", 480, false, "at once")]
    [InlineData("allowExtend: { atMost: 8h }", 481, false, "TooMuchMore")]
    [InlineData("allowExtend: false", 60, false, "ExtendNotAllowed")]
    [InlineData("autoDeny: [ { when: { durationAtLeast: 2h }, because: Too long } ]", 119, false, "needs")]
    [InlineData("autoDeny: [ { when: { durationAtLeast: 2h }, because: Too long } ]", 120, false, "AutoDenied")]
    [InlineData("autoApprove: [ { name: short, when: { durationAtMost: 1h }, because: Short } ]", 60, false, "at once")]
    [InlineData("autoApprove: [ { name: short, when: { durationAtMost: 1h }, because: Short } ]", 60, true, "needs")]
    [InlineData("autoApprove: [ { name: short, when: { durationAtMost: 1h }, because: Short } ]", 61, false, "needs")]
    public void The_whole_of_the_time_is_what_is_ruled_on(string line, int minutes, bool mustBeApproved, string outcome)
    {
        var ruling = Read(line).RuleOn(Wish(minutes) with { MustBeApproved = mustBeApproved }, Rita, [], Circumstances.At(Given.Now));

        Assert.Equal(outcome, ruling switch { Ruling.Approved => "at once", Ruling.NeedsApproval => "needs", Ruling.Refused no => string.Join(' ', no.Why.Select(why => why.Code)), _ => "" });
    }

    [Fact]
    public void One_approval_of_two_is_not_enough_where_nobody_would_have_had_to_be_asked()
    {
        var rules = RulesFile.Read(RulesText.With(19, "      - { anyOf: [ { slackGroup: S0SRE } ], count: 2 }").Replace("allowGuests: false", "allowExtend: { approval: false }", StringComparison.Ordinal), "access.yaml").Rules!;
        var ana = new Standing(new WorkspaceUser(Given.Ana, "ana", "ana@acme.com", false, false, false, false), new HashSet<Principal> { new Principal.SlackGroup("S0SRE") });

        Assert.IsType<Ruling.NeedsApproval>(rules.RuleOn(Wish(60), Rita, [new Vote(ana)], Circumstances.At(Given.Now)));
    }

    [Fact]
    public void The_same_wish_for_a_grant_still_has_to_be_one_of_the_durations() =>
        Assert.Contains(Refusals(Wish(90) with { Extends = null }), why => why.Code == RefusalCode.DurationNotAllowed);

    private static IReadOnlyList<Refusal> Refusals(Wish wish) => ((Ruling.Refused)Read("allowExtend: true").RuleOn(wish, Rita, [], Circumstances.At(Given.Now))).Why;

    private static Wish Wish(int minutes) => new("production", "prod", TimeSpan.FromMinutes(minutes), "it takes longer", new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-1" })
    {
        Privilege = Privilege.Member,
        Extends = RequestId.New(Given.Now),
    };

    private static Flow Flow(string line) => Read(line).Flows[0];

    private static AccessRules Read(string line)
    {
        var reading = RulesFile.Read(RulesText.With(25, $"    {line}"), "access.yaml");
        Assert.Empty(reading.Problems);
        return reading.Rules!;
    }
}
