using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
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
        await EndAsync(journey, Many);

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
        journey.ExpectedComplaints.AddRange(["was lost", "Alarm lost/81878: Access that was granted was taken away in OneLogin (role 81878)"]);

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
        Assert.Contains("Somebody removed rita from Production Admin in OneLogin", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_comes_back_after_its_end_is_named_and_not_taken(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await EndAsync(journey, 1);
        journey.ExpectedComplaints.Add("Alarm comparison/81878/came-back: Access is there again that AccessBot took away (role 81878)");
        var compare = journey.Bot.Services.GetRequiredService<CompareWithOneLogin>();
        journey.OneLogin.AddByMapping(Given.Target.OneLoginRole, First);

        var comparison = await compare.ExecuteAsync(CancellationToken.None);
        var told = journey.Alerts.Single().Text;
        journey.Clock.Advance(TimeSpan.FromHours(2));
        await compare.ExecuteAsync(CancellationToken.None);

        var finding = Assert.Single(comparison.Findings);
        Assert.Equal((FindingKind.CameBack, First), (finding.Kind, finding.User!.Value));
        Assert.Contains("U0RITA is in Production Admin again", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("U0RITA is in Production Admin again", told, StringComparison.Ordinal);
        Assert.True(journey.OneLogin.Memberships.Holds(Given.Target.OneLoginRole, First));
        Assert.Single(journey.Alerts);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task More_that_comes_back_is_called_out_again_and_a_role_that_cannot_be_read_keeps_its_alarm(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await EndAsync(journey, 2);
        journey.ExpectedComplaints.AddRange(["Alarm comparison/81878/came-back", "Alarm comparison/unread", "could not be compared"]);
        var compare = journey.Bot.Services.GetRequiredService<CompareWithOneLogin>();
        journey.OneLogin.AddByMapping(Given.Target.OneLoginRole, First);
        await compare.ExecuteAsync(CancellationToken.None);

        journey.OneLogin.AddByMapping(Given.Target.OneLoginRole, First + 1);
        await compare.ExecuteAsync(CancellationToken.None);
        var called = journey.Alerts[^1];
        journey.Haste = 10;
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, path: "/api/2/roles/81878*");
        await compare.ExecuteAsync(CancellationToken.None);
        journey.OneLogin.Faults.Clear();
        journey.Haste = 1;
        var causes = await OpenAlarmsAsync(journey);
        journey.OneLogin.RemoveByHand(Given.Target.OneLoginRole, First);
        journey.OneLogin.RemoveByHand(Given.Target.OneLoginRole, First + 1);
        await compare.ExecuteAsync(CancellationToken.None);

        Assert.Equal(journey.Alerts[0].Ts, called.ThreadTs);
        Assert.StartsWith("*There are 2 now: Access is there again that AccessBot took away", called.Text, StringComparison.Ordinal);
        Assert.Equal(["comparison/81878/came-back", "comparison/unread"], causes);
        Assert.Empty(await OpenAlarmsAsync(journey));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task When_most_grants_are_missing_at_once_or_OneLogin_is_away_nothing_is_closed(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await GrantAsync(journey, 10);
        journey.Clock.Advance(TimeSpan.FromMinutes(5));
        journey.ExpectedComplaints.AddRange(["could not be compared", "Alarm comparison/unread", "Alarm comparison/81878/lost-together"]);
        var compare = journey.Bot.Services.GetRequiredService<CompareWithOneLogin>();

        journey.Haste = 10;
        journey.OneLogin.Faults.Inject(OneLoginFault.BadGateway, path: "/api/2/roles/*");
        var away = await compare.ExecuteAsync(CancellationToken.None);
        journey.OneLogin.Faults.Clear();
        journey.Haste = 1;
        for (var n = 0; n < 8; n++)
        {
            journey.OneLogin.RemoveByHand(Given.Target.OneLoginRole, First + n);
        }

        var wrong = await compare.ExecuteAsync(CancellationToken.None);

        Assert.NotEmpty(away.Unread);
        Assert.Equal(8, wrong.Findings.Count(f => f.Kind == FindingKind.LostTogether));
        Assert.All(await journey.RequestsAsync(), r => Assert.Equal(RequestState.Granted, r.State));
    }

    private static async Task<IReadOnlyList<string>> OpenAlarmsAsync(Journey journey) =>
        [.. (await journey.Bot.Services.GetRequiredService<IAlarmStore>().OpenAsync(CancellationToken.None)).Where(a => a.ResolvedAt is null).Select(a => a.Cause).Order(StringComparer.Ordinal)];

    /// <summary>Grants to so many people that are over, and taken away.</summary>
    private static async Task EndAsync(Journey journey, int count)
    {
        await GrantAsync(journey, count);
        journey.Clock.Advance(TimeSpan.FromMinutes(31));
        await journey.Bot.LookAsync();
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
