using AccessBot.Core.People;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.OneLogin;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Whether the people that there are could approve what Ana asks for, by workspace and tenant.</summary>
public sealed class ApproverSearchTests : ConversationHost
{
    private const string Dora = "U0DORA";
    private const string Team = "S0TEAM";

    /// <summary>Each line is its count and whom it names; refused with the words, or fine if there are none.</summary>
    [Theory]
    [InlineData("1 ben", null)]
    [InlineData("1 ana", "needs an approval by the Slack user U0ANA, and there is nobody now")]
    [InlineData("2 ana ben", "needs 2 approvals by the Slack user U0ANA or the Slack user U0BEN, and there are people for only 1 of them")]
    [InlineData("1 gus", "nobody now")]
    [InlineData("1 dora", "nobody now")]
    [InlineData("1 nobody", "nobody now")]
    [InlineData("1 nobody ben", null)]
    [InlineData("1 team:ben", null)]
    [InlineData("1 team:", "by the Slack group S0TEAM")]
    [InlineData("1 team:ana,gus,dora", "by the Slack group S0TEAM")]
    [InlineData("1 channel", null)]
    [InlineData("1 everyone", null)]
    [InlineData("1 everyone/1 team:", "by the Slack group S0TEAM")]
    [InlineData("1 everyone/1 ben", null)]
    // One person counts once, for all lines together
    [InlineData("1 team:ben/1 ben", "by the Slack user U0BEN, and there is nobody now")]
    [InlineData("1 team:ben,nora/1 ben", null)]
    [InlineData("1 ben/1 team:ben,nora", null)]
    // OneLogin's people are looked for in Slack
    [InlineData("1 role:22", null)]
    [InlineData("1 role:11", "by the members of the OneLogin role 81878")]
    [InlineData("1 role:21", "by the members of the OneLogin role 81878")]
    [InlineData("1 role:", "by the members of the OneLogin role 81878")]
    [InlineData("1 manager", "by the requester's manager")]
    [InlineData("1 manager:22", null)]
    // Lists within lists
    [InlineData("1 all(team:ana,ben|not(ben))", "(the Slack group S0TEAM and also not the Slack user U0BEN)")]
    [InlineData("1 all(team:ben,nora|not(ben))", null)]
    [InlineData("1 all(everyone|not(ben))", null)]
    [InlineData("1 any(team:ana|ben)", null)]
    public async Task A_request_that_nobody_could_approve_is_refused_and_says_by_whom_it_would_have_to_be(string lines, string? words)
    {
        Prepare(lines);

        var refusals = await JudgeAsync();

        Assert.Equal(words is null ? [] : [RefusalCode.NobodyCanApprove], refusals.Select(refusal => refusal.Code));
        Assert.Contains(words ?? "", refusals.Count > 0 ? refusals[0].Sentence : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_approve_their_own_request_counts()
    {
        Prepare("1 ana");
        Rules.Current = Rules.Current with { Flows = [Rules.Current.Flows[0] with { AllowSelfApproval = true }] };

        Assert.Empty(await JudgeAsync());
    }

    [Fact]
    public async Task What_cannot_be_told_because_OneLogin_does_not_answer_refuses_nobody()
    {
        Prepare("1 role:11");
        Tenant.Faults.Inject(OneLoginFault.InternalError, "GET", "/api/2/roles/*/users");

        Assert.Empty(await JudgeAsync());
    }

    [Fact]
    public async Task It_stops_at_the_first_who_would_do()
    {
        Prepare("1 team:ben");
        for (var i = 0; i < 40; i++)
        {
            Workspace.Add(new SlackPerson($"U0MANY{i}", $"many{i}", $"Many {i}", $"many{i}@acme.test"));
            Workspace.ChangeGroup(Team, group => group with { Members = [.. group.Members, $"U0MANY{i}"] });
        }

        Assert.Empty(await JudgeAsync());

        Assert.InRange(Workspace.Calls.Count(call => call.Method == "users.info"), 2, 5);
    }

    private Task<IReadOnlyList<Refusal>> JudgeAsync() => Submitting.PreviewAsync(
        "view:V1", SlackUserId.Parse(Ana),
        new Wish("one", "reader", TimeSpan.FromMinutes(30), "The nightly batch hangs.", new Dictionary<string, string>(StringComparer.Ordinal)),
        CancellationToken.None);

    private void Prepare(string lines)
    {
        Workspace.Add(new SlackPerson(Dora, "dora", "Dora", "dora@acme.test") { Deleted = true });
        Rules.Current = Forms.Rules(Forms.Flow("one") with
        {
            Notify = [NotifyStep.InChannel(General)],
            Approvers = [.. lines.Split('/').Select(line => new ApproverLine([.. line[2..].Split(' ').Select(Read)], line[0] - '0'))],
        });
    }

    private Principal Read(string word)
    {
        if (word.EndsWith(')') && word.Split('(', 2) is [var kind, var inner])
        {
            List<Principal> parts = [.. inner[..^1].Split('|').Select(Read)];
            return kind switch { "all" => new Principal.AllOf(parts), "any" => new Principal.AnyOf(parts), _ => new Principal.NoneOf(parts) };
        }

        var (name, rest) = word.Split(':') is [var first, var second] ? (first, second.Split(',', StringSplitOptions.RemoveEmptyEntries)) : (word, []);
        switch (name)
        {
            case "everyone":
                return new Principal.Everyone();
            case "channel":
                return new Principal.SlackChannel(General);
            case "nobody":
                return new Principal.Email("nobody@acme.test");
            case "team":
                Workspace.Add(new SlackUserGroup(Team, "team") { Members = [.. rest.Select(IdOf)] });
                return new Principal.SlackGroup(Team);
            case "role":
                foreach (var user in rest)
                {
                    Tenant.AddByHand(ConnectedTenant.Role, long.Parse(user, System.Globalization.CultureInfo.InvariantCulture));
                }

                return new Principal.OneLoginRole(ConnectedTenant.Role);
            case "manager":
                Tenant.ChangeUser(21, user => user with { ManagerUserId = rest is [var id] ? long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) : null });
                return new Principal.Manager();
            default:
                return new Principal.SlackUser(SlackUserId.Parse(IdOf(name)));
        }
    }

    private static string IdOf(string name) => name switch { "ana" => Ana, "ben" => Ben, "gus" => Guest, "dora" => Dora, _ => NoAccount };
}
