using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>An emergency: granted at once, told to everybody, ended on time, and reviewed by somebody else.</summary>
public sealed class BreakGlassTests
{
    private const string Alarmed = "Alarm break-glass/";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task It_is_granted_with_no_click_told_to_everybody_and_waits_for_a_review_after_its_end(Db db)
    {
        await using var journey = await StartAsync(db);

        var id = await AskAsync(journey);
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.True(journey.Holds(Cast.Rita));
        Assert.Empty((await journey.RequestAsync(id)).Decisions);
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            Assert.StartsWith("*Break-glass: Granted*\n", message.Text, StringComparison.Ordinal);
            Assert.Contains("It waits to be reviewed", message.Text, StringComparison.Ordinal);
        }

        var alarm = Assert.Single(journey.Alerts);
        Assert.StartsWith("*Alarm: Break-glass: access by flow second-door without its approvers*\n", alarm.Text, StringComparison.Ordinal);
        Assert.Contains("rita (U0RITA) took Production Admin for 30 minutes: Second door.", alarm.Text, StringComparison.Ordinal);
        Assert.Contains($"Reason: {Journey.Reason}", alarm.Text, StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.StartsWith("*Break-glass: Expired*", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        await journey.ClickAsync(Cast.Ana, id, "reviewed");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).ReviewedAt is not null);
        await journey.ShownAsync(id);
        await journey.Bot.ReconcileAsync();
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            Assert.Contains($"Reviewed by <@{Cast.Ana.SlackId}>", message.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"reviewed\"", message.Blocks.GetRawText(), StringComparison.Ordinal);
        }

        Assert.StartsWith("*Over: Break-glass", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        var audit = await journey.AuditAsync(id.ToString());
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.Approved, AuditAction.GrantStarted, AuditAction.Granted, AuditAction.EndDue, AuditAction.Ended, AuditAction.Reviewed],
            audit.Select(entry => entry.Action));
        Assert.Contains("\"breakGlass\":\"True\"", audit[0].Detail, StringComparison.Ordinal);
        Assert.Equal((Cast.Ana.SlackId, "C0ACCESS"), (audit[^1].Actor, audit[^1].Where));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Operators_are_called_again_each_day_until_it_is_reviewed_also_by_another_process(Db db)
    {
        await using var journey = await StartAsync(db);
        var id = await AskAsync(journey);
        await journey.ReachesAsync(id, RequestState.Granted);
        var alarm = Assert.Single(journey.Alerts);

        await journey.PassAsync(TimeSpan.FromHours(2));
        await journey.Bot.ReconcileAsync();
        await journey.ReachesAsync(id, RequestState.Expired);
        Assert.Single(journey.Alerts);
        await journey.RestartAsync();
        await journey.PassAsync(TimeSpan.FromHours(23));
        await journey.Bot.ReconcileAsync();
        Assert.Contains("Still so after 1 day: Break-glass", Assert.Single(journey.Alerts, m => m.ThreadTs == alarm.Ts).Text, StringComparison.Ordinal);
        await journey.Bot.ReconcileAsync();
        Assert.Equal(2, journey.Alerts.Count);

        await journey.ClickAsync(Cast.Ben, id, "reviewed");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).ReviewedBy?.Value == Cast.Ben.SlackId);
        await journey.PassAsync(TimeSpan.FromDays(1));
        await journey.Bot.ReconcileAsync();
        Assert.Equal(2, journey.Alerts.Count);
    }

    [Theory, InlineData(Db.Sqlite, 1), InlineData(Db.Postgres, 2)]
    public async Task Of_two_who_review_at_once_one_wins_and_the_other_is_told_who(Db db, int nodes)
    {
        await using var journey = await StartAsync(db, nodes: nodes);
        journey.Slack.ConnectToNodes([.. journey.Bots.Select(b => b.EventsUrl)]);
        var id = await AskAsync(journey);
        await journey.ReachesAsync(id, RequestState.Granted);
        var message = await journey.ApproversMessageAsync(id);

        await Task.WhenAll(
            Task.Run(() => journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(message, "reviewed")),
            Task.Run(() => journey.Slack.As(Cast.Ben.SlackId).ClickStaleAsync(message, "reviewed")));
        await journey.QuietAsync();

        var request = await journey.RequestAsync(id);
        var loser = request.ReviewedBy!.Value.Value == Cast.Ana.SlackId ? Cast.Ben : Cast.Ana;
        Assert.Contains(request.ReviewedByName!, await journey.ToldAsync(loser, "already marked as reviewed"), StringComparison.Ordinal);
        Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Reviewed);
        Assert.Equal(RequestState.Granted, request.State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Nobody_reviews_their_own_even_where_they_may_approve_themselves_and_nobody_who_could_not_have_decided(Db db)
    {
        await using var journey = await StartAsync(db, "allowSelfApproval: true");
        var id = await AskAsync(journey, Cast.Ana);
        await journey.ReachesAsync(id, RequestState.Granted);

        await journey.ClickAsync(Cast.Ana, id, "reviewed");
        await journey.ToldAsync(Cast.Ana, "your own emergency");
        await journey.ClickAsync(Cast.Otto, id, "reviewed");
        await journey.ToldAsync(Cast.Otto, "not an approver");
        await journey.ClickAsync(Cast.Gus, id, "reviewed");
        await journey.ToldAsync(Cast.Gus, "Guests");

        Assert.Null((await journey.RequestAsync(id)).ReviewedAt);
        Assert.Equal(3, (await journey.AuditAsync(id.ToString())).Count(entry => entry.Action == AuditAction.Refused));
        var message = await journey.ApproversMessageAsync(id);
        await journey.ChangeRulesAsync(JourneyRules.Usual.Replace("  second-door:", "  third-door:", StringComparison.Ordinal));
        await journey.UntilAsync(async () =>
        {
            await journey.Slack.As(Cast.Ada.SlackId).ClickStaleAsync(message, "reviewed");
            return (await journey.RequestAsync(id)).ReviewedBy?.Value == Cast.Ada.SlackId;
        }, "an admin has reviewed what no flow of today gave");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_form_offers_it_to_those_who_may_and_says_at_its_field_what_is_wrong(Db db)
    {
        await using var journey = await StartAsync(db, complains: false);

        await journey.SubmitAsync(Cast.Rita, "second-door", duration: "3600", reason: "", breakGlass: true);
        var errors = journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors;
        Assert.Contains("what the emergency is", errors["reason"], StringComparison.Ordinal);
        Assert.Contains("for 30 minutes at most", errors["duration:second-door"], StringComparison.Ordinal);
        await journey.Slack.As(Cast.Rita.SlackId).CloseModalAsync();

        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => journey.SubmitAsync(Cast.Otto, "second-door", breakGlass: true));
        Assert.DoesNotContain("breakGlass", journey.Slack.OpenView(Cast.Otto.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await journey.RequestsAsync());
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task It_is_judged_again_when_the_role_is_to_be_given(Db db)
    {
        await using var journey = await StartAsync(db);
        journey.ExpectedComplaints.AddRange(["OneLogin", "not granted yet", "given up"]);
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { Members = group.Members.Add(Cast.Otto.SlackId) });
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "POST", "/api/2/roles/*/users");
        var id = await AskAsync(journey, Cast.Otto);
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { Members = group.Members.Remove(Cast.Otto.SlackId) });
        journey.OneLogin.Faults.Clear();
        await journey.ReachesAsync(id, RequestState.Failed);

        Assert.Contains("without its approvers in an emergency", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.StartsWith("*Break-glass: Failed*", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.False(journey.Holds(Cast.Otto));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task That_nobody_could_approve_is_no_reason_against_it(Db db)
    {
        await using var journey = await StartAsync(db);
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { Members = [Cast.Rita.SlackId] });

        await journey.SubmitAsync(Cast.Rita, "second-door");
        Assert.NotEmpty(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors);
        await journey.Slack.As(Cast.Rita.SlackId).CloseModalAsync();
        await journey.ReachesAsync(await AskAsync(journey), RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    private static async Task<Journey> StartAsync(Db db, string key = "allowRevoke: true", int nodes = 1, bool complains = true)
    {
        var rules = JourneyRules.Usual.Replace(
            "    label: Second door\n",
            $"    label: Second door\n    {key}\n    breakGlass: {{ requesters: [ {{ slackGroup: S0SRE }}, {{ user: U0RITA }} ], durationAtMost: 30m }}\n", StringComparison.Ordinal);
        var journey = await Journey.StartAsync(db, nodes, rules);
        if (complains)
        {
            journey.ExpectedComplaints.Add(Alarmed);
        }

        return journey;
    }

    /// <summary>Asks, and waits until operators are told, which comes last.</summary>
    private static async Task<RequestId> AskAsync(Journey journey, CastMember? who = null)
    {
        var id = await journey.AskAsync(who ?? Cast.Rita, "second-door", breakGlass: true);
        await journey.QuietAsync();
        return id;
    }
}
