using AccessBot.Core.Rules;
using AccessBot.Setup;

namespace AccessBot.Tests.Setup;

/// <summary>The rules that setup writes, whatever was answered.</summary>
public sealed class RulesDraftTests
{
    private static readonly string[] Labels = ["Production Admin", "yes", "12", "[red] #1: \"it's\"", "- x", "Zugriff für alle", "{a: b}", "null", "'", "a  b", "*x", "0x1F", "1h"];

    public static TheoryData<string, string?, string> Branches =>
        [.. from approvers in Enum.GetNames<ApproverChoice>() from channel in new[] { null, "C0ACCESS", "G0ACCESS" } from label in Labels select (approvers, channel, label)];

    [Theory, MemberData(nameof(Branches))]
    public void Nothing_is_wrong_with_them_on_any_branch(string approvers, string? channel, string label)
    {
        var choice = Enum.Parse<ApproverChoice>(approvers);
        var draft = new RulesDraft
        {
            Admins = ["ada+x@acme.example", "U0ADA"],
            Roles = [(81878, label), (31337, "Customer Data Reader")],
            Label = label,
            Durations = ["30m", "1h", "1d"],
            Approvers = choice,
            ApproversId = choice == ApproverChoice.Role ? "4242" : choice == ApproverChoice.Group ? "S0SRE" : "",
            Channel = channel,
        };

        var reading = RulesFile.Read(draft.Text(), "access.yaml");

        Assert.True(reading.Problems.Count == 0, $"{string.Join('\n', reading.Problems)}\n{draft.Text()}");
        var flow = Assert.Single(reading.Rules!.Flows);
        Assert.Equal((label, 2, 3), (flow.Label, flow.Targets.Count, flow.Durations.Count));
        Assert.Equal([label, "Customer Data Reader"], flow.Targets.Select(target => target.Label));
    }

    [Fact]
    public void Roles_of_one_name_or_of_none_are_told_apart_by_their_ids()
    {
        var draft = new RulesDraft { Roles = [(1, "Same"), (2, "same!"), (3, "日本"), (4, ""), (5, new string('x', 200)), (6, "\u0007")] };

        var rules = RulesFile.Read(draft.Text(), "access.yaml");

        Assert.Empty(rules.Problems);
        Assert.Equal(["same-1", "same-2", "role-3", "role-4", new string('x', 40), "role-6"], rules.Rules!.Flows[0].Targets.Select(target => target.Key));
        Assert.Equal("Role 4", rules.Rules.Targets["role-4"].Label);
    }

    [Fact]
    public void What_is_wrong_with_an_answer_is_told_by_the_reader_of_rules()
    {
        Assert.Contains("1w", new RulesDraft { Durations = ["1w"] }.Problem(), StringComparison.Ordinal);
        Assert.Contains("like S0SRE12", new RulesDraft { Approvers = ApproverChoice.Group, ApproversId = "@sre" }.Problem(), StringComparison.Ordinal);
        Assert.Contains("like C0ACCESS", new RulesDraft { Channel = "#access" }.Problem(), StringComparison.Ordinal);
        Assert.NotNull(new RulesDraft { Admins = [] }.Problem());
        Assert.NotNull(new RulesDraft { Admins = ["ada"] }.Problem());
        Assert.NotNull(new RulesDraft { Label = "" }.Problem());
        Assert.Null(new RulesDraft().Problem());
    }
}
