using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What people are listed: what they hold, what waits for them, and for admins what others hold.</summary>
public sealed class ListsTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_waits_is_listed_for_those_who_may_decide_and_have_not(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var production = await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(TimeSpan.FromMinutes(3));
        var data = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");

        Assert.Equal([production, data], await WaitingAsync(journey, Cast.Ana));
        Assert.Equal([data], await WaitingAsync(journey, Cast.Mona));
        Assert.Empty(await WaitingAsync(journey, Cast.Rita));
        Assert.Empty(await WaitingAsync(journey, Cast.Ada));
        var usersAsked = journey.Slack.Calls.Count(call => call.Method == "users.info");
        Assert.Equal([production, data], await WaitingAsync(journey, Cast.Ana));
        Assert.Equal(usersAsked, journey.Slack.Calls.Count(call => call.Method == "users.info"));

        await journey.ClickAsync(Cast.Ana, data, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(data)).ApprovalsHave == 1);
        Assert.Equal([production], await WaitingAsync(journey, Cast.Ana));
        Assert.Equal([data], await WaitingAsync(journey, Cast.Mona));

        await journey.ClickAsync(Cast.Mona, data, "deny");
        await journey.ReachesAsync(data, RequestState.Denied);
        Assert.Empty(await WaitingAsync(journey, Cast.Mona));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_somebody_has_is_listed_by_where_it_is_in_its_life(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var granted = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, granted, "approve");
        await journey.ReachesAsync(granted, RequestState.Granted);
        var denied = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await journey.ClickAsync(Cast.Ana, denied, "deny");
        await journey.ReachesAsync(denied, RequestState.Denied);
        var open = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");

        var own = await journey.Bot.Services.GetRequiredService<ListOwnRequests>().OfAsync(SlackUserId.Parse(Cast.Rita.SlackId), CancellationToken.None);

        Assert.Equal((granted, open, denied), (Assert.Single(own.Held).Id, Assert.Single(own.Open).Id, Assert.Single(own.Ended).Id));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_holds_something_is_listed_for_admins_only(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var holders = journey.Bot.Services.GetRequiredService<ListHolders>();
        var granted = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, granted, "approve");
        await journey.ReachesAsync(granted, RequestState.Granted);
        await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");

        var (byLabel, _) = await holders.OfAsync(SlackUserId.Parse(Cast.Ada.SlackId), "production ADMIN", CancellationToken.None);
        var (undecided, _) = await holders.OfAsync(SlackUserId.Parse(Cast.Ada.SlackId), "customer-data", CancellationToken.None);
        var (_, unknown) = await holders.OfAsync(SlackUserId.Parse(Cast.Ada.SlackId), "prodution", CancellationToken.None);
        var (none, no) = await holders.OfAsync(SlackUserId.Parse(Cast.Ana.SlackId), "production-admin", CancellationToken.None);

        Assert.Equal(granted, Assert.Single(byLabel).Id);
        Assert.Empty(undecided);
        Assert.Equal(RefusalCode.NothingByThatName, unknown?.Code);
        Assert.Empty(none);
        Assert.Equal(RefusalCode.NotAnAdmin, no?.Code);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Admins_see_how_much_is_live_and_what_is_overdue(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var oversee = journey.Bot.Services.GetRequiredService<Oversee>();
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        var live = await oversee.AsAsync(SlackUserId.Parse(Cast.Ada.SlackId), CancellationToken.None);
        var nothing = await oversee.AsAsync(SlackUserId.Parse(Cast.Ana.SlackId), CancellationToken.None);

        Assert.NotNull(live);
        Assert.Equal((1, 0), (live.LiveGrants, live.OverdueCount));
        Assert.Null(nothing);
    }

    private static async Task<IReadOnlyList<RequestId>> WaitingAsync(Journey journey, CastMember who) =>
        [.. (await journey.Bot.Services.GetRequiredService<ListWaitingRequests>().ForAsync(SlackUserId.Parse(who.SlackId), CancellationToken.None)).Requests.Select(r => r.Id)];
}
