using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using AccessBot.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Each place that a request can be announced in, and what comes when it can't be.</summary>
public sealed class PlacesTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Each_of_several_people_gets_a_message_of_their_own_and_any_of_them_decides(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ directMessage: [ { slackGroup: S0SRE }, { manager: requester }, U0RITA ] }"));

        var id = await journey.AskAsync(Cast.Rita);
        var people = (await journey.RequestAsync(id)).NoticesOf(0).Select(n => (n.Kind, n.Address)).Order();
        await journey.Slack.As(Cast.Ana.SlackId).ClickAsync(Assert.Single(journey.Slack.DirectMessages(Cast.Ana.SlackId)), "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal([(NoticeKind.Person, "U0ANA"), (NoticeKind.Person, "U0BEN"), (NoticeKind.Person, "U0MONA")], people);
        Assert.Empty(journey.Slack.Messages(Cast.AccessRequests));
        foreach (var approver in new[] { Cast.Ana, Cast.Ben, Cast.Mona })
        {
            Assert.StartsWith("*Granted*", Assert.Single(journey.Slack.DirectMessages(approver.SlackId)).Text, StringComparison.Ordinal);
        }

        Assert.True(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Several_people_talk_about_it_in_one_conversation_without_the_requester(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ groupMessage: [ { slackGroup: S0SRE }, { allOf: [ { oneLoginRole: 4242 }, { noneOf: [ U0MONA ] } ] }, U0RITA ] }"));

        var id = await journey.AskAsync(Cast.Rita);
        var group = Assert.Single(journey.Slack.Channels, channel => channel.IsGroupMessage);
        await journey.Slack.As(Cast.Ben.SlackId).ClickAsync(Assert.Single(journey.Slack.Messages(group.Id)), "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(["U0ACCESSBOT", "U0ANA", "U0BEN"], group.Members.Order(StringComparer.Ordinal));
        Assert.StartsWith("*Granted*", Assert.Single(journey.Slack.Messages(group.Id)).Text, StringComparison.Ordinal);
        Assert.Contains("It waits for <@U0ANA>, <@U0BEN> since", (await journey.RequesterMessageAsync(id)).Versions[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Db.Sqlite, Cast.AccessRequests, Cast.AccessRequests), InlineData(Db.Postgres, Cast.AccessRequests, Cast.AccessRequests)]
    [InlineData(Db.Sqlite, null, Cast.Alerts), InlineData(Db.Postgres, null, Cast.Alerts)]
    [InlineData(Db.Sqlite, Cast.General, Cast.Alerts), InlineData(Db.Postgres, Cast.General, Cast.Alerts)]
    public async Task It_is_announced_where_the_command_was_typed_or_in_the_next_place_at_once(Db db, string? typedIn, string announcedIn)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ commandChannel: true, timeout: 1h }", $"{{ channel: {Cast.Alerts} }}"));
        if (typedIn is Cast.General)
        {
            journey.ExpectedComplaints.Add("can't be delivered: not_in_channel");
        }

        await AskInAsync(journey, typedIn);
        await journey.UntilAsync(() => journey.Slack.Messages(announcedIn).Any(message => message.Text.StartsWith("*Requested*", StringComparison.Ordinal)));
        var request = Assert.Single(await journey.RequestsAsync());
        await journey.ShownAsync(request.Id);

        Assert.Single(journey.Slack.Messages(announcedIn));
        Assert.Equal(announcedIn is Cast.Alerts ? 1 : 0, request.Step);
        Assert.Contains($"It waits for the approvers in <#{announcedIn}> since", (await journey.RequesterMessageAsync(request.Id)).Text, StringComparison.Ordinal);
        Assert.Equal(typedIn is Cast.General, (await journey.RequesterMessageAsync(request.Id)).Text.Contains("It moved on because of this: it could not be posted in <#C0GENERAL>", StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_webhook_is_told_of_each_change_signed_and_of_no_secret(Db db)
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var journey = await Journey.StartAsync(
            db, rules: StepRules.With($"{{ webhook: '{listener.Address}' }}"), settings: new KeyValuePair<string, string?>("Webhooks:SigningSecret", Key));

        var id = await journey.AskAsync(Cast.Rita);
        var asked = listener.Last;
        Assert.Null(await ApproveAsync(journey, id, Cast.Ana));
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(("requested", 0, 1), (asked.GetProperty("state").GetString(), asked.GetProperty("approvals").GetProperty("have").GetInt32(), asked.GetProperty("step").GetInt32()));
        Assert.Equal(("U0RITA", Journey.Reason), (asked.GetProperty("requester").GetProperty("slackUser").GetString(), asked.GetProperty("reason").GetString()));
        Assert.Equal("granted", listener.Last.GetProperty("state").GetString());
        Assert.Equal(id.ToString(), listener.Last.GetProperty("id").GetString());
        Assert.Equal(listener.Received.Count, listener.Received.Select(r => r.Headers[Webhook.DeliveryHeader].ToString()).Distinct(StringComparer.Ordinal).Count());
        foreach (var (path, headers, body) in listener.Received)
        {
            Assert.Equal(WebhookListener.SecretPath, path);
            Assert.Equal(WebhookListener.Signature(Key, headers[Webhook.TimestampHeader]!, body), headers[Webhook.SignatureHeader]);
        }

        // What may be a secret is in the rules only.
        var said = JsonSerializer.Serialize((await journey.RequestAsync(id)).Notices) + (await journey.RequesterMessageAsync(id)).Text + string.Join('\n', journey.Bot.Log.Lines.Select(line => line.Text));
        Assert.DoesNotContain("hush-hush", said, StringComparison.Ordinal);
        Assert.Contains($"that {listener.Address.Authority} was told of", (await journey.RequesterMessageAsync(id)).Versions[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Db.Sqlite, 404), InlineData(Db.Postgres, 404)]
    [InlineData(Db.Sqlite, 307), InlineData(Db.Postgres, 307)]
    public async Task A_webhook_that_refuses_is_passed_over_at_once_and_a_redirect_is_not_followed(Db db, int status)
    {
        await using var listener = await WebhookListener.StartAsync();
        listener.Status = status;
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With($"{{ webhook: '{listener.Address}', timeout: 1h }}", "{ channel: C0ACCESS }"));
        journey.ExpectedComplaints.Add($"can't be delivered: it answered {status}");

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        Assert.Single(listener.Received);
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.NoticeFailed, AuditAction.Forwarded, AuditAction.Denied],
            (await journey.AuditAsync(id.ToString())).Select(entry => entry.Action));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_webhook_that_does_not_answer_is_tried_again_and_passed_over_after_minutes(Db db)
    {
        await using var listener = await WebhookListener.StartAsync();
        listener.Status = 503;
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With($"{{ webhook: '{listener.Address}' }}", "{ channel: C0ACCESS }"));
        journey.ExpectedComplaints.AddRange(["it is posted later", "can't be delivered: it answered 503"]);

        Assert.True((await journey.SubmitAsync(Cast.Rita)).Acknowledged);
        await journey.UntilAsync(() => listener.Received.Count >= 2);
        Assert.Equal(0, (await journey.RequestsAsync())[0].Step);
        journey.Haste = 100;
        await journey.UntilAsync(() => journey.Slack.Messages(Cast.AccessRequests).Count == 1);

        Assert.Equal(9, listener.Received.Count);
        Assert.Single(listener.Received.Select(r => r.Headers[Webhook.DeliveryHeader].ToString()).Distinct(StringComparer.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_is_not_there_is_passed_over_at_once_and_nobody_at_all_is_refused(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ directMessage: [ { slackGroup: S0EMPTY }, U0RITA ], timeout: 1h }", "{ channel: C0ACCESS }"));
        journey.Slack.Add(new SlackUserGroup("S0EMPTY", "empty"));

        var id = await journey.AskAsync(Cast.Rita);
        var request = await journey.RequestAsync(id);
        journey.Bot.Services.GetRequiredService<RulesInForce>().Current =
            RulesFile.Read(StepRules.With("{ directMessage: [ { slackGroup: S0EMPTY }, U0RITA ] }"), "access.yaml").Rules!;
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        await journey.SubmitAsync(Cast.Rita);
        await journey.UntilAsync(() => journey.Slack.DirectMessages(Cast.Rita.SlackId).Any(m => m.Text.Contains("There is nobody now to whom a request for Production access could be brought", StringComparison.Ordinal)));

        Assert.Equal(1, request.Step);
        Assert.Contains("step 1, a direct message to the Slack group S0EMPTY or the Slack user U0RITA: there is nobody", (await journey.AuditAsync(id.ToString()))[0].Detail, StringComparison.Ordinal);
        Assert.Single(await journey.RequestsAsync());
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Slack_being_away_or_refusing_the_token_is_no_delivery_failure(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ channel: C0ACCESS, timeout: 4h }", $"{{ channel: {Cast.Alerts} }}"));
        journey.ExpectedComplaints.AddRange(["it is sent later", "has to be mended", "Alarm delivery/token_revoked", "The alerts channel does not take alarm"]);
        journey.Slack.Faults.Down("chat.postMessage", times: 6);

        Assert.True((await journey.SubmitAsync(Cast.Rita)).Acknowledged);
        await journey.UntilAsync(() => journey.Bot.Log.Complaints.Any(c => c.Contains("it is sent later", StringComparison.Ordinal)));
        journey.Slack.Faults.Clear();
        journey.Slack.Faults.Refuse("token_revoked", "chat.postMessage", times: null);
        journey.Haste = 20;
        await journey.UntilAsync(() => journey.Bot.Log.Complaints.Any(c => c.Contains("has to be mended", StringComparison.Ordinal)));
        journey.Slack.Faults.Clear();
        await journey.UntilAsync(() => journey.Slack.Messages(Cast.AccessRequests).Count == 1);

        Assert.Equal(0, (await journey.RequestsAsync())[0].Step);
        Assert.Empty(journey.Alerts);
    }

    private static async Task AskInAsync(Journey journey, string? channel)
    {
        var rita = journey.Slack.As(Cast.Rita.SlackId);
        Assert.True((await rita.CommandAsync("/access", channelId: channel)).Acknowledged);
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId) is { } view && view.Json.GetRawText().Contains("\"target:production\"", StringComparison.Ordinal));
        var sent = await rita.SubmitAsync(new FormValues { { "target:production", "target", "production-admin" }, { "reason", "reason", Journey.Reason }, { "duration:production", "duration", "1800" } });
        Assert.True(sent.Acknowledged, sent.ReplyBody);
    }

    private static Task<Refusal?> ApproveAsync(Journey journey, RequestId id, CastMember who) =>
        journey.Bot.Services.GetRequiredService<ReviewRequest>()
            .ApproveAsync(id, SlackUserId.Parse(who.SlackId), "webhook", CancellationToken.None);
}
