using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>A rule in C# that says who somebody in Slack is in OneLogin: after the stored link, before the address.</summary>
public sealed class IdentityRuleTests
{
    private const string Code = """
        using AccessBot.Core.Rules.Code;

        public sealed class Staff : AccessRule
        {
            public override async ValueTask<long?> IdentifyAsync(RulePerson person, RuleIdentityContext context, CancellationToken cancel) => await context.Store.FetchAsync(person.SlackUser, cancel) switch
            {
                null => null,
                "throw" => throw new InvalidOperationException("told to"),
                var said when long.TryParse(said, out var id) => id,
                var address => await context.OneLogin.UsersByEmailAsync(address, cancel) is [var one] ? one : null,
            };
        }
        """;

    private static readonly string Yaml = JourneyRules.Usual.Replace("version: 1", "version: 1\nrulesFolder: rules\nidentityRule: Staff", StringComparison.Ordinal);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_rule_links_whom_no_address_does_and_the_link_stays(Db db)
    {
        await using var journey = await StartAsync(db);
        journey.OneLogin.AddUser(new OneLoginUser { Id = 1100, Email = "n.holt@elsewhere.example", Firstname = "Nils", Lastname = "Holt" });
        await SayAsync(journey, Cast.Nils, "N.Holt@elsewhere.example");

        var id = await journey.AskAsync(Cast.Nils);

        Assert.Equal(1100, (await journey.RequestAsync(id)).OneLoginUser);
        var linked = Assert.Single(await journey.AuditAsync($"person/{Cast.Nils.SlackId}"), entry => entry.Action == AuditAction.Linked);
        Assert.Equal("""{"by":"rule","oneLoginUser":"1100"}""", linked.Detail);

        // What is stored comes first, whatever the rule says by now.
        await SayAsync(journey, Cast.Nils, "1006");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.True(journey.OneLogin.Memberships.Holds(Cast.ProductionAdmin, 1100));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Where_the_rule_says_nothing_the_address_does_and_where_it_contradicts_it_the_rule_counts(Db db)
    {
        await using var journey = await StartAsync(db);
        await SayAsync(journey, Cast.Otto, "1100");
        journey.OneLogin.AddUser(new OneLoginUser { Id = 1100, Email = "otto.adm@acme.example", Firstname = "Otto", Lastname = "Admin" });

        Assert.Equal(Cast.Rita.OneLoginId, (await journey.RequestAsync(await journey.AskAsync(Cast.Rita))).OneLoginUser);
        Assert.Equal(1100, (await journey.RequestAsync(await journey.AskAsync(Cast.Otto))).OneLoginUser);
    }

    [Theory]
    [InlineData(Db.Sqlite, "throw", "failed at IdentifyAsync and Alarm rule-code/Staff", "The rule that says who you are in OneLogin failed")]
    [InlineData(Db.Postgres, "throw", "failed at IdentifyAsync and Alarm rule-code/Staff", "The rule that says who you are in OneLogin failed")]
    [InlineData(Db.Sqlite, "4711", "names OneLogin user 4711 and Alarm rule-code/Staff", "The rule that says who you are in OneLogin failed")]
    [InlineData(Db.Sqlite, "1002", "Alarm identity/U0RITA/1002", "already belongs to another Slack user")]
    [InlineData(Db.Postgres, "1002", "Alarm identity/U0RITA/1002", "already belongs to another Slack user")]
    public async Task A_rule_that_fails_or_names_somebody_elses_account_lets_nobody_in_whatever_their_address(Db db, string said, string complaint, string sentence)
    {
        await using var journey = await StartAsync(db);
        journey.ExpectedComplaints.AddRange(complaint.Split(" and "));
        await journey.Bot.Services.GetRequiredService<IPersonStore>().LinkAsync(
            new(SlackUserId.Parse(Cast.Ana.SlackId), 1002, Cast.Ana.Email, journey.Now), CancellationToken.None);
        await SayAsync(journey, Cast.Rita, said);

        await journey.SubmitAsync(Cast.Rita);
        await journey.UntilAsync(
            () => (journey.Slack.OpenView(Cast.Rita.SlackId)?.Errors.Values ?? []).Concat(journey.Slack.Ephemerals(Cast.Rita.SlackId).Select(message => message.Text))
                .Any(text => text.Contains(sentence, StringComparison.Ordinal)), "she is told");

        Assert.Empty(await journey.RequestsAsync());
        await journey.UntilAsync(() => journey.Alerts.Count == 1, "operators are told");
    }

    private static Task<Journey> StartAsync(Db db) =>
        Journey.StartAsync(db, rules: Yaml, code: new Dictionary<string, string>(StringComparer.Ordinal) { ["Staff.cs"] = Code });

    private static Task SayAsync(Journey journey, CastMember who, string said) =>
        journey.Bot.Services.GetRequiredService<IRuleServices>().For(null).Store.PutAsync(who.SlackId, said, CancellationToken.None);
}
