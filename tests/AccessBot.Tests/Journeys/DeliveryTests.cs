using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>How what a row has to say comes to Slack: at Slack's pace, once for many changes, for days, and elsewhere where it can't.</summary>
public sealed class DeliveryTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Thirty_requests_at_once_are_announced_one_a_second_and_slack_complains_of_none(Db db)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.Slack.Reconfigure(settings => settings with { RateLimits = true, PostBurst = 5 });
        var requests = new List<RequestId>();
        for (var i = 0; i < 30; i++)
        {
            requests.Add((await journey.Bot.Store.AddAsync(Given.Request(at: journey.Now, user: 2000 + i), CancellationToken.None)).Id);
        }

        requests.ForEach(id => journey.Bot.Queue.Nudge(Errand.Announce, id));
        await journey.Bot.CrankAsync();
        var last = requests[^1];
        await journey.Bot.Store.ChangeAsync(last, row => Task.FromResult(row.Cancel(Given.By(Given.Rita), journey.Now)), CancellationToken.None);
        journey.Haste = 2;
        foreach (var id in requests)
        {
            await journey.ShownAsync(id);
        }

        var posts = journey.Slack.Calls.Where(call => call.Method == "chat.postMessage").ToList();
        Assert.DoesNotContain(posts, call => call.Status == 429);
        Assert.Equal(60, posts.Count);
        Assert.Equal(30, journey.Slack.Messages(Cast.AccessRequests).Count);
        Assert.All((await journey.RequestsAsync()).SelectMany(request => request.Notices), notice => Assert.Equal((0, null), (notice.Attempts, notice.FailingSince)));

        // What changed while it waited is posted as it is by then, and not as it was.
        var message = await journey.ApproversMessageAsync(last);
        Assert.StartsWith("*Cancelled*", message.Text, StringComparison.Ordinal);
        Assert.Single(message.Versions);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Ten_changes_while_slack_is_away_are_one_update_of_each_message(Db db)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.Add("it is sent later");
        var id = await journey.AskAsync(Cast.Rita);
        journey.Slack.Faults.Down("chat.update");

        for (var i = 0; i < 9; i++)
        {
            await ChangeAsync(journey, id, row => row.RecordRefusal(Given.By(Given.Ben), Refusals.OwnRequest(), journey.Now));
            await journey.UntilAsync(() => true);
        }

        await ChangeAsync(journey, id, row => row.Deny(Given.By(Given.Ana), journey.Now));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Notices.All(notice => notice.FailingSince is not null));
        journey.Slack.Faults.Clear();
        var tried = journey.Slack.Calls.Count(call => call.Method == "chat.update");
        journey.Haste = 20;
        await journey.ShownAsync(id);

        Assert.Equal(2, journey.Slack.Calls.Count(call => call.Method == "chat.update") - tried);
        Assert.All([await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id)], message =>
        {
            Assert.Equal(2, message.Versions.Count);
            Assert.StartsWith("*Denied*", message.Text, StringComparison.Ordinal);
        });
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_update_whose_answer_is_lost_is_followed_by_newer_ones_only(Db db)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.Add("it is sent later");
        var id = await journey.AskAsync(Cast.Rita);
        journey.Slack.Faults.DropAfter("chat.update", times: null);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Granted);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Notices.All(notice => notice.FailingSince is not null));
        await ChangeAsync(journey, id, row => row.Revoke(Given.By(Given.Ana), journey.Now));
        journey.Slack.Faults.Clear();
        journey.Haste = 20;
        await journey.ReachesAsync(id, RequestState.Revoked);

        string[] order = ["*Requested*", "*Approved, being granted*", "*Granted*", "*Being removed*", "*Revoked*"];
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            var shown = message.Versions.Select(version => Array.FindIndex(order, state => version.Text.StartsWith(state, StringComparison.Ordinal))).ToList();
            Assert.Equal(shown.Order(), shown);
            Assert.Equal((0, order.Length - 1), (shown[0], shown[^1]));
        }
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_slack_does_not_take_is_tried_for_three_days_and_given_up_with_an_alarm_while_the_request_goes_on(Db db)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.AddRange(["it is sent later", "for three days; it is given up", "Alarm delivery/given-up"]);
        var id = await journey.AskAsync(Cast.Rita, "by-hand", "customer-data", duration: null);
        journey.Slack.Faults.Down("chat.update");

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Granted);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Notices.All(notice => notice.FailingSince is not null));
        await journey.PassAsync(Notice.LongestTried - TimeSpan.FromHours(1));
        await TriedAgainAsync(journey, id);
        Assert.All((await journey.RequestAsync(id)).Notices, notice => Assert.Null(notice.Problem));

        await journey.PassAsync(TimeSpan.FromHours(2));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Notices.All(notice => notice.Problem == Notice.NotTaken));
        await journey.ShownAsync(id);
        Assert.Equal(RequestState.Granted, (await journey.RequestAsync(id)).State);
        Assert.True(journey.Holds(Cast.Rita, Cast.CustomerData));
        Assert.Equal(2, (await journey.AuditAsync(id.ToString())).Count(entry => entry.Action == AuditAction.NoticeFailed && entry.Detail.Contains(Notice.NotTaken, StringComparison.Ordinal)));
        Assert.StartsWith("*Messages were given up that Slack has not taken for three days*", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);

        // What happens from then on is said, where Slack is back.
        journey.Slack.Faults.Clear();
        await ChangeAsync(journey, id, row => row.Revoke(Given.By(Given.Ana), journey.Now));
        await journey.ReachesAsync(id, RequestState.Revoked);
        Assert.StartsWith("*Revoked*", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.StartsWith("*Revoked*", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.All((await journey.RequestAsync(id)).Notices, notice => Assert.Equal((null, null), (notice.Problem, notice.FailingSince)));
    }

    [Theory]
    [InlineData(Db.Sqlite, "is_archived", "it is archived"), InlineData(Db.Postgres, "is_archived", "it is archived")]
    [InlineData(Db.Sqlite, "not_in_channel", "AccessBot is not in it"), InlineData(Db.Postgres, "not_in_channel", "AccessBot is not in it")]
    [InlineData(Db.Sqlite, "restricted_action", "restricted_action"), InlineData(Db.Postgres, "restricted_action", "restricted_action")]
    public async Task Where_the_only_channel_takes_nothing_it_is_announced_to_operators_and_the_requester_is_told(Db db, string error, string inWords)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.AddRange([$"can't be delivered: {error}", "Alarm delivery/C0ACCESS: Requests can't be announced at C0ACCESS"]);
        journey.Slack.Faults.Refuse(error, "chat.postMessage");

        var id = await journey.AskAsync(Cast.Rita);

        var request = await journey.RequestAsync(id);
        Assert.Equal((RequestState.Requested, 0), (request.State, request.Step));
        Assert.Contains(journey.Alerts, message => message.Text.StartsWith("*Requests can't be announced at C0ACCESS*", StringComparison.Ordinal) && message.Text.Contains(error, StringComparison.Ordinal));
        Assert.Contains($"it could not be posted in <#C0ACCESS>: {inWords}", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Contains("It waits for the approvers in <#C0ALERTS> since", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Equal([AuditAction.Submitted, AuditAction.NoticeFailed, AuditAction.Forwarded], (await journey.AuditAsync(id.ToString())).Select(entry => entry.Action));
        await journey.Slack.As(Cast.Ada.SlackId).ClickAsync(journey.Alerts.Single(message => message.Text.StartsWith("*Requested*", StringComparison.Ordinal)), "deny");
        await journey.ToldAsync(Cast.Ada, "not an approver");
        journey.Slack.ChangeChannel(Cast.Alerts, channel => channel with { Members = channel.Members.Add(Cast.Ana.SlackId) });
        await journey.Slack.As(Cast.Ana.SlackId).ClickAsync(journey.Alerts.Single(message => message.Text.StartsWith("*Requested*", StringComparison.Ordinal)), "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Granted);
        await journey.ShownAsync(id);
        Assert.Contains(journey.Alerts, message => message.Text.StartsWith("*Granted*", StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Where_operators_have_no_channel_either_it_lapses_at_once_and_the_requester_is_told(Db db)
    {
        await using var journey = await Journey.StartAsync(db, paced: true, settings: new KeyValuePair<string, string?>("Slack:AlertsChannel", ""));
        journey.ExpectedComplaints.AddRange(["can't be delivered: is_archived", "Alarm delivery/C0ACCESS", "Slack:AlertsChannel is not set"]);
        journey.Slack.ChangeChannel(Cast.AccessRequests, channel => channel with { IsArchived = true });

        Assert.True((await journey.SubmitAsync(Cast.Rita)).Acknowledged);
        await journey.UntilAsync(async () => await journey.RequestsAsync() is [{ State: RequestState.Lapsed }]);
        var id = (await journey.RequestsAsync())[0].Id;
        await journey.ShownAsync(id);

        Assert.Equal([AuditAction.Submitted, AuditAction.NoticeFailed, AuditAction.Lapsed], (await journey.AuditAsync(id.ToString())).Select(entry => entry.Action));
        var told = Assert.Single(journey.Slack.DirectMessages(Cast.Rita.SlackId)).Text;
        Assert.StartsWith("*Lapsed*", told, StringComparison.Ordinal);
        Assert.Contains("it could not be posted in <#C0ACCESS>: it is archived", told, StringComparison.Ordinal);
        Assert.Contains("It could not be brought to anybody who could decide", told, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whose_direct_messages_are_closed_is_known_to_the_approvers_or_where_they_have_no_message_to_operators(Db db)
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.AddRange(["can't be delivered: cannot_dm_bot", "Alarm delivery/U0RITA: The requester U0RITA can't be sent direct messages"]);
        journey.Slack.Faults.Refuse("cannot_dm_bot", "conversations.open", times: null);

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        Assert.Contains("could not be sent a direct message: cannot_dm_bot", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Empty(journey.Alerts);

        journey.Bot.Services.GetRequiredService<RulesInForce>().Current = RulesFile.Read(StepRules.With($"{{ webhook: '{listener.Address}' }}"), "access.yaml").Rules!;
        await journey.SubmitAsync(Cast.Rita);
        await journey.UntilAsync(() => journey.Alerts.Count == 1);
        Assert.Contains("can't be sent direct messages", journey.Alerts[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Db.Sqlite, "msg_too_long"), InlineData(Db.Postgres, "msg_too_long")]
    [InlineData(Db.Sqlite, "invalid_blocks"), InlineData(Db.Postgres, "invalid_blocks")]
    public async Task What_slack_finds_too_long_or_misshapen_is_sent_in_short_and_can_be_decided(Db db, string error)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.Add("it is sent in short");
        journey.Slack.Faults.Refuse(error, "chat.postMessage");

        var id = await journey.AskAsync(Cast.Rita);

        var message = await journey.ApproversMessageAsync(id);
        Assert.StartsWith("*Requested*\n<@U0RITA> asked for *Production Admin*", message.Text, StringComparison.Ordinal);
        Assert.EndsWith("Slack doesn't take the rest of this message.", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Journey.Reason, message.Text, StringComparison.Ordinal);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.Contains(Journey.Reason, (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_revoked_token_is_an_alarm_and_all_is_said_when_it_is_mended(Db db)
    {
        await using var journey = await Journey.StartAsync(db, paced: true);
        journey.ExpectedComplaints.AddRange(["has to be mended", "Alarm delivery/token_revoked: Slack refuses AccessBot's messages with token_revoked", "The alerts channel does not take alarm"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.Slack.Faults.Refuse("token_revoked", "chat.update", times: null);
        journey.Slack.Faults.Refuse("token_revoked", "chat.postMessage", times: null);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Granted);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Notices.All(notice => notice.FailingSince is not null));
        journey.Slack.Faults.Clear();
        journey.Haste = 20;
        await journey.ShownAsync(id);
        await journey.Bot.ReconcileAsync();

        Assert.StartsWith("*Granted*", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Contains(journey.Alerts, message => message.Text.Contains("Slack refuses AccessBot's messages with token_revoked", StringComparison.Ordinal));
        Assert.All((await journey.RequestAsync(id)).Notices, notice => Assert.Null(notice.Problem));
    }

    private static async Task ChangeAsync(Journey journey, RequestId id, Action<Request> change)
    {
        await journey.Bot.Store.ChangeAsync(id, row =>
        {
            change(row);
            return Task.FromResult(true);
        }, CancellationToken.None);
        journey.Bot.Queue.Nudge(Errand.Announce, id);
        journey.Bot.Queue.Nudge(Errand.Revoke, id);
    }

    /// <summary>Until each message was tried once more.</summary>
    private static async Task TriedAgainAsync(Journey journey, RequestId id)
    {
        var before = (await journey.RequestAsync(id)).Notices.ToDictionary(notice => notice.Key, notice => notice.Attempts, StringComparer.Ordinal);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Notices.All(notice => notice.Attempts > before[notice.Key]), "each is tried again");
    }
}
