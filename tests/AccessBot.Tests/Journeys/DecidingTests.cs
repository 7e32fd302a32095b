using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Who may decide, once.</summary>
public sealed class DecidingTests
{
    [Theory, InlineData(Db.Sqlite, 1), InlineData(Db.Postgres, 2)]
    public async Task Two_approvers_at_the_same_instant_make_one_grant_and_the_loser_is_told_who_decided(Db db, int nodes)
    {
        await using var journey = await Journey.StartAsync(db, nodes);
        journey.Slack.ConnectToNodes([.. journey.Bots.Select(b => b.EventsUrl)]);
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        await Task.WhenAll(
            Task.Run(() => journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "approve")),
            Task.Run(() => journey.Slack.As(Cast.Ben.SlackId).ClickStaleAsync(message, "approve")));
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.QuietAsync();

        var winner = Assert.Single((await journey.RequestAsync(id)).Decisions);
        var loser = winner.Approver.Value == Cast.Ana.SlackId ? Cast.Ben : Cast.Ana;
        Assert.Contains(winner.Name, await journey.ToldAsync(loser, "already approved"), StringComparison.Ordinal);
        Assert.Single(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_approve_and_deny_together_deny_wins_unless_it_is_granted_by_then(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        await Task.WhenAll(
            Task.Run(() => journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "approve")),
            Task.Run(() => journey.Slack.As(Cast.Ben.SlackId).ClickStaleAsync(message, "deny")));
        await journey.QuietAsync();
        journey.Haste = 10;
        await journey.UntilAsync(async () =>
        {
            await journey.Bot.LookAsync();
            return (await journey.RequestAsync(id)).State is RequestState.Granted or RequestState.Denied or RequestState.Revoked;
        });
        await journey.ShownAsync(id);

        var granted = (await journey.RequestAsync(id)).State == RequestState.Granted;
        Assert.Equal(granted, journey.Holds(Cast.Rita));
        Assert.Contains(granted ? "Active until" : $"Denied by <@{Cast.Ben.SlackId}>", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        if (granted)
        {
            await journey.ToldAsync(Cast.Ben, "already approved");
        }
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_double_click_is_one_vote(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        var message = await journey.ApproversMessageAsync(id);

        await Task.WhenAll(
            Task.Run(() => journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "approve")),
            Task.Run(() => journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "approve")));
        await journey.QuietAsync();
        await journey.ShownAsync(id);

        var request = await journey.RequestAsync(id);
        Assert.Equal((RequestState.Requested, 1, 2), (request.State, request.ApprovalsHave, request.ApprovalsNeed));
        Assert.Contains("1 of 2", (await journey.ApproversMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Two_of_two_approve_and_the_requester_is_not_told_of_a_grant_before(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "1 of 2");
        await journey.ShownAsync(id);
        Assert.DoesNotContain("Granted", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Empty(journey.Writes("POST"));
        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita, Cast.CustomerData));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_denial_outweighs_an_approval_that_has_not_granted(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.QuietAsync();
        await journey.ClickAsync(Cast.Ben, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_same_delivery_twice_is_done_once(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        var submission = journey.Slack.Wire.Deliveries.Last(d => d.Kind == "view_submission");
        var again = await journey.Slack.Wire.ResendAsync(submission, retryNumber: 1, retryReason: "http_timeout");
        await journey.QuietAsync();
        Assert.True(again.Acknowledged);
        Assert.Single(await journey.RequestsAsync());

        var click = await journey.ClickAsync(Cast.Ana, id, "approve");
        var repeated = await journey.Slack.Wire.ResendAsync(click, retryNumber: 1, retryReason: "http_timeout");
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.QuietAsync();

        Assert.True(repeated.Acknowledged);
        Assert.Single(journey.Writes("POST"));
        Assert.Empty(journey.Slack.Ephemerals(Cast.Ana.SlackId));
    }

    public static TheoryData<Db, string, string, string> Refused => new MatrixTheoryData<Db, (string Who, string Button, string Words)>(
        [Db.Sqlite, Db.Postgres],
        [
            ("U0OTTO", "approve", "not an approver"), ("U0OTTO", "deny", "not an approver"),
            ("U0RITA", "approve", "your own request"), ("U0RITA", "deny", "your own request"),
            ("U0GUS", "approve", "Guests"), ("U0GUS", "deny", "Guests"),
            ("U0ADA", "approve", "not an approver"),
        ]).Aggregate(new TheoryData<Db, string, string, string>(), (all, row) =>
        {
            var (db, what) = row.Data;
            all.Add(db, what.Who, what.Button, what.Words);
            return all;
        });

    [Theory, MemberData(nameof(Refused))]
    public async Task Who_may_not_decide_is_told_why_and_changes_nothing(Db db, string who, string button, string words)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        await journey.Slack.As(who).ClickAsync(message, button);
        await journey.ToldAsync(Cast.All.Single(m => m.SlackId == who), words);

        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        var entry = (await journey.AuditAsync(id.ToString()))[^1];
        Assert.Equal((AuditAction.Refused, who, "C0ACCESS"), (entry.Action, entry.Actor, entry.Where));
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Somebody_from_another_workspace_decides_nothing(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("workspace");
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        var foreign = await journey.Slack.As(Cast.Stella.SlackId).ForgeClickAsync(message, "approve", new Forgery { TeamId = "T0ELSEWHERE" });
        await journey.Slack.As(Cast.Stella.SlackId).ForgeClickAsync(message, "approve", new Forgery());
        await journey.QuietAsync();

        Assert.Equal(403, foreign.StatusCode);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        Assert.Contains("Outsider", (await journey.AuditAsync(id.ToString()))[^1].Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_forged_button_value_finds_no_request(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        await journey.Slack.As(Cast.Ana.SlackId).ForgeClickAsync(message, "approve", new Forgery { Value = Guid.NewGuid().ToString("N") });
        await journey.ToldAsync(Cast.Ana, "no such request");
        await journey.Slack.As(Cast.Ana.SlackId).ForgeClickAsync(message, "approve", new Forgery { Value = "'; DROP TABLE \"Requests\"" });
        await journey.QuietAsync();

        Assert.Equal(2, journey.Slack.Ephemerals(Cast.Ana.SlackId).Count);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_approver_who_left_the_group_since_the_message_is_judged_by_today(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        journey.Slack.ChangeGroup(Cast.Responders, g => g with { Members = [Cast.Ben.SlackId, Cast.Otto.SlackId] });

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "not an approver");
        await journey.ClickAsync(Cast.Otto, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(Cast.Otto.SlackId, Assert.Single((await journey.RequestAsync(id)).Decisions).Approver.Value);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Approve_and_deny_on_an_old_message_change_nothing_once_it_is_granted(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        var stale = await journey.ApproversMessageAsync(id);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        await journey.Slack.As(Cast.Ben.SlackId).ClickStaleAsync(stale, "deny");
        var told = await journey.ToldAsync(Cast.Ben, "already approved by");

        var request = await journey.RequestAsync(id);
        Assert.Equal(RequestState.Granted, request.State);
        Assert.Contains(request.Decisions[0].Name, told, StringComparison.Ordinal);
        Assert.True(journey.Holds(Cast.Rita));
    }
}
