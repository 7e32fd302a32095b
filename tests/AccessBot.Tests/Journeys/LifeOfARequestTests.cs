using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>One request from the slash command to its end, in each way that it can end.</summary>
public sealed class LifeOfARequestTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres), InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Asked_for_approved_granted_and_taken_away_on_time(Db db, Door door = Door.Http)
    {
        await using var journey = await Journey.StartAsync(db, door: door);

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        var granted = await journey.RequestAsync(id);

        Assert.True(journey.Holds(Cast.Rita));
        Assert.Equal(granted.GrantedAt + TimeSpan.FromMinutes(30), granted.EndsAt);
        Assert.Contains("Granted", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);

        await journey.PassAsync(granted.EndsAt!.Value - journey.Now - TimeSpan.FromSeconds(5));
        Assert.True(journey.Holds(Cast.Rita));
        await journey.PassAsync(TimeSpan.FromSeconds(5));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Single(journey.Writes("POST"));
        Assert.Single(journey.Writes("DELETE"));
        var removed = journey.OneLogin.Calls.Writes[^1].At;
        Assert.True(removed >= granted.EndsAt);
        Assert.Contains("Expired", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        await NoButtonsAsync(journey, id);
        var audit = await journey.AuditAsync(id.ToString());
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.Voted, AuditAction.Approved, AuditAction.GrantStarted, AuditAction.Granted, AuditAction.EndDue, AuditAction.Ended],
            audit.Select(e => e.Action));
        Assert.Contains(journey.Writes("POST")[0].RequestId, audit[4].Detail, StringComparison.Ordinal);
        Assert.Contains(journey.Writes("DELETE")[0].RequestId, audit[6].Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres), InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Asked_for_and_denied(Db db, Door door = Door.Http)
    {
        await using var journey = await Journey.StartAsync(db, door: door);

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ben, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        Assert.Empty(journey.Writes("POST"));
        Assert.Contains("Denied", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        await NoButtonsAsync(journey, id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres), InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Withdrawn_by_its_requester(Db db, Door door = Door.Http)
    {
        await using var journey = await Journey.StartAsync(db, door: door);

        var id = await journey.AskAsync(Cast.Rita);
        var stale = await journey.ApproversMessageAsync(id);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "cancel");
        await journey.ReachesAsync(id, RequestState.Cancelled);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.ToldAsync(Cast.Ana, "withdrawn");

        Assert.Equal(RequestState.Cancelled, (await journey.RequestAsync(id)).State);
        Assert.Empty(journey.Writes("POST"));
        await NoButtonsAsync(journey, id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Closed_when_nobody_decided_and_not_to_be_approved_after_that(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        var id = await journey.AskAsync(Cast.Rita);
        var stale = await journey.ApproversMessageAsync(id);
        await journey.PassAsync(TimeSpan.FromHours(8));
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.ToldAsync(Cast.Ana, "nobody decided in time");
        await journey.ReachesAsync(id, RequestState.Lapsed);

        Assert.Empty(journey.Writes("POST"));
        await NoButtonsAsync(journey, id);
    }

    [Theory]
    [InlineData(Db.Sqlite, "U0RITA"), InlineData(Db.Postgres, "U0RITA")]
    [InlineData(Db.Sqlite, "U0BEN"), InlineData(Db.Postgres, "U0BEN")]
    [InlineData(Db.Sqlite, "U0ADA"), InlineData(Db.Postgres, "U0ADA")]
    public async Task Ended_early_by_holder_approver_or_admin(Db db, string who)
    {
        await using var journey = await Journey.StartAsync(db);
        var ender = Cast.All.Single(m => m.SlackId == who);

        var id = await GrantedAsync(journey);
        var message = ender == Cast.Rita ? await journey.RequesterMessageAsync(id) : await journey.ApproversMessageAsync(id);
        await journey.Slack.As(who).ClickAsync(message, "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await journey.PassAsync(TimeSpan.FromHours(1));
        await journey.UntilAsync(() => true);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Single(journey.Writes("DELETE"));
        Assert.Equal(who, (await journey.RequestAsync(id)).EndedBy?.Value);
        await NoButtonsAsync(journey, id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres), InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Not_ended_by_a_stranger(Db db, Door door = Door.Http)
    {
        await using var journey = await Journey.StartAsync(db, door: door);

        var id = await GrantedAsync(journey);
        await journey.ClickAsync(Cast.Otto, id, "revoke");
        await journey.QuietAsync();

        Assert.Equal(RequestState.Granted, (await journey.RequestAsync(id)).State);
        Assert.True(journey.Holds(Cast.Rita));
        Assert.Equal(AuditAction.Refused, (await journey.AuditAsync(id.ToString()))[^1].Action);
        Assert.NotEmpty(journey.Slack.Ephemerals(Cast.Otto.SlackId));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Ended_by_hand_only_where_the_flow_says_so(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        var id = await journey.AskAsync(Cast.Rita, "by-hand", "customer-data", duration: null);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.PassAsync(TimeSpan.FromDays(3));
        await journey.Bot.ReconcileAsync();
        await journey.UntilAsync(() => true);
        Assert.True(journey.Holds(Cast.Rita, Cast.CustomerData));
        await journey.ClickAsync(Cast.Ana, id, "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);

        Assert.False(journey.Holds(Cast.Rita, Cast.CustomerData));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_admin_of_the_role_is_made_and_unmade(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        var id = await journey.AskAsync(Cast.Rita, target: "production-owner");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.True(journey.OneLogin.Memberships.Holds(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value, RolePrivilege.Admin));
        Assert.False(journey.Holds(Cast.Rita));
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.OneLogin.Memberships.Holds(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value, RolePrivilege.Admin));
    }

    internal static async Task<RequestId> GrantedAsync(Journey journey)
    {
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        return id;
    }

    private static async Task NoButtonsAsync(Journey journey, RequestId id)
    {
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            Assert.DoesNotMatch("\"action_id\":\"(?!again)", message.Blocks.GetRawText());
        }
    }
}
