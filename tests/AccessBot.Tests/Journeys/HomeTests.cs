using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Home;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>App Home: what it shows to whom, what its buttons do, and that it follows what happens.</summary>
public sealed class HomeTests
{
    private static readonly JsonSerializerOptions AsRead = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<Db, Door> Everywhere { get; } = new() { { Db.Sqlite, Door.Http }, { Db.Sqlite, Door.Sockets }, { Db.Postgres, Door.Http }, { Db.Postgres, Door.Sockets } };

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_request_lives_in_the_Homes_of_those_whom_it_concerns_from_the_first_click_to_the_last(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        await OpenAsync(journey, Cast.Rita, "You hold no access at the moment");
        await OpenAsync(journey, Cast.Ana, "Ask for access");
        await OpenAsync(journey, Cast.Otto, "Ask for access");
        var otto = journey.Slack.Home(Cast.Otto.SlackId)!.Hash;

        // Asked for from the Home: the form has the flow picked.
        await ClickAsync(journey, Cast.Rita, "ask", "flow:second-door");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId)?.Json.GetRawText().Contains("\"target:second-door\"", StringComparison.Ordinal) == true);
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "target:second-door", "target", "production-admin" }, { "duration:second-door", "duration", "1800" }, { "reason", "reason", Journey.Reason } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);
        var id = Assert.Single(await journey.RequestsAsync()).Id;
        await ShowsAsync(journey, Cast.Rita, "Your open requests", "Approvals: 0 of 1", "Cancel request", "for the approvers in <#C0ACCESS>");
        await ShowsAsync(journey, Cast.Ana, "Waiting for your decision", "<@U0RITA> asked for *Production Admin*", Journey.Reason);
        Assert.DoesNotContain("Your open requests", Text(journey, Cast.Ana), StringComparison.Ordinal);

        // Decided from the Home.
        await ClickAsync(journey, Cast.Ana, "approve", $"waiting:{id}");
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.DoesNotContain("Waiting for your decision", Text(journey, Cast.Ana), StringComparison.Ordinal);
        await ShowsAsync(journey, Cast.Rita, "*Production Admin* (Second door)", "Active until <!date^", "End access now");
        Assert.DoesNotContain("Your open requests", Text(journey, Cast.Rita), StringComparison.Ordinal);

        // Ended from the Home.
        await ClickAsync(journey, Cast.Rita, "revoke", $"held:{id}");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await ShowsAsync(journey, Cast.Rita, "Ended lately", "Ended by <@U0RITA>", "Ask again", "You hold no access");
        await ClickAsync(journey, Cast.Rita, "again", $"ended:{id}");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId)?.Json.GetRawText().Contains(Journey.Reason, StringComparison.Ordinal) == true);
        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal("home", (await journey.AuditAsync(id.ToString())).Single(e => e.Action == AuditAction.EndDue).Where);

        // Of all this nothing shows with somebody whom it doesn't concern.
        Assert.Equal(otto, journey.Slack.Home(Cast.Otto.SlackId)!.Hash);
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_click_that_comes_too_late_is_answered_in_a_window_and_the_Home_is_brought_up_to_date(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var id = await journey.AskAsync(Cast.Rita);
        await OpenAsync(journey, Cast.Ana, "Waiting for your decision");
        await OpenAsync(journey, Cast.Rita, "Your open requests");
        await journey.ClickAsync(Cast.Ben, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        await ClickAsync(journey, Cast.Ana, "approve", $"waiting:{id}");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Ana.SlackId)?.Json.GetRawText().Contains("already denied by", StringComparison.Ordinal) == true);
        await ClickAsync(journey, Cast.Rita, "cancel", $"open:{id}");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId) is not null);

        await journey.UntilAsync(() => !Text(journey, Cast.Ana).Contains("Waiting for your decision", StringComparison.Ordinal));
        await journey.UntilAsync(() => Text(journey, Cast.Rita).Contains("Denied by <@U0BEN>", StringComparison.Ordinal));
        Assert.Equal(RequestState.Denied, (await journey.RequestAsync(id)).State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_approval_of_two_takes_the_request_from_the_one_and_leaves_it_with_the_other(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await OpenAsync(journey, Cast.Ana, "Waiting for your decision");
        await OpenAsync(journey, Cast.Mona, "Waiting for your decision");

        await ClickAsync(journey, Cast.Ana, "approve", $"waiting:{id}");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Ana.SlackId)?.Json.GetRawText().Contains("Your approval counts: 1 of 2", StringComparison.Ordinal) == true);
        await journey.UntilAsync(() => !Text(journey, Cast.Ana).Contains("Waiting for your decision", StringComparison.Ordinal));
        await ShowsAsync(journey, Cast.Mona, "Approvals: 1 of 2");

        await ClickAsync(journey, Cast.Mona, "approve", $"waiting:{id}");
        await journey.ReachesAsync(id, RequestState.Granted);
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Access_is_extended_and_ended_from_the_Home_and_more_time_is_told_from_new_access(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        var before = (await journey.RequestAsync(id)).EndsAt;
        await OpenAsync(journey, Cast.Rita, "Active until <!date^", "Extend…", "End access now");
        await OpenAsync(journey, Cast.Ana, "Ask for access");

        await ClickAsync(journey, Cast.Rita, "extend", $"held:{id}");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId) is not null, "the window is open");
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "extend.more", "more", "1800" }, { "reason", "reason", "It takes longer than that." } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 2, "more time is asked for");
        var more = (await journey.RequestsAsync())[^1].Id;
        await ShowsAsync(journey, Cast.Rita, "Your open requests", "More time: Requested. Approvals: 0 of 1");
        await ShowsAsync(journey, Cast.Ana, "Waiting for your decision", "*More time*: <@U0RITA> asked for *Production Admin* for 30 minutes more, 1 hour in all");
        Assert.DoesNotContain("\"less\"", Text(journey, Cast.Ana), StringComparison.Ordinal);

        await ClickAsync(journey, Cast.Ana, "approve", $"waiting:{more}");
        await journey.ReachesAsync(more, RequestState.Approved);
        await ShowsAsync(journey, Cast.Rita, "extended once");
        Assert.Equal(before + TimeSpan.FromMinutes(30), (await journey.RequestAsync(id)).EndsAt);

        await ClickAsync(journey, Cast.Rita, "revoke", $"held:{id}");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await ShowsAsync(journey, Cast.Rita, "You hold no access", "Ended by <@U0RITA>");
        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whoever_can_get_nothing_is_told_what_to_do(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        await OpenAsync(journey, Cast.Nils, "nils@acme.example");
        await OpenAsync(journey, Cast.Gus, "Guests of this workspace");

        Assert.DoesNotContain("\"ask\"", Text(journey, Cast.Nils), StringComparison.Ordinal);
        Assert.DoesNotContain("\"ask\"", Text(journey, Cast.Gus), StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting for your decision", Text(journey, Cast.Gus), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Admins_see_what_is_live_and_overdue_and_nobody_else_does(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await OpenAsync(journey, Cast.Ada, "Live grants: 0. Nothing is overdue.");
        await OpenAsync(journey, Cast.Ana, "Ask for access");
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        await ShowsAsync(journey, Cast.Ada, "Live grants: 1. Nothing is overdue.");

        Assert.DoesNotContain("Live grants", Text(journey, Cast.Ana), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task While_Slack_takes_no_Home_everything_else_goes_on_and_the_Home_comes_later(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("does not take U0RITA's App Home now");
        await OpenAsync(journey, Cast.Rita, "You hold no access");
        journey.Slack.Faults.Down("views.publish");
        var id = await journey.AskAsync(Cast.Rita);
        await KeepAsync(journey);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.Contains("You hold no access", Text(journey, Cast.Rita), StringComparison.Ordinal);

        journey.Slack.Faults.Clear();
        journey.Clock.Advance(TimeSpan.FromSeconds(30));

        await ShowsAsync(journey, Cast.Rita, "Active until");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task While_Slack_does_not_say_who_somebody_is_the_Home_shows_what_the_rows_say_and_the_rest_later(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.PossibleComplaints.Add("Slack");
        await journey.AskAsync(Cast.Rita);
        journey.Slack.Faults.Down("users.info");

        await OpenAsync(journey, Cast.Rita, "Your open requests", "This can't be told at the moment");

        journey.Slack.Faults.Clear();
        journey.Clock.Advance(TimeSpan.FromMinutes(1));
        await journey.UntilAsync(async () =>
        {
            await KeepAsync(journey);
            return !Text(journey, Cast.Rita).Contains("This can't be told at the moment", StringComparison.Ordinal);
        }, "the Home shows everything");
        Assert.Contains("Production access", Text(journey, Cast.Rita), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_Home_that_would_not_change_is_not_published_and_one_that_nobody_opens_any_more_neither(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await OpenAsync(journey, Cast.Rita, "You hold no access");
        await KeepAsync(journey);
        await KeepAsync(journey);
        Assert.Single(journey.Slack.Calls, call => call.Method == "views.publish");

        await journey.PassAsync(KeepHomes.OpenedFor + TimeSpan.FromHours(1));
        await journey.AskAsync(Cast.Rita);
        await KeepAsync(journey);

        Assert.Single(journey.Slack.Calls, call => call.Method == "views.publish");
        await OpenAsync(journey, Cast.Rita, "Your open requests");
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task An_event_that_comes_twice_or_from_elsewhere_or_is_about_messages_publishes_nothing_more(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        journey.PossibleComplaints.Add("was refused: AccessBot doesn't serve it");
        await OpenAsync(journey, Cast.Rita, "You hold no access");
        var opened = journey.Slack.Wire.Deliveries.Last(d => d.Kind == "event_callback");

        Assert.True((await journey.Slack.Wire.ResendAsync(opened, 1, "http_timeout", signAnew: true)).Acknowledged);
        Assert.True((await journey.Slack.Wire.SendEventAsync(new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0ANA", ["tab"] = "messages" })).Acknowledged);
        journey.Slack.Reconfigure(settings => settings with { TeamId = "T0ELSEWHERE" });
        await journey.Slack.Wire.SendEventAsync(new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0ANA", ["tab"] = "home" });
        await journey.QuietAsync();

        Assert.Single(journey.Slack.Calls, call => call.Method == "views.publish");
        Assert.Null(journey.Slack.Home(Cast.Ana.SlackId));
    }

    private static async Task OpenAsync(Journey journey, CastMember who, params string[] words)
    {
        var delivery = await journey.Slack.As(who.SlackId).OpenHomeAsync();
        Assert.True(delivery.Acknowledged, delivery.Problem);
        await journey.UntilAsync(() => journey.Slack.Home(who.SlackId) is not null && words.All(word => Text(journey, who).Contains(word, StringComparison.Ordinal)), $"{who.Firstname}'s Home says {string.Join(", ", words)}; it is {Said(journey, who)}");
    }

    private static Task ShowsAsync(Journey journey, CastMember who, params string[] words) => journey.UntilAsync(async () =>
    {
        await KeepAsync(journey);
        return words.All(word => Text(journey, who).Contains(word, StringComparison.Ordinal));
    }, $"{who.Firstname}'s Home says {string.Join(", ", words)}");

    private static async Task ClickAsync(Journey journey, CastMember who, string action, string block)
    {
        var delivery = await journey.Slack.As(who.SlackId).ClickAtHomeAsync(action, blockId: block);
        Assert.True(delivery.Acknowledged, delivery.Problem);
        await journey.QuietAsync();
    }

    private static Task KeepAsync(Journey journey) => journey.Bot.Services.GetRequiredService<KeepHomes>().ExecuteAsync(CancellationToken.None);

    private static string Said(Journey journey, CastMember who) => journey.Slack.Home(who.SlackId) is null ? "not there" : Text(journey, who);

    /// <summary>As people would read it: JSON writes angle brackets and the like in its own way.</summary>
    private static string Text(Journey journey, CastMember who) => JsonNode.Parse(journey.Slack.Home(who.SlackId)!.Json.GetRawText())!.ToJsonString(AsRead);
}
