using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What ends in bulk, and what the comparison with OneLogin finds.</summary>
public sealed class ManyEndsTests
{
    private const int Many = 120;
    private const long First = 60_000;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Many_that_end_together_are_taken_away_in_a_few_calls(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await GrantAsync(journey, Many);
        journey.Clock.Advance(TimeSpan.FromMinutes(31));

        await journey.Bot.Services.GetRequiredService<RevokeDue>().ExecuteAsync(CancellationToken.None);

        Assert.DoesNotContain(journey.OneLogin.Memberships.Of(Given.Target.OneLoginRole), held => held.UserId >= First);
        Assert.All(await journey.RequestsAsync(), r => Assert.Equal((RequestState.Expired, RoleKept.No), (r.State, r.RoleKept!.Value)));
        var calls = journey.OneLogin.Calls.All.Where(c => c.Path.Contains("/api/2/", StringComparison.Ordinal)).ToList();
        Assert.Equal([50, 50, 20], calls.Where(c => c.Method == "DELETE").Select(c => c.Ids.Count).OrderDescending());
        Assert.True(calls.Count <= 6, string.Join(Environment.NewLine, calls));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_somebody_removed_in_OneLogin_is_closed_and_said_and_what_they_gave_is_left_alone(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        journey.OneLogin.AddByHand(Cast.ProductionAdmin, Cast.Otto.OneLoginId!.Value);
        journey.OneLogin.RemoveByHand(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);
        journey.Clock.Advance(TimeSpan.FromMinutes(5));
        journey.ExpectedComplaints.Add("was lost");

        var report = await journey.Bot.Services.GetRequiredService<CompareWithOneLogin>().ReportAsync(CancellationToken.None);
        var untouched = (await journey.RequestAsync(id)).State;
        var comparison = await journey.Bot.Services.GetRequiredService<CompareWithOneLogin>().ExecuteAsync(CancellationToken.None);

        // One of the cast has the role from the beginning.
        Assert.Equal([FindingKind.Lost, FindingKind.Theirs, FindingKind.Theirs], report.Findings.Select(f => f.Kind).Order());
        Assert.Equal(RequestState.Granted, untouched);
        Assert.Equal(FindingKind.Lost, Assert.Single(comparison.Findings).Kind);
        Assert.Equal(2, comparison.Theirs);
        await journey.ReachesAsync(id, RequestState.Revoked);
        Assert.Contains("Somebody removed it in OneLogin", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.True(journey.OneLogin.Memberships.Holds(Cast.ProductionAdmin, Cast.Otto.OneLoginId!.Value));
        var entry = Assert.Single(await journey.AuditAsync(CompareWithOneLogin.Stream), e => e.Action == AuditAction.Reconciled);
        Assert.Contains("\"lost\":\"1\"", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(journey.OneLogin.Calls.Writes, c => c.Method == "DELETE" && c.Effect.Count > 0);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_comes_back_after_its_end_is_named_and_not_taken(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await GrantAsync(journey, 1);
        journey.Clock.Advance(TimeSpan.FromMinutes(31));
        await journey.Bot.Services.GetRequiredService<RevokeDue>().ExecuteAsync(CancellationToken.None);
        journey.OneLogin.AddByMapping(Given.Target.OneLoginRole, First);

        var comparison = await journey.Bot.Services.GetRequiredService<CompareWithOneLogin>().ExecuteAsync(CancellationToken.None);

        var finding = Assert.Single(comparison.Findings);
        Assert.Equal((FindingKind.CameBack, First), (finding.Kind, finding.User!.Value));
        Assert.Contains("U0RITA is in Production Admin again", finding.Sentence, StringComparison.Ordinal);
        Assert.True(journey.OneLogin.Memberships.Holds(Given.Target.OneLoginRole, First));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task When_most_grants_are_missing_at_once_or_OneLogin_is_away_nothing_is_closed(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await GrantAsync(journey, 10);
        journey.Clock.Advance(TimeSpan.FromMinutes(5));
        journey.ExpectedComplaints.Add("could not be compared");
        var compare = journey.Bot.Services.GetRequiredService<CompareWithOneLogin>();

        journey.OneLogin.Faults.Inject(OneLoginFault.BadGateway, path: "/api/2/roles/*");
        var away = await compare.ExecuteAsync(CancellationToken.None);
        journey.OneLogin.Faults.Clear();
        for (var n = 0; n < 8; n++)
        {
            journey.OneLogin.RemoveByHand(Given.Target.OneLoginRole, First + n);
        }

        var wrong = await compare.ExecuteAsync(CancellationToken.None);

        Assert.NotEmpty(away.Unread);
        Assert.Equal(8, wrong.Findings.Count(f => f.Kind == FindingKind.LostTogether));
        Assert.All(await journey.RequestsAsync(), r => Assert.Equal(RequestState.Granted, r.State));
    }

    /// <summary>Grants of half an hour to so many people, with their memberships, and nothing to say in Slack.</summary>
    private static async Task GrantAsync(Journey journey, int count)
    {
        for (var n = 0; n < count; n++)
        {
            journey.OneLogin.AddUser(new OneLoginUser { Id = First + n, Email = $"person{n}@acme.example", Firstname = "Person", Lastname = $"{n}" });
            journey.OneLogin.AddByHand(Given.Target.OneLoginRole, First + n);
            var request = await journey.Bot.Store.AddAsync(Given.In(RequestState.Granted, journey.Now, user: First + n), CancellationToken.None);
            foreach (var notice in request.Notices)
            {
                notice.Undeliverable("channel_not_found");
                await journey.Bot.Store.SaveNoticeAsync(request.Id, notice, CancellationToken.None);
            }
        }
    }
}
