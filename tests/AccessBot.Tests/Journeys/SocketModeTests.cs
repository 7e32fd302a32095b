using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Slack's deliveries by Socket Mode while connections come and go. What is the same by both doors is in the other journeys.</summary>
public sealed class SocketModeTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task With_every_connection_cut_once_a_second_for_a_minute_nothing_is_lost_and_nothing_is_done_twice(Db db)
    {
        await using var journey = await Journey.StartAsync(db, door: Door.Sockets);
        journey.PossibleComplaints.AddRange(["Socket Mode connection to Slack could not be opened", "could not be acknowledged"]);
        journey.Haste = 3;
        var ids = new List<RequestId>();
        var cutting = CutAsync(journey, times: 60);

        while (!cutting.IsCompleted)
        {
            var id = await AskAsync(journey, ids.Count % 2 == 0 ? Cast.Rita : Cast.Otto, ids);
            ids.Add(id);
            var message = await journey.ApproversMessageAsync(id);
            await InTimeAsync(journey, late => late is null ? journey.Slack.As(Cast.Ana.SlackId).ClickAsync(message, "deny") : journey.Slack.Wire.ResendAsync(late, retryNumber: 1));
            await journey.ReachesAsync(id, RequestState.Denied);
        }

        await cutting;
        Assert.NotEmpty(ids);
        Assert.InRange(journey.Slack.Sockets.Opened, 12, 80);
        Assert.Equal(ids.Count, (await journey.RequestsAsync()).Count);
        foreach (var id in ids)
        {
            Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.Submitted);
            Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.Denied);
        }
    }

    [Fact]
    public async Task Two_processes_have_a_part_of_the_clicks_each_and_a_repeated_one_is_done_once()
    {
        await using var journey = await Journey.StartAsync(Db.Postgres, bots: 2, door: Door.Sockets);

        var id = await journey.AskAsync(Cast.Rita);
        var click = await journey.ClickAsync(Cast.Ana, id, "approve");
        for (var n = 1; n <= 4; n++)
        {
            Assert.True((await journey.Slack.Wire.ResendAsync(click, retryNumber: n)).Acknowledged);
        }

        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.QuietAsync();

        Assert.Equal(4, journey.Slack.Sockets.Count);
        Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.Voted);
        Assert.DoesNotContain(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.Refused);
        Assert.All(journey.Bots, bot => Assert.Contains(bot.Log.Lines, line => line.Text.Contains("sends an envelope", StringComparison.Ordinal)));
        Assert.Single(journey.Writes("POST"));
    }

    [Fact]
    public async Task Without_a_connection_health_says_so_and_access_ends_on_time()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite, door: Door.Sockets);
        journey.ExpectedComplaints.Add("Socket Mode connection to Slack could not be opened");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        var well = await ReadyAsync(journey);

        journey.Slack.Faults.Down(SocketLinks.Method);
        journey.Slack.Sockets.Drop();
        await journey.UntilAsync(async () => (await ReadyAsync(journey)).Status == "Degraded", "it is told");
        var ill = await ReadyAsync(journey);
        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value - journey.Now);
        await journey.ReachesAsync(id, RequestState.Expired);
        journey.Slack.Faults.Clear();
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await ReadyAsync(journey)).Status == "Healthy", "it is over");

        Assert.Equal("Healthy", well.Status);
        Assert.StartsWith("No Socket Mode connection to Slack since 2026-", ill.Description, StringComparison.Ordinal);
        Assert.False(journey.Holds(Cast.Rita));
    }

    private static async Task<(string Status, string? Description)> ReadyAsync(Journey journey)
    {
        using var http = new HttpClient { BaseAddress = journey.Bot.Address };
        using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
        var slack = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["checks"]!.AsArray().Single(check => (string?)check!["name"] == "slack")!;
        return ((string)slack["status"]!, (string?)slack["description"]);
    }

    /// <summary>Asks as somebody who tries again when Slack says that it failed.</summary>
    private static async Task<RequestId> AskAsync(Journey journey, CastMember who, IReadOnlyCollection<RequestId> known)
    {
        var desktop = journey.Slack.As(who.SlackId);
        await journey.UntilAsync(async () => journey.Slack.OpenView(who.SlackId) is not null || (await desktop.CommandAsync("/access")).Acknowledged, "the command is taken");
        await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId)?.Json.GetRawText().Contains("\"target:production\"", StringComparison.Ordinal) == true, "the form is open");
        var form = new FormValues
        {
            { "target:production", "target", "production-admin" }, { "duration:production", "duration", "1800" }, { "reason", "reason", Journey.Reason },
        };
        if (journey.Slack.OpenView(who.SlackId)!.Json.GetRawText().Contains("field.ticket", StringComparison.Ordinal))
        {
            form.Add("field.ticket", "field", "OPS-1");
        }

        await InTimeAsync(journey, _ => desktop.SubmitAsync(form));
        RequestId? made = null;
        await journey.UntilAsync(async () => (made = (await journey.RequestsAsync()).Select(r => r.Id).Except(known).Cast<RequestId?>().SingleOrDefault()) is not null, "the request is stored");
        await journey.ShownAsync(made!.Value);
        return made.Value;
    }

    private static async Task CutAsync(Journey journey, int times)
    {
        for (var n = 0; n < times; n++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), journey.Clock);
            journey.Slack.Sockets.Drop();
        }
    }

    private static async Task InTimeAsync(Journey journey, Func<Delivery?, Task<Delivery>> send)
    {
        Delivery? delivery = null;
        await journey.UntilAsync(async () => (delivery = await send(delivery)).Acknowledged, "it is acknowledged");
    }
}
