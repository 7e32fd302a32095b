using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Rules in C# that say where a request is announced, and to whom.</summary>
public sealed class PlacesByRuleTests
{
    private const string Code = """
        using AccessBot.Core.Rules.Code;

        public sealed class Where : AccessRule
        {
            public override async ValueTask<RulePlace?> PlaceAsync(RuleContext context, CancellationToken cancel) => await context.Store.FetchAsync("where", cancel) switch
            {
                "throw" => throw new InvalidOperationException("told to"),
                "nonsense" => RulePlace.Channel("#general"),
                "together" => RulePlace.GroupMessage("U0ANA", "ben@acme.example"),
                "people" => RulePlace.DirectMessages("U0ANA", context.Request!.Requester.SlackUser, "U0STELLA", "nobody@nowhere.example"),
                "strangers" => RulePlace.DirectMessages("U0STELLA"),
                "channel" => RulePlace.Channel("C0ALERTS"),
                _ => null,
            };

            public override ValueTask<bool> NamesAsync(RulePerson person, RuleContext context, CancellationToken cancel) => new(person.SlackUser is "U0BEN");

            public override ValueTask<IReadOnlyList<string>?> PeopleAsync(RuleContext context, CancellationToken cancel) => new(["U0BEN", "U0ANA"]);
        }
        """;

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal) { ["Where.cs"] = Code };

    [Theory]
    [InlineData(Db.Sqlite, "channel", "Approvers:C0ALERTS"), InlineData(Db.Postgres, "channel", "Approvers:C0ALERTS")]
    [InlineData(Db.Sqlite, "people", "Person:U0ANA"), InlineData(Db.Postgres, "together", "Group:U0ANA,U0BEN")]
    [InlineData(Db.Sqlite, "", "Approvers:C0ACCESS"), InlineData(Db.Postgres, "strangers", "Approvers:C0ACCESS")]
    public async Task A_step_is_where_a_rule_says_and_the_next_one_comes_at_once_where_it_says_nowhere(Db db, string said, string announcedTo)
    {
        await using var journey = await StartAsync(db, said, "{ rule: Where }", "{ channel: C0ACCESS }");

        var id = await journey.AskAsync(Cast.Rita);
        var told = (await journey.RequestAsync(id)).Notices.Where(notice => notice.Kind != NoticeKind.Requester).Select(notice => $"{notice.Kind}:{notice.Address}");

        Assert.Equal([announcedTo], told);
    }

    [Theory]
    [InlineData(Db.Sqlite, "throw"), InlineData(Db.Postgres, "throw"), InlineData(Db.Sqlite, "nonsense")]
    public async Task A_rule_that_fails_is_passed_over_and_told(Db db, string said)
    {
        await using var journey = await StartAsync(db, said, "{ rule: Where }", "{ channel: C0ACCESS }");
        journey.ExpectedComplaints.AddRange(["failed at PlaceAsync", "Alarm rule-code/Where"]);

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Contains("PlaceAsync", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        Assert.Contains(await journey.AuditAsync($"{id}"), entry => entry.Detail.Contains("step 1, where the rule Where says: it failed", StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_request_does_not_lapse_because_a_rule_fails_and_comes_where_it_says_in_the_end(Db db)
    {
        await using var journey = await StartAsync(db, "throw", "{ rule: Where }");
        journey.ExpectedComplaints.AddRange(["failed at PlaceAsync", "Alarm rule-code/Where"]);
        await journey.SubmitAsync(Cast.Rita);
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1, "the request is made");
        var id = (await journey.RequestsAsync())[0].Id;
        await SayAsync(journey, "together");

        await journey.PassAsync(TimeSpan.FromMinutes(1));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Step == 0, "it has reached its step");

        Assert.Equal("U0ANA,U0BEN", Assert.Single((await journey.RequestAsync(id)).NoticesOf(0)).Address);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task People_of_a_step_and_who_may_decide_from_it_on_are_named_by_a_rule(Db db)
    {
        await using var journey = await StartAsync(db, "", "{ directMessage: [ { rule: Where } ], approvers: [ { rule: Where } ] }");

        var id = await journey.AskAsync(Cast.Rita);
        Assert.Equal("U0BEN", Assert.Single((await journey.RequestAsync(id)).NoticesOf(0)).Address);
        await journey.Slack.As(Cast.Ben.SlackId).ClickAsync(Assert.Single(journey.Slack.DirectMessages(Cast.Ben.SlackId)), "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    private static async Task<Journey> StartAsync(Db db, string said, params string[] steps)
    {
        var journey = await Journey.StartAsync(db, rules: StepRules.With(steps).Replace("version: 1", "version: 1\nrulesFolder: rules", StringComparison.Ordinal), code: Files);
        await SayAsync(journey, said);
        return journey;
    }

    private static Task SayAsync(Journey journey, string said) =>
        journey.Bot.Services.GetRequiredService<IRuleServices>().For(null).Store.PutAsync("where", said.Length == 0 ? null : said, CancellationToken.None);
}
