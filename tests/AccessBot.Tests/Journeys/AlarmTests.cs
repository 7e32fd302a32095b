using System.Net;
using System.Text.Json;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What operators see of access that should have ended: the alerts channel, health, the log, and the request's own messages.</summary>
public sealed class AlarmTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_hour_of_500_is_one_message_with_a_call_at_each_stage_until_it_is_over(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["Alarm overdue/unanswered: Overdue revocations: OneLogin does not answer, or with errors; 1 since", "still active", "OneLogin"]);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError);

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.HurryUntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        await journey.Bot.ReconcileAsync();
        Assert.Empty(journey.Alerts);

        await LateByAsync(journey, id, TimeSpan.FromSeconds(61));
        var raised = Assert.Single(journey.Alerts);
        var due = (await journey.RequestAsync(id)).EndsAt!.Value;
        Assert.StartsWith($"*Alarm: Overdue revocations: OneLogin does not answer, or with errors*\nSince <!date^{due.ToUnixTimeSeconds()}^", raised.Text, StringComparison.Ordinal);
        Assert.Contains($"• rita: Production Admin, since {due:yyyy-MM-dd HH:mm} UTC", raised.Text, StringComparison.Ordinal);
        Assert.Contains("What to do:", raised.Text, StringComparison.Ordinal);
        Assert.Contains("overdue by more than 1 minute*", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        await LateByAsync(journey, id, TimeSpan.FromMinutes(14));
        Assert.Single(journey.Alerts);

        await LateByAsync(journey, id, TimeSpan.FromMinutes(16));
        var call = Assert.Single(journey.Alerts, m => m.ThreadTs == raised.Ts);
        Assert.Contains("Still so after 15 minutes: Overdue revocations: OneLogin does not answer, or with errors", call.Text, StringComparison.Ordinal);
        await journey.RestartAsync();
        await LateByAsync(journey, id, TimeSpan.FromMinutes(61));
        Assert.Contains("Still so after 1 hour:", journey.Alerts[^1].Text, StringComparison.Ordinal);
        Assert.Equal([null, raised.Ts, raised.Ts], journey.Alerts.Select(m => m.ThreadTs));
        Assert.Contains("overdue by more than 1 hour", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);

        journey.OneLogin.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(6));
        await journey.ReachesAsync(id, RequestState.Expired);
        await journey.Bot.ReconcileAsync();
        var over = journey.Alerts[0];
        Assert.StartsWith("*Over: Overdue revocations: OneLogin does not answer, or with errors*\nFrom ", over.Text, StringComparison.Ordinal);
        Assert.Contains(", 1 hour 7 minutes.", over.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("What to do", over.Text, StringComparison.Ordinal);
        Assert.Equal(3, journey.Alerts.Count);
        Assert.Equal(HttpStatusCode.OK, (await ReadyAsync(journey.Bot)).Code);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_nobody_works_on_is_said_by_alarm_and_in_the_messages_and_done_in_the_end(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Alarm overdue/untried: Overdue revocations that nobody works on");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await journey.QuietAsync();
        journey.Bot.Queue.Lose();
        journey.Clock.Advance(TimeSpan.FromMinutes(33));

        await journey.Bot.Services.GetRequiredService<RaiseAlarms>().ExecuteAsync(CancellationToken.None);
        Assert.Contains("• rita: Production Admin", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        var noted = await journey.RequestAsync(id);
        Assert.Equal((RequestState.Revoking, 0), (noted.State, noted.Attempts));
        Assert.Contains("*Revoking — still active, overdue by more than ", Rendered(noted), StringComparison.Ordinal);
        Assert.Contains(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.Overdue);
        await journey.UntilAsync(async () => (await journey.RequesterMessageAsync(id)).Versions.Any(v => v.Text.Contains("Revoking — still active, overdue by more than", StringComparison.Ordinal)));
        Assert.True(journey.Holds(Cast.Rita));

        await journey.PassAsync(TimeSpan.FromMinutes(1));
        await journey.Bot.ReconcileAsync();
        await journey.ReachesAsync(id, RequestState.Expired);
        await journey.Bot.ReconcileAsync();
        Assert.StartsWith("*Over: ", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_mapping_that_gives_a_role_again_is_told_by_the_roles_name_beside_other_trouble(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["Alarm overdue/still-held/81878", "Alarm overdue/credential", "still active"]);
        var kept = await LifeOfARequestTests.GrantedAsync(journey);
        var refused = await journey.AskAsync(Cast.Otto, "customer-data", "customer-data");
        await journey.ClickAsync(Cast.Ana, refused, "approve");
        await journey.ClickAsync(Cast.Ben, refused, "approve");
        await journey.ReachesAsync(refused, RequestState.Granted);
        journey.OneLogin.AddByMapping(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);
        journey.OneLogin.Faults.Inject(OneLoginFault.Unauthorized, "DELETE", $"/api/2/roles/{Cast.CustomerData}/*");

        await journey.PassAsync(TimeSpan.FromMinutes(31));
        journey.Haste = 10;
        foreach (var id in new[] { kept, refused })
        {
            await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        }

        await journey.PassAsync(TimeSpan.FromMinutes(1));
        await journey.Bot.ReconcileAsync();

        Assert.Equal(Trouble.StillHeld, (await journey.RequestAsync(kept)).Trouble);
        Assert.Single(journey.Alerts, m => m.Text.Contains("OneLogin keeps giving Production Admin (role 81878)", StringComparison.Ordinal));
        Assert.Single(journey.Alerts, m => m.Text.Contains("otto: Customer Data Reader", StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task While_Slack_is_away_nothing_is_lost_and_it_is_told_in_the_log(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["Alarm overdue/unanswered", "Slack does not take alarm overdue/unanswered", "still active", "Slack", "OneLogin"]);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE");
        await journey.PassAsync(TimeSpan.FromMinutes(32));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        journey.Slack.Faults.Down();
        journey.Haste = 5;

        await journey.Bot.ReconcileAsync();
        Assert.Empty(journey.Alerts);
        journey.OneLogin.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(6));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Expired);
        await journey.Bot.ReconcileAsync();
        journey.Slack.Faults.Clear();
        await journey.Bot.ReconcileAsync();

        Assert.StartsWith("*Over: Overdue revocations: OneLogin does not answer, or with errors*", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Without_a_channel_the_log_and_health_tell(Db db)
    {
        await using var journey = await Journey.StartAsync(db, settings: KeyValuePair.Create<string, string?>("Slack:AlertsChannel", ""));
        journey.ExpectedComplaints.AddRange(["Slack:AlertsChannel is not set", "Alarm overdue/unanswered", "still active", "OneLogin"]);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE");

        await LateByAsync(journey, id, TimeSpan.FromMinutes(2));
        await LateByAsync(journey, id, TimeSpan.FromMinutes(16));
        var ready = await ReadyAsync(journey.Bot);

        Assert.Empty(journey.Alerts);
        Assert.Equal(2, journey.Bot.Log.Complaints.Count(c => c.StartsWith("Alarm overdue/unanswered", StringComparison.Ordinal)));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (ready.Code, ready.Status));
    }

    [Fact]
    public async Task Two_nodes_speak_with_one_voice()
    {
        await using var journey = await Journey.StartAsync(Db.Postgres, bots: 2);
        journey.ExpectedComplaints.AddRange(["Alarm overdue/unanswered", "still active", "OneLogin"]);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE");

        await LateByAsync(journey, id, TimeSpan.FromMinutes(2));
        await LateByAsync(journey, id, TimeSpan.FromMinutes(16));

        Assert.Equal(2, journey.Alerts.Count);
        Assert.Equal(2, journey.Bots.SelectMany(bot => bot.Log.Complaints).Count(c => c.StartsWith("Alarm overdue/unanswered", StringComparison.Ordinal)));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Health_names_what_is_wrong_and_nobody(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["still active", "OneLogin"]);
        var well = await ReadyAsync(journey.Bot);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE");
        await journey.PassAsync(TimeSpan.FromMinutes(33));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);

        var ill = await ReadyAsync(journey.Bot);

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (well.Code, well.Status));
        Assert.Equal(["database", "revocations", "clock", "slack"], well.Checks.Keys);
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (ill.Code, ill.Status));
        Assert.StartsWith("Degraded Overdue revocations: 1, the oldest by 3 minutes (unanswered: 1).", ill.Checks["revocations"], StringComparison.Ordinal);
        Assert.DoesNotContain("Rita", ill.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(journey.Bot, "/healthz/live")).Code);
    }

    [Fact]
    public async Task A_database_that_is_away_is_unhealthy_and_the_process_lives_on()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var journey = await Journey.StartAsync(Db.Postgres, server: server);
        journey.PossibleComplaints.AddRange(["The database does not answer", "Npgsql"]);
        await server.KillAsync();

        var ready = await ReadyAsync(journey.Bot);
        var live = await GetAsync(journey.Bot, "/healthz/live");
        await server.RestartAsync();
        await journey.PassAsync(TimeSpan.FromSeconds(5));
        var again = await ReadyAsync(journey.Bot);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (ready.Code, ready.Status));
        Assert.StartsWith("Unhealthy", ready.Checks["database"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, live.Code);
        Assert.Equal("Healthy", again.Status);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_happened_once_is_told_once_and_again_only_when_it_happens_again(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Alarm lost/81878: Access was taken away by hand");
        var alarms = journey.Bot.Services.GetRequiredService<RaiseAlarms>();
        Alarm Lost(params string[] lines) => new("lost/81878", "Access was taken away by hand", lines, journey.Now);

        await alarms.TellAsync(Lost("rita: Production Admin"), CancellationToken.None);
        await journey.Bot.ReconcileAsync();
        Assert.StartsWith("*Access was taken away by hand*", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await alarms.TellAsync(Lost("rita: Production Admin", "otto: Production Admin"), CancellationToken.None);
        Assert.Contains("• otto", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromHours(2));
        await journey.Bot.ReconcileAsync();
        Assert.Single(journey.Alerts);

        await alarms.TellAsync(Lost("ada: Production Admin"), CancellationToken.None);
        Assert.Equal(2, journey.Alerts.Count);
    }

    /// <summary>Lets time pass until the request is so late, has been tried again and is shown so, and then the pass come round.</summary>
    private static async Task LateByAsync(Journey journey, RequestId id, TimeSpan late)
    {
        var attempts = (await journey.RequestAsync(id)).Attempts;
        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value + late - journey.Now);
        journey.Haste = 10;
        await journey.UntilAsync(async () =>
        {
            await journey.Bot.LookAsync();
            return (await journey.RequestAsync(id)).Attempts > attempts;
        });
        journey.Haste = 1;
        await journey.ShownAsync(id);
        await Task.WhenAll(journey.Bots.Select(bot => bot.ReconcileAsync()));
    }

    private static string Rendered(Request request) => AccessBot.Slack.Conversation.ApproversMessage.Render(request).Text.Text;

    private static async Task<(HttpStatusCode Code, string Status, IReadOnlyDictionary<string, string> Checks, string Body)> ReadyAsync(RunningBot bot)
    {
        var (code, body) = await GetAsync(bot, "/healthz/ready");
        using var json = JsonDocument.Parse(body);
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!, c => $"{c.GetProperty("status")} {c.GetProperty("description")}", StringComparer.Ordinal);
        return (code, json.RootElement.GetProperty("status").GetString()!, checks, body);
    }

    private static async Task<(HttpStatusCode Code, string Body)> GetAsync(RunningBot bot, string path)
    {
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
