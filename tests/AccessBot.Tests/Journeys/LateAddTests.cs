using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>OneLogin carries out an add when nobody waits for it any more.</summary>
public sealed class LateAddTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_add_that_OneLogin_carries_out_after_it_was_given_up_is_taken_away_and_shown_so(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await StoppedInVainAsync(journey, lateBy: TimeSpan.FromSeconds(40));
        await RevokedAsync(journey, id);
        await journey.ShownAsync(id);

        Assert.False(journey.Holds(Cast.Rita));
        var added = Assert.Single(journey.Writes("POST"), c => c.Effect.Count > 0);
        Assert.Contains(journey.Writes("DELETE"), c => c.Effect.Count > 0 && c.At > added.At);
        Assert.Contains(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.EndUnsure);
        Assert.Contains("Revoked", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_that_comes_after_another_grant_has_come_and_gone_is_taken_away(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await StoppedInVainAsync(journey, lateBy: TimeSpan.FromSeconds(60));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Revoking);
        journey.OneLogin.Faults.Clear();

        var other = await journey.AskAsync(Cast.Rita, "second-door");
        await journey.ClickAsync(Cast.Ben, other, "approve");
        await journey.ReachesAsync(other, RequestState.Granted);
        await LookedAtAgainAsync();
        await journey.ClickAsync(Cast.Ben, other, "revoke");
        await journey.ReachesAsync(other, RequestState.Revoked);
        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal(RequestState.Revoking, (await journey.RequestAsync(id)).State);
        journey.Haste = 10;
        await journey.UntilAsync(() => journey.Holds(Cast.Rita), "OneLogin has carried out the add");
        await RevokedAsync(journey, id);

        Assert.False(journey.Holds(Cast.Rita));

        // While the other grant gives the role: that alone must not close the first.
        Task LookedAtAgainAsync() => journey.UntilAsync(async () =>
        {
            var looks = (await journey.AuditAsync(id.ToString())).Count(e => e.Action == AuditAction.EndUnsure);
            journey.Clock.Advance(TimeSpan.FromSeconds(1));
            await journey.Bot.LookAsync();
            return (await journey.AuditAsync(id.ToString())).Count(e => e.Action == AuditAction.EndUnsure) > looks || (await journey.RequestAsync(id)).IsClosed;
        });
    }

    /// <summary>Rita's request is approved and all is stopped, while OneLogin holds back the one add that it carries out.</summary>
    private static async Task<RequestId> StoppedInVainAsync(Journey journey, TimeSpan lateBy)
    {
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(lateBy) with { CarriesOn = true }, "POST", "/api/2/roles/*/users", times: 1);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "POST", "/api/2/roles/*/users");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HurryUntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        await journey.ShownAsync(id);
        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", "revoke all");
        return id;
    }

    private static async Task RevokedAsync(Journey journey, RequestId id)
    {
        journey.Haste = 10;
        await journey.UntilAsync(async () =>
        {
            await journey.Bot.LookAsync();
            return (await journey.RequestAsync(id)).State == RequestState.Revoked;
        });
    }
}
