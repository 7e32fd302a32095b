using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Slack.Receiving;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Delivery = AccessBot.Slack.Receiving.Delivery;

namespace AccessBot.Tests.Journeys;

/// <summary>An admin types <c>/access revoke …</c>: everything that matches ends at once, and what failed is listed.</summary>
public sealed class StopItAllTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task All_of_it_ends_and_what_waited_can_not_be_approved_any_more(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rita = await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");
        var otto = await GrantedAsync(journey, Cast.Otto, "by-hand", "customer-data", duration: null);
        var waiting = await journey.AskAsync(Cast.Ben);
        var stale = await journey.ApproversMessageAsync(waiting);

        await StopAsync(journey, Cast.Ada, "revoke all");
        var begun = await journey.ToldAsync(Cast.Ada, "Ending 3 requests of 3 people");
        var done = await journey.ToldAsync(Cast.Ada, "Ended: 2");
        await journey.ReachesAsync(rita, RequestState.Revoked);
        await journey.ReachesAsync(otto, RequestState.Revoked);
        await journey.ReachesAsync(waiting, RequestState.Denied);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.ToldAsync(Cast.Ana, "already denied by ada");

        Assert.DoesNotContain("Still active", done, StringComparison.Ordinal);
        Assert.Contains($"<@{Cast.Rita.SlackId}>, Production Admin", done, StringComparison.Ordinal);
        Assert.Contains($"denied: 1.* <@{Cast.Ben.SlackId}>, Production Admin", done, StringComparison.Ordinal);
        Assert.False(journey.Holds(Cast.Rita));
        Assert.False(journey.Holds(Cast.Otto, Cast.CustomerData));
        Assert.True(journey.Holds(Cast.Petra), "who was there before AccessBot stays");
        Assert.Contains($"Denied by <@{Cast.Ada.SlackId}>", (await journey.RequesterMessageAsync(waiting)).Text, StringComparison.Ordinal);
        var end = (await journey.AuditAsync(rita.ToString())).Single(e => e.Action == AuditAction.EndDue);
        Assert.Equal(Cast.Ada.SlackId, end.Actor);
        Assert.Contains("\"stopped\":\"True\"", end.Detail, StringComparison.Ordinal);
        var asked = Assert.Single(await journey.AuditAsync($"person/{Cast.Ada.SlackId}"), e => e.Action == AuditAction.Stopped);
        Assert.Contains("\"requests\":\"3\"", asked.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Db.Sqlite, "revoke person <@U0RITA|rita>"), InlineData(Db.Postgres, "revoke person <@U0RITA>")]
    [InlineData(Db.Sqlite, "revoke person <mailto:rita@acme.example|rita@acme.example>"), InlineData(Db.Postgres, "revoke person RITA@acme.example")]
    [InlineData(Db.Sqlite, "revoke person 1001"), InlineData(Db.Postgres, "revoke role 81878")]
    [InlineData(Db.Sqlite, "revoke role production-admin"), InlineData(Db.Postgres, "Revoke Role “production ADMIN”")]
    [InlineData(Db.Sqlite, "revoke flow Production access"), InlineData(Db.Postgres, "revoke flow production")]
    public async Task What_is_named_ends_and_nothing_else(Db db, string words)
    {
        await using var journey = await Journey.StartAsync(db);
        var rita = await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");
        var otto = await GrantedAsync(journey, Cast.Otto, "by-hand", "customer-data", duration: null);

        await StopAsync(journey, Cast.Ada, words);
        await journey.ToldAsync(Cast.Ada, "Ended: 1");
        await journey.ReachesAsync(rita, RequestState.Revoked);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.True(journey.Holds(Cast.Otto, Cast.CustomerData));
        Assert.Equal(RequestState.Granted, (await journey.RequestAsync(otto)).State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Nobody_but_an_admin_can(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rita = await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");

        await StopAsync(journey, Cast.Ana, "revoke all");
        await journey.ToldAsync(Cast.Ana, "Only AccessBot admins");
        await journey.QuietAsync();

        Assert.True(journey.Holds(Cast.Rita));
        Assert.Equal(RequestState.Granted, (await journey.RequestAsync(rita)).State);
        var refused = Assert.Single(await journey.AuditAsync($"person/{Cast.Ana.SlackId}"), e => e.Action == AuditAction.Refused);
        Assert.Contains("NotAnAdmin", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("\"stop\":\"all\"", refused.Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_OneLogin_does_not_take_away_is_named_and_holds_up_nothing_else(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("should have ended and are still active");
        var rita = await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");
        var otto = await GrantedAsync(journey, Cast.Otto, "by-hand", "customer-data", duration: null);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE", $"/api/2/roles/{Cast.CustomerData}/users");

        await StopAsync(journey, Cast.Ada, "revoke all");
        await journey.ReachesAsync(rita, RequestState.Revoked);
        await journey.UntilAsync(async () => (await journey.RequestAsync(otto)).Attempts > 0, "OneLogin has failed");
        journey.Haste = 10;
        var done = await journey.ToldAsync(Cast.Ada, "Still active: 1");
        journey.Haste = 1;

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Contains($"• <@{Cast.Otto.SlackId}>, Customer Data Reader: OneLogin", done, StringComparison.Ordinal);
        Assert.Contains($"Ended: 1.* <@{Cast.Rita.SlackId}>", done, StringComparison.Ordinal);

        journey.OneLogin.Faults.Clear();
        await journey.UntilAsync(async () =>
        {
            journey.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await journey.RequestAsync(otto)).State == RequestState.Revoked;
        }, "the end that failed comes about");
        Assert.False(journey.Holds(Cast.Otto, Cast.CustomerData));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_row_that_is_broken_is_named_and_holds_up_nothing_else(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("could not be changed");
        var broken = await GrantedAsync(journey, Cast.Otto, "by-hand", "customer-data", duration: null);
        var rita = await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");
        await RewriteAsync(journey, broken, "Requester", "nobody");

        await StopAsync(journey, Cast.Ada, "revoke all");
        await journey.UntilAsync(() => !journey.Holds(Cast.Rita));
        await journey.UntilAsync(async () => (await journey.RequestAsync(rita)).State == RequestState.Revoked, "Rita's has ended");
        journey.Haste = 10;
        var done = await journey.ToldAsync(Cast.Ada, "Still active: 1");
        journey.Haste = 1;

        Assert.Contains($"• request {broken}: Its row can't be changed", done, StringComparison.Ordinal);
        Assert.Contains($"Ended: 1.* <@{Cast.Rita.SlackId}>", done, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Begun_before_a_crash_it_is_finished_and_nothing_is_ended_twice(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rita = await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");
        var conversation = journey.Bot.Services.GetRequiredService<IConversation>();
        var command = new SlashCommand(new SlackOrigin(journey.Slack.Settings.TeamId, null), SlackUserId.Parse(Cast.Ada.SlackId), "/access", "revoke all", Cast.AccessRequests);
        var delivery = new Delivery("body:1", "", DeliveryKind.Command, journey.Now, Attempts: 1);

        using (var crash = new CancellationTokenSource())
        {
            var first = conversation.HandleAsync(command, delivery, crash.Token);
            await UntilStoredAsync(journey, rita, RequestState.Revoking);
            await crash.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }

        var second = conversation.HandleAsync(command, delivery with { Attempts = 2 }, CancellationToken.None);
        await journey.ReachesAsync(rita, RequestState.Revoked);
        await second;

        await journey.ToldAsync(Cast.Ada, "begun before");
        await journey.ToldAsync(Cast.Ada, "Ended: 1");
        Assert.Single(await journey.AuditAsync(rita.ToString()), e => e.Action == AuditAction.EndDue);
        Assert.Single(journey.Writes("DELETE"));
    }

    [Theory]
    [InlineData("revoke", "Type it like this:\n`/access revoke person|role|flow NAME`")]
    [InlineData("revoke person", "Type it like this")]
    [InlineData("revoke all of it", "Type it like this")]
    [InlineData("help", "`/access revoke all` Ends all access at once.")]
    [InlineData("revoke person nobody@acme.example", "Nobody who is called 'nobody@acme.example'")]
    [InlineData("revoke role produktion", "There is no role or target 'produktion'. Give one of: customer-data (31337), production-admin (81878), production-owner (81878)")]
    [InlineData("revoke flow produktion &amp; more", "There is no flow 'produktion &amp; more'. Give one of: by-hand, customer-data, production, second-door")]
    [InlineData("revoke person <@U0OTTO|otto>", "Nobody who is called 'U0OTTO'")]
    [InlineData("revoke person rita@acme.example", "Nothing that is open matches")]
    public async Task Words_that_lead_nowhere_are_answered(string words, string answer)
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        await StopAsync(journey, Cast.Ada, words);

        await journey.ToldAsync(Cast.Ada, answer);
        Assert.Null(journey.Slack.OpenView(Cast.Ada.SlackId));
    }

    [Fact]
    public async Task An_address_that_has_changed_hands_is_not_guessed_at()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        await GrantedAsync(journey, Cast.Rita, "production", "production-admin", "1800");
        await GrantedAsync(journey, Cast.Otto, "by-hand", "customer-data", duration: null);
        journey.OneLogin.ChangeUser(Cast.Rita.OneLoginId!.Value, user => user with { Email = "rita.old@acme.example" });
        journey.OneLogin.ChangeUser(Cast.Otto.OneLoginId!.Value, user => user with { Email = "rita@acme.example" });

        await StopAsync(journey, Cast.Ada, "revoke person rita@acme.example");

        await journey.ToldAsync(Cast.Ada, "is isn't clear: U0RITA (OneLogin user 1001) or U0OTTO (OneLogin user 1006)");
        Assert.True(journey.Holds(Cast.Rita));
        Assert.True(journey.Holds(Cast.Otto, Cast.CustomerData));
    }

    private static async Task<RequestId> GrantedAsync(Journey journey, CastMember who, string flow, string target, string? duration)
    {
        var id = await journey.AskAsync(who, flow, target, duration);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        return id;
    }

    private static async Task StopAsync(Journey journey, CastMember who, string words) =>
        Assert.True((await journey.Slack.As(who.SlackId).CommandAsync("/access", words)).Acknowledged);

    /// <summary>Looks without turning the crank.</summary>
    private static async Task UntilStoredAsync(Journey journey, RequestId id, RequestState state)
    {
        while ((await journey.RequestAsync(id)).State != state)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), journey.Clock, TestContext.Current.CancellationToken);
        }
    }

    private static async Task RewriteAsync(Journey journey, RequestId id, string column, string value)
    {
        await using var context = await journey.Bot.Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
#pragma warning disable EF1002 // The column is this file's.
        var key = context.Database.IsSqlite() ? id.Value.ToString().ToUpperInvariant() : (object)id.Value;
        Assert.Equal(1, await context.Database.ExecuteSqlRawAsync($"UPDATE \"Requests\" SET \"{column}\" = {{0}} WHERE \"Id\" = {{1}}", value, key));
#pragma warning restore EF1002
    }
}
