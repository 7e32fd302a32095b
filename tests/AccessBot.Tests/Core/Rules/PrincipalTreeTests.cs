using System.Text;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>Whom lists within lists name, also where it can't be told of all that they are made of.</summary>
public sealed class PrincipalTreeTests
{
    private const string Sre = "{ slackGroup: S0SRE }";
    private const string Dev = "{ slackChannel: C0DEV }";
    private const string Duty = "{ onCall: { pagerDutySchedule: PDUTY } }";

    /// <summary>Who is asked about is in the lists named first; of those named last it can't be told.</summary>
    [Theory]
    [InlineData(Sre, "sre", "", "yes")]
    [InlineData(Sre, "", "", "no")]
    [InlineData("{ anyOf: [" + Sre + ", " + Dev + "] }", "dev", "", "yes")]
    [InlineData("{ anyOf: [" + Sre + ", " + Dev + "] }", "", "", "no")]
    [InlineData("{ allOf: [" + Sre + ", " + Dev + "] }", "sre dev", "", "yes")]
    [InlineData("{ allOf: [" + Sre + ", " + Dev + "] }", "sre", "", "no")]
    [InlineData("{ allOf: [" + Sre + ", { noneOf: [" + Dev + "] }] }", "sre", "", "yes")]
    [InlineData("{ allOf: [" + Sre + ", { noneOf: [" + Dev + "] }] }", "sre dev", "", "no")]
    [InlineData("{ allOf: [everyone, { noneOf: [" + Dev + ", { user: U0RITA }] }] }", "sre", "", "no")]
    [InlineData("{ allOf: [everyone, { noneOf: [" + Dev + ", admins] }] }", "sre", "", "yes")]
    [InlineData("{ allOf: [everyone, { noneOf: [admins] }] }", "admin", "", "no")]
    [InlineData("{ allOf: [{ anyOf: [" + Sre + ", " + Dev + "] }, { noneOf: [{ allOf: [" + Sre + ", " + Dev + "] }] }] }", "sre", "", "yes")]
    [InlineData("{ allOf: [{ anyOf: [" + Sre + ", " + Dev + "] }, { noneOf: [{ allOf: [" + Sre + ", " + Dev + "] }] }] }", "sre dev", "", "no")]
    // What can't be told lets nobody in, by either side of a list
    [InlineData(Duty, "duty", "", "yes")]
    [InlineData(Duty, "", "duty", "unknown")]
    [InlineData("{ anyOf: [" + Sre + ", " + Duty + "] }", "sre", "duty", "yes")]
    [InlineData("{ anyOf: [" + Sre + ", " + Duty + "] }", "", "duty", "unknown")]
    [InlineData("{ allOf: [" + Sre + ", " + Duty + "] }", "", "duty", "no")]
    [InlineData("{ allOf: [" + Sre + ", { noneOf: [" + Duty + "] }] }", "sre", "", "yes")]
    [InlineData("{ allOf: [" + Sre + ", { noneOf: [" + Duty + "] }] }", "sre", "duty", "unknown")]
    [InlineData("{ allOf: [" + Sre + ", { noneOf: [" + Duty + ", " + Dev + "] }] }", "sre dev", "duty", "no")]
    [InlineData("{ allOf: [" + Sre + ", { noneOf: [{ oneLoginRole: 7 }] }] }", "sre", "role", "no")]
    [InlineData("{ oneLoginRole: 7 }", "", "role", "no")]
    public void A_list_names_somebody_or_not_or_it_cannot_be_told(string principal, string isIn, string unknown, string expected)
    {
        var rules = Read(principal);
        var flow = rules.Flows[0];
        var rita = Rita(isIn, unknown);

        var asks = rules.RuleOn(Wish, rita, [], Cast.Now);
        var decides = rules.MayDecide(flow, SlackUserId.Parse("U0OTHER"), rita, step: 0);

        Assert.Equal(expected, asks is not Ruling.Refused refused ? "yes" : refused.Why[0].Code == RefusalCode.OnCallUnavailable ? "unknown" : "no");
        Assert.Equal(expected, decides?.Code switch { null => "yes", RefusalCode.OnCallUnavailable => "unknown", _ => "no" });
        Assert.Equal(expected is not "no", rules.FlowsFor(rita).Count == 1);
    }

