using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using AccessBot.Tests.Support.SecretsManager;

namespace AccessBot.Tests.Journeys;

/// <summary>Credentials that are kept in AWS Secrets Manager are replaced while AccessBot runs, and AWS goes away.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private const string OneLogin = "accessbot/onelogin";
    private const string Slack = "accessbot/slack";
    private const long First = 70_000;

    private const string Rules = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878, privilege: member }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [30m]
            reason: { required: true, minLength: 10 }
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
        """;

    private SecretsManagerServer aws = null!;

    public async ValueTask InitializeAsync() => aws = await SecretsManagerServer.StartAsync();

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Fact]
    public async Task A_OneLogin_credential_that_is_replaced_in_the_store_and_then_revoked_is_noticed_by_nobody()
    {
        await using var journey = await StartAsync();
        var id = await LifeOfARequestTests.GrantedAsync(journey);

        Replace(journey);
        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value - journey.Now);
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.DoesNotContain(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.CallFailed);
        Silent(journey);
    }

    [Fact]
    public async Task One_that_is_revoked_first_and_replaced_in_the_store_later_is_taken_up_by_the_next_call()
    {
        await using var journey = await StartAsync();
        journey.ExpectedComplaints.AddRange(["still active", "Alarm overdue/credential"]);
        journey.PossibleComplaints.Add("OneLogin");
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        journey.OneLogin.Credentials.Revoke(journey.Sandbox.Credential.ClientId);
        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value + TimeSpan.FromMinutes(2) - journey.Now);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Trouble == Trouble.CredentialRefused);
        await journey.Bot.ReconcileAsync();
        Assert.True(journey.Holds(Cast.Rita));

        Store(journey.OneLogin.Credentials.Add(OneLoginScope.ManageAll));
        await journey.PassAsync(TimeSpan.FromMinutes(6));
        await journey.Bot.LookAsync();
        await journey.ReachesAsync(id, RequestState.Expired);
        await journey.Bot.ReconcileAsync();

        Assert.False(journey.Holds(Cast.Rita));
        Assert.StartsWith("*Over: ", journey.Alerts[0].Text, StringComparison.Ordinal);
        Silent(journey);
    }

    [Fact]
    public async Task One_whose_owner_is_deleted_or_that_may_no_longer_do_it_is_looked_for_in_the_store_as_well()
    {
        await using var journey = await StartAsync();
        var first = await journey.AskAsync(Cast.Rita);
        journey.Haste = 10;
        var owned = Replace(journey, revoke: false);
        journey.OneLogin.Credentials.ChangeScope(journey.Sandbox.Credential.ClientId, OneLoginScope.ReadAll);

        await journey.ClickAsync(Cast.Ana, first, "approve");
        await journey.ReachesAsync(first, RequestState.Granted);

        // A form has Slack's three seconds, and on a busy machine needs them as they are.
        journey.Haste = 1;
        var second = await journey.AskAsync(Cast.Otto);
        journey.Haste = 10;
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        Replace(journey, revoke: false);
        journey.OneLogin.Credentials.DeleteOwner(owned.ClientId);
        journey.OneLogin.Credentials.ExpireTokens();
        await journey.ClickAsync(Cast.Ana, second, "approve");
        await journey.ReachesAsync(second, RequestState.Granted);

        Assert.DoesNotContain(await journey.AuditAsync(first.ToString()), e => e.Action == AuditAction.CallFailed);
        Assert.DoesNotContain(await journey.AuditAsync(second.ToString()), e => e.Action == AuditAction.CallFailed);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_credential_that_is_replaced_under_load_fails_no_grant(Db db)
    {
        await using var journey = await StartAsync(db, Rules);

        var ids = await ApprovedAsync(journey, count: 20);
        var granting = journey.UntilAsync(async () => (await journey.RequestsAsync()).All(r => r.State == RequestState.Granted));
        await journey.OneLogin.WaitForAsync(o => o.Calls.Writes.Count(c => c.Method == "POST") >= 4, TimeSpan.FromSeconds(60));
        Replace(journey);
        await granting;

        foreach (var id in ids)
        {
            Assert.DoesNotContain(await journey.AuditAsync(id.ToString()), e => e.Action is AuditAction.CallFailed or AuditAction.GivenUp);
        }

        Assert.Contains(journey.OneLogin.Calls.All, call => call.Status == 401);
        Assert.Equal(2, aws.Reads.Count(name => name == OneLogin));
        Silent(journey);
    }

    [Fact]
    public async Task A_bot_token_and_a_signing_secret_that_are_replaced_lose_no_click_and_no_message()
    {
        await using var journey = await StartAsync();
        var id = await journey.AskAsync(Cast.Rita);

        journey.Slack.Reconfigure(slack => slack with { BotToken = "xoxb-rotated" });
        Store(journey.Slack.Settings);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        journey.Slack.Reconfigure(slack => slack with { SigningSecret = "rotated-signing-secret" });
        Store(journey.Slack.Settings);
        var command = await journey.Slack.As(Cast.Otto.SlackId).CommandAsync("/access");

        Assert.Contains("Granted", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Contains(journey.Slack.Calls, call => call.Error == "invalid_auth");
        Assert.True(command.Acknowledged);
        Silent(journey);
    }

    [Fact]
    public async Task An_app_token_that_is_replaced_ends_nothing_and_no_click_is_lost()
    {
        await using var journey = await StartAsync(door: Door.Sockets);
        var id = await journey.AskAsync(Cast.Rita);

        journey.Slack.Reconfigure(slack => slack with { AppToken = "xapp-2-rotated" });
        Store(journey.Slack.Settings);
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        _ = journey.Slack.Sockets.RefreshAsync();
        await journey.UntilAsync(() => journey.Slack.Sockets.Opened == 4, "both connections are replaced");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Contains(journey.Slack.Calls, call => call is { Method: "apps.connections.open", Error: "invalid_auth" });
        Silent(journey);
    }

    [Fact]
    public async Task A_flood_of_wrong_signatures_is_one_question_a_minute_to_the_store()
    {
        await using var journey = await StartAsync();
        journey.ExpectedComplaints.Add("refused with 401");
        var before = aws.Reads.Count;
        await journey.Slack.Wire.SendAsync("text=0"u8.ToArray(), "application/x-www-form-urlencoded", timestamp: 1);
        await journey.Slack.Wire.SendAsync("text=0"u8.ToArray(), "application/x-www-form-urlencoded", sign: false);
        var worthless = aws.Reads.Count;

        var wrong = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Slack-Signature"] = $"v0={new string('a', 64)}" };
        var refused = await Task.WhenAll(Enumerable.Range(0, 30).Select(n =>
            journey.Slack.Wire.SendAsync(System.Text.Encoding.UTF8.GetBytes($"text={n}"), "application/x-www-form-urlencoded", headers: wrong)));

        Assert.All(refused, delivery => Assert.Equal(401, delivery.StatusCode));
        Assert.Equal((before, before + 1), (worthless, aws.Reads.Count));
    }

    [Fact]
    public async Task While_AWS_is_away_everything_goes_on_with_the_last_values()
    {
        await using var journey = await StartAsync();
        journey.ExpectedComplaints.AddRange(["OneLogin:ClientId and OneLogin:ClientSecret could not be read again", "Slack:BotToken and Slack:SigningSecret could not be read again"]);
        aws.IsAway = true;
        journey.Haste = 10;

        journey.Clock.Advance(TimeSpan.FromMinutes(45));
        await journey.UntilAsync(() => journey.Bot.Log.Complaints.Count() >= 2, "it is noticed");
        journey.Haste = 1;
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await journey.PassAsync((await journey.RequestAsync(id)).EndsAt!.Value - journey.Now);
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Silent(journey);
    }

    private Task<Journey> StartAsync(Db db = Db.Sqlite, string? rules = null, Door door = Door.Http) => Journey.StartAsync(db, rules: rules, door: door, before: (_, sandbox) =>
    {
        Store(sandbox.Credential);
        Store(sandbox.Slack.Settings);
        return Task.CompletedTask;
    }, settings:
    [
        .. aws.Settings,
        new("OneLogin:ClientId", $"secretsmanager:{OneLogin}#client_id"),
        new("OneLogin:ClientSecret", $"secretsmanager:{OneLogin}#client_secret"),
        new("Slack:BotToken", $"secretsmanager:{Slack}#bot_token"),
        door == Door.Http ? new("Slack:SigningSecret", $"secretsmanager:{Slack}#signing_secret") : new("Slack:AppToken", $"secretsmanager:{Slack}#app_token"),
    ]);

    /// <summary>As an operator replaces it: a new one, first in the store, then the old one is revoked.</summary>
    private OneLoginCredential Replace(Journey journey, bool revoke = true)
    {
        var old = stored!;
        var successor = journey.OneLogin.Credentials.Add(OneLoginScope.ManageAll);
        Store(successor);
        if (revoke)
        {
            journey.OneLogin.Credentials.Revoke(old.ClientId);
        }

        return successor;
    }

    private OneLoginCredential? stored;

    private readonly List<string> secrets = [];

    private void Store(OneLoginCredential credential)
    {
        stored = credential;
        secrets.Add(credential.ClientSecret);
        aws.Put(OneLogin, $$"""{"client_id":"{{credential.ClientId}}","client_secret":"{{credential.ClientSecret}}"}""");
    }

    private void Store(SlackSettings slack)
    {
        secrets.AddRange([slack.BotToken, slack.SigningSecret, slack.AppToken]);
        aws.Put(Slack, $$"""{"bot_token":"{{slack.BotToken}}","signing_secret":"{{slack.SigningSecret}}","app_token":"{{slack.AppToken}}"}""");
    }

    /// <summary>No secret that there ever was, and no key of AWS's, stands in what was logged, at whatever level.</summary>
    private void Silent(Journey journey)
    {
        var said = string.Join('\n', journey.Bot.Log.Lines.Select(line => line.Text));
        Assert.All(secrets.Append(SecretsManagerServer.SecretKey), secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
        Assert.Contains("come from secretsmanager:", said, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<RequestId>> ApprovedAsync(Journey journey, int count)
    {
        var ids = new List<RequestId>();
        for (var n = 0; n < count; n++)
        {
            journey.OneLogin.AddUser(new OneLoginUser { Id = First + n, Email = $"person{First + n}@acme.example", Firstname = "Person", Lastname = $"{n}" });
            var request = await journey.Bot.Store.AddAsync(Given.In(RequestState.Approved, journey.Now, user: First + n), CancellationToken.None);
            ids.Add(request.Id);
        }

        foreach (var id in ids)
        {
            journey.Bot.Queue.Nudge(Errand.Grant, id);
        }

        return ids;
    }
}
