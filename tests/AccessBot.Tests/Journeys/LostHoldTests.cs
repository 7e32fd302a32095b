using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>The hold on a membership goes with the database connection that has it: for a moment two processes may be at one.</summary>
public sealed class LostHoldTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_grant_that_began_before_another_was_taken_away_is_given_though_OneLogin_still_shows_the_other(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("still active");
        var first = await LifeOfARequestTests.GrantedAsync(journey);
        var second = await journey.AskAsync(Cast.Rita, "second-door");
        journey.OneLogin.Behaviours.WritesVisibleAfter = TimeSpan.FromMinutes(2);
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(4)), "GET", "/api/2/users/*", times: 1);
        await journey.ClickAsync(Cast.Ana, second, "approve");
        var granted = journey.ReachesAsync(second, RequestState.Granted);
        await AsksOneLoginAsync(journey, granted);

        // What a process does that thinks it has the hold.
        var rita = Cast.Rita.OneLoginId!.Value;
        await journey.Bot.Store.ChangeAsync(first, row => Task.FromResult(row.Revoke(Given.By(SlackUserId.Parse(Cast.Rita.SlackId)), journey.Now)), CancellationToken.None);
        await journey.Bot.Services.GetRequiredService<EndGrants>().ExecuteAsync(
            Cast.ProductionAdmin, Privilege.Member, new HashSet<RequestId> { first }, [rita], CancellationToken.None);
        await granted;

        Assert.Single(journey.Writes("DELETE"));
        Assert.True(journey.Holds(Cast.Rita));
    }

    /// <summary>Until the grant has read the rows and waits for OneLogin.</summary>
    private static async Task AsksOneLoginAsync(Journey journey, Task granted)
    {
        while (journey.OneLogin.Calls.InFlight == 0)
        {
            Assert.False(granted.IsCompleted, "The grant was over before anything could come between.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
