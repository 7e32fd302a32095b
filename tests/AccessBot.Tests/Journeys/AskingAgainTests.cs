using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What has ended can be asked for again with one click and a form that is filled in already.</summary>
public sealed class AskingAgainTests
{
    [Theory, InlineData(Db.Sqlite, Door.Http), InlineData(Db.Postgres, Door.Sockets)]
    public async Task What_has_ended_is_asked_for_again_with_what_was_filled_in(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var first = await journey.AskAsync(Cast.Rita, duration: "3600");
        await journey.ClickAsync(Cast.Ana, first, "deny");
        await journey.ReachesAsync(first, RequestState.Denied);

        await AgainAsync(journey, Cast.Rita, first);
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync();
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 2, "it is asked for again");

        var again = (await journey.RequestsAsync())[^1];
        var before = await journey.RequestAsync(first);
        Assert.Equal((before.Flow, before.Target, before.Duration, before.Reason), (again.Flow, again.Target, again.Duration, again.Reason));
        Assert.Equal("OPS-1", again.Fields["ticket"]);
        Assert.Equal(RequestState.Requested, again.State);
        Assert.NotEqual(first, again.Id);
        await journey.ShownAsync(again.Id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whatever_way_it_ended_the_requester_can_ask_again_and_nobody_else(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var expired = await GrantedAsync(journey);
        Assert.DoesNotContain("\"again\"", (await journey.RequesterMessageAsync(expired)).Blocks.GetRawText(), StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(expired, RequestState.Expired);
        var revoked = await GrantedAsync(journey);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(revoked), "revoke");
        await journey.ReachesAsync(revoked, RequestState.Revoked);
        var cancelled = await journey.AskAsync(Cast.Rita);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(cancelled), "cancel");
        await journey.ReachesAsync(cancelled, RequestState.Cancelled);
        var lapsed = await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(TimeSpan.FromHours(8));
        await journey.ReachesAsync(lapsed, RequestState.Lapsed);

        foreach (var id in new[] { expired, revoked, cancelled, lapsed })
        {
            Assert.Contains("\"again\"", (await journey.RequesterMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain("\"again\"", (await journey.ApproversMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
        }

        await AgainAsync(journey, Cast.Rita, lapsed);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_not_offered_any_more_is_said_and_left_out(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita, "second-door", duration: "3600");
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        await journey.ChangeRulesAsync(JourneyRules.Usual.Replace("second-door:", "third-door:", StringComparison.Ordinal));
        await journey.HurryUntilAsync(() => journey.Bot.Services.GetRequiredService<RulesInForce>().Current.FindFlow("third-door") is not null, "the other rules are in force");

        await AgainAsync(journey, Cast.Rita, id);

        var shown = journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText();
        Assert.Contains("offered to you any more", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Journey.Reason, shown, StringComparison.Ordinal);
    }

    private static async Task<RequestId> GrantedAsync(Journey journey)
    {
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        return id;
    }

    private static async Task AgainAsync(Journey journey, CastMember who, RequestId id)
    {
        await journey.Slack.As(who.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "again");
        await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId)?.Json.GetRawText().Contains("\"target:", StringComparison.Ordinal) == true, "the form is open");
    }
}