    [Fact]
    public void A_vote_whose_author_cannot_be_told_to_be_on_call_does_not_count()
    {
        var rules = Read("{ anyOf: [" + Duty + ", everyone] }", approvers: Duty);
        var requester = Rita("", "") with { User = Rita("", "").User with { Id = SlackUserId.Parse("U0OTHER") } };

        Assert.IsType<Ruling.Approved>(rules.RuleOn(Wish, requester, [new Vote(Rita("duty", ""))], Cast.Now));
        Assert.IsType<Ruling.NeedsApproval>(rules.RuleOn(Wish, requester, [new Vote(Rita("", "duty"))], Cast.Now));
    }

    [Fact]
    public void What_is_to_be_asked_about_are_the_leaves()
    {
        var rules = Read("{ anyOf: [everyone, " + Sre + ", { allOf: [" + Duty + ", { noneOf: [" + Dev + "] }] }] }");

        Assert.Equal(
            new Principal[] { new Principal.Email("root@acme.com"), new Principal.OnCall(OnCallSource.PagerDutySchedule, "PDUTY"), new Principal.SlackChannel("C0DEV"), new Principal.SlackGroup("S0SRE") },
            rules.PrincipalsOf(rules.Flows[0]).OrderBy(p => p.ToString(), StringComparer.Ordinal));
        Assert.Equal("PDUTY", Assert.Single(rules.OnCalls).Id);
    }

    [Fact]
    public void Lists_that_repeat_each_other_by_aliases_have_an_end()
    {
        var list = new StringBuilder("&a [U0A0, U0B0]");
        var text = new StringBuilder();
        foreach (var name in "bcd")
        {
            list = new StringBuilder($"&{name} [{string.Join(", ", Enumerable.Range(0, 90).Select(i => $"{{ anyOf: {(i == 0 ? list.ToString() : $"*{(char)(name - 1)}")} }}"))}]");
        }

        text.Append(list);

        var reading = RulesFile.Read(Text(text.ToString(), Sre), "access.yaml");

        Assert.Contains(reading.Problems, problem => problem.Code == RulesProblemCode.TooLarge && problem.Message.Contains("more than 1000 entries", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ allOf: [{ noneOf: [U0BEN, U0ANA] }, " + Sre + "] }", "(the Slack group S0SRE and also not the Slack user U0BEN or the Slack user U0ANA)")]
    [InlineData("{ anyOf: [" + Duty + ", { onCall: { opsgenieSchedule: Front desk } }] }", "(those on call by the PagerDuty schedule PDUTY or those on call by the Opsgenie schedule Front desk)")]
    public void People_are_told_whom_the_rules_name(string principal, string words)
    {
        Assert.Equal(words, PrincipalText.InWords(Read(principal).Flows[0].Requesters));
    }

    private static Wish Wish { get; } = new("f", "t", TimeSpan.FromHours(1), "because", new Dictionary<string, string>(StringComparer.Ordinal));

    private static AccessRules Read(string requesters, string? approvers = null)
    {
        var reading = RulesFile.Read(Text($"[{requesters}]", approvers ?? requesters), "access.yaml");
        Assert.Empty(reading.Problems);
        return reading.Rules!;
    }

    private static string Text(string requesters, string approvers) => $$"""
        version: 1
        admins: [root@acme.com]
        targets: { t: { oneLoginRole: 1 } }
        flows:
          f:
            targets: [t]
            durations: [1h]
            requesters: {{requesters}}
            approvers: [ { anyOf: [{{approvers}}] } ]
            notify: [ { channel: C0ACCESS } ]
        """;

    private static Standing Rita(string isIn, string unknown) =>
        new(new WorkspaceUser(SlackUserId.Parse("U0RITA"), "Rita", "rita@acme.com", IsGuest: false, IsOutsider: false, IsBot: false, IsDeactivated: false), Named($"{isIn} rita"))
        {
            Unknown = Named(unknown),
        };

    private static HashSet<Principal> Named(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Principal (word) => word switch
    {
        "sre" => new Principal.SlackGroup("S0SRE"),
        "dev" => new Principal.SlackChannel("C0DEV"),
        "duty" => new Principal.OnCall(OnCallSource.PagerDutySchedule, "PDUTY"),
        "role" => new Principal.OneLoginRole(7),
        "admin" => new Principal.Email("root@acme.com"),
        _ => new Principal.SlackUser(SlackUserId.Parse("U0RITA")),
    }).ToHashSet();
}
