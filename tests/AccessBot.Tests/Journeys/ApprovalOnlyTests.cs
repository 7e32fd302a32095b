using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>A flow without targets: people are asked for an approval, told of it, and OneLogin hears nothing.</summary>
public sealed class ApprovalOnlyTests
{
    /// <summary>The usual rules, and a flow that asks for an approval only.</summary>
    private static readonly string Rules = JourneyRules.Usual + """

          freeze:
            label: Deploy freeze exception
            reason: { required: true, minLength: 10 }
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ] }
            notify: [ { channel: C0ACCESS } ]
        """;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Asked_for_approved_and_told_and_that_was_all(Db db)
    {
        await using var journey = await StartAsync(db);

        var id = await AskAsync(journey, Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Approved);

        var row = await journey.RequestAsync(id);
        Assert.Equal((true, true, row.ApprovedAt), (row.IsClosed, row.IsApprovalOnly, row.ClosedAt));
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            Assert.StartsWith("*Approved*\n", message.Text, StringComparison.Ordinal);
            Assert.Contains($"Approved by <@{Cast.Ana.SlackId}> <!date", message.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("grant", message.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"actions\"", message.Blocks.GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal([AuditAction.Submitted, AuditAction.Voted, AuditAction.Approved], (await journey.AuditAsync(id.ToString())).Select(entry => entry.Action));
        AssertNothingWasGiven(journey);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_has_no_account_in_OneLogin_may_ask_also_while_it_is_away(Db db)
    {
        await using var journey = await StartAsync(db);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError);

        var id = await AskAsync(journey, Cast.Nils);
        await journey.ClickAsync(Cast.Ben, id, "approve");
        await journey.ReachesAsync(id, RequestState.Approved);

        Assert.Equal(Request.NoOneLoginUser, (await journey.RequestAsync(id)).OneLoginUser);
        Assert.Empty(journey.OneLogin.Calls.All);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whose_manager_nobody_knows_is_told_that_there_is_nobody_to_approve(Db db)
    {
        await using var journey = await StartAsync(db, Rules.Replace("{ slackGroup: S0SRE } ] }\n    notify: [ {", "{ manager: requester } ] }\n    notify: [ {", StringComparison.Ordinal));

        await SubmitAsync(journey, Cast.Nils);
        var error = Assert.Single(journey.Slack.OpenView(Cast.Nils.SlackId)!.Errors);
        var id = await AskAsync(journey, Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "not an approver");
        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ReachesAsync(id, RequestState.Approved);

        Assert.Contains("needs an approval by the requester's manager, and there is nobody now", error.Value, StringComparison.Ordinal);
        AssertNothingWasGiven(journey);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Nobody_escapes_being_left_out_as_the_manager_of_somebody_whose_manager_is_not_known(Db db)
    {
        await using var journey = await StartAsync(db, Rules.Replace(
            "{ slackGroup: S0SRE } ] }\n    notify: [ {", "{ allOf: [ { slackGroup: S0SRE }, { noneOf: [ { manager: requester } ] } ] } ] }\n    notify: [ {", StringComparison.Ordinal));

        var nils = await SendAsync(journey, Cast.Nils, "view:VNILS", journey.Now);
        var rita = await SendAsync(journey, Cast.Rita, "view:VRITA", journey.Now);

        Assert.Equal(RefusalCode.NobodyCanApprove, Assert.Single(nils.Refusals).Code);
        Assert.NotNull(rita.Request);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Denied_withdrawn_or_left_to_lapse_it_is_closed_and_told(Db db)
    {
        await using var journey = await StartAsync(db);

        var denied = await AskAsync(journey, Cast.Rita);
        await journey.ClickAsync(Cast.Ben, denied, "deny");
        await journey.ReachesAsync(denied, RequestState.Denied);
        var withdrawn = await AskAsync(journey, Cast.Rita);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(withdrawn), "cancel");
        await journey.ReachesAsync(withdrawn, RequestState.Cancelled);
        var lapsed = await AskAsync(journey, Cast.Rita);
        var stale = await journey.ApproversMessageAsync(lapsed);
        await journey.PassAsync(TimeSpan.FromHours(8));
        await journey.ReachesAsync(lapsed, RequestState.Lapsed);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.ToldAsync(Cast.Ana, "nobody decided in time");

        Assert.StartsWith("*Denied*", (await journey.RequesterMessageAsync(denied)).Text, StringComparison.Ordinal);
        Assert.StartsWith("*Cancelled*", (await journey.ApproversMessageAsync(withdrawn)).Text, StringComparison.Ordinal);
        Assert.StartsWith("*Lapsed*", (await journey.RequesterMessageAsync(lapsed)).Text, StringComparison.Ordinal);
        Assert.All(await journey.RequestsAsync(), row => Assert.True(row.IsClosed));
        AssertNothingWasGiven(journey);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_first_outcome_stands(Db db)
    {
        await using var journey = await StartAsync(db);
        var id = await AskAsync(journey, Cast.Rita);
        var stale = await journey.ApproversMessageAsync(id);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Approved);
        await journey.Slack.As(Cast.Ben.SlackId).ClickStaleAsync(stale, "deny");
        await journey.ToldAsync(Cast.Ben, "already approved by ana");
        var refusal = await journey.Bot.Services.GetRequiredService<RevokeAccess>().EndEarlyAsync(id, SlackUserId.Parse(Cast.Ada.SlackId), "C0ACCESS", CancellationToken.None);

        Assert.Equal(RefusalCode.NothingToEnd, refusal?.Code);
        Assert.Equal(RequestState.Approved, (await journey.RequestAsync(id)).State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_rule_approves_at_once_as_often_as_its_limit_says_also_after_a_restart(Db db)
    {
        await using var journey = await StartAsync(db, Rules + "\n    autoApprove: [ { name: rare, when: { requesterIn: [everyone] }, because: Once a day, limit: { uses: 1, in: 1d } } ]\n");

        var first = await AskAsync(journey, Cast.Rita);
        Assert.Equal(RequestState.Approved, (await journey.RequestAsync(first)).State);
        await journey.RestartAsync();
        var second = await AskAsync(journey, Cast.Rita);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(second)).State);
        await journey.ClickAsync(Cast.Ana, second, "approve");
        await journey.ReachesAsync(second, RequestState.Approved);
        await journey.PassAsync(TimeSpan.FromDays(1));
        var third = await AskAsync(journey, Cast.Rita);

        Assert.Equal((RequestState.Approved, "rare"), ((await journey.RequestAsync(third)).State, (await journey.RequestAsync(third)).AutoRule));
        Assert.Contains("at once by the access rules: Once a day.", (await journey.RequesterMessageAsync(third)).Text, StringComparison.Ordinal);
        AssertNothingWasGiven(journey);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_waits_at_a_time_and_forms_of_one_instant_make_one_request(Db db)
    {
        await using var journey = await StartAsync(db);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(nth => Task.Run(() => SendAsync(journey, Cast.Rita, $"view:V{nth}", journey.Now))));
        var made = Assert.Single(answers, answer => answer.Request is not null).Request!;
        var again = await SendAsync(journey, Cast.Rita, made.SubmissionKey, journey.Now);
        await SubmitAsync(journey, Cast.Rita);
        var error = Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors);
        var other = await SendAsync(journey, Cast.Otto, "view:VOTTO", journey.Now);

        Assert.All(answers.Where(answer => answer.Request is null), answer => Assert.Equal(RefusalCode.AlreadyAsked, Assert.Single(answer.Refusals).Code));
        Assert.Equal(made.Id, again.Request!.Id);
        Assert.Contains("already asked for Deploy freeze exception", error.Value, StringComparison.Ordinal);
        Assert.NotNull(other.Request);
        Assert.Equal(2, (await journey.RequestsAsync()).Count);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_form_that_was_sent_before_the_one_that_was_approved_at_once_is_no_second_wish(Db db)
    {
        await using var journey = await StartAsync(db, Rules + "\n    autoApprove: [ { when: { requesterIn: [everyone] }, because: Always } ]\n");
        var early = journey.Now;
        journey.Clock.Advance(TimeSpan.FromSeconds(5));

        var first = await SendAsync(journey, Cast.Rita, "view:V1", journey.Now);
        var late = await SendAsync(journey, Cast.Rita, "view:V0", early);
        journey.Clock.Advance(TimeSpan.FromSeconds(5));
        var anew = await SendAsync(journey, Cast.Rita, "view:V2", journey.Now);

        Assert.Equal((RequestState.Approved, RequestState.Approved), (first.Request!.State, anew.Request!.State));
        Assert.Contains("the later request counts in its place", Assert.Single(late.Refusals).Sentence, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_end_of_everything_denies_what_waits_and_leaves_what_is_approved(Db db)
    {
        await using var journey = await StartAsync(db);
        var approved = await ApprovedAsync(journey, Cast.Rita);
        var waiting = await AskAsync(journey, Cast.Nils);
        var stale = await journey.ApproversMessageAsync(waiting);

        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", "revoke role freeze");
        await journey.ToldAsync(Cast.Ada, "There is no role or target 'freeze'. Give one of: customer-data (31337), production-admin (81878), production-owner (81878).");
        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", $"revoke person <@{Cast.Nils.SlackId}>");
        await journey.ToldAsync(Cast.Ada, "Ending one request of one person");
        await journey.ToldAsync(Cast.Ada, $"denied: 1.* <@{Cast.Nils.SlackId}>, Deploy freeze exception");
        await journey.ReachesAsync(waiting, RequestState.Denied);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(stale, "approve");
        await journey.ToldAsync(Cast.Ana, "already denied by ada");
        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", "revoke flow Deploy freeze exception");
        await journey.ToldAsync(Cast.Ada, "Nothing that is open matches");

        Assert.Equal(RequestState.Approved, (await journey.RequestAsync(approved)).State);
        AssertNothingWasGiven(journey);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_approved_while_everything_is_being_ended_is_told_as_that_and_not_as_denied(Db db)
    {
        await using var journey = await StartAsync(db);
        var stop = journey.Bot.Services.GetRequiredService<StopAccess>();
        var selection = new RequestSelection.Everything();
        var id = await AskAsync(journey, Cast.Rita);
        var found = await journey.Bot.Store.OpenAsync(selection, CancellationToken.None);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Approved);

        var stopping = await stop.BeginAsync(new StopWish(StopKind.Everything, ""), selection, found, Actor.Operator, why: null, CancellationToken.None);
        var outcome = await stop.AwaitAsync(stopping, TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.Equal((id, StopOutcome.ApprovedBefore), (Assert.Single(outcome).Request.Id, outcome[0].Outcome));
        Assert.Equal(RequestState.Approved, (await journey.RequestAsync(id)).State);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_restart_the_passes_and_a_nudge_out_of_nowhere_leave_it_alone(Db db)
    {
        await using var journey = await StartAsync(db);
        var approved = await ApprovedAsync(journey, Cast.Rita);
        var waiting = await AskAsync(journey, Cast.Rita);
        var versions = (await journey.RequestsAsync()).Select(row => (row.Id, row.Version)).ToList();

        await journey.RestartAsync();
        await journey.PassAsync(TimeSpan.FromHours(1));
        await journey.Bot.ReconcileAsync();
        AssertNothingWasGiven(journey);
        foreach (var errand in new[] { Errand.Grant, Errand.Revoke, Errand.Lapse })
        {
            journey.Bot.Queue.Nudge(errand, approved);
            journey.Bot.Queue.Nudge(errand, waiting);
        }

        await journey.Bot.CrankAsync();

        Assert.Equal(versions, (await journey.RequestsAsync()).Select(row => (row.Id, row.Version)));
        Assert.Empty(journey.Writes("POST"));
        Assert.Empty(journey.Writes("DELETE"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Beside_it_access_is_given_kept_taken_and_compared_as_ever(Db db)
    {
        await using var journey = await StartAsync(db);
        var approved = await ApprovedAsync(journey, Cast.Rita);
        var waiting = await AskAsync(journey, Cast.Rita);
        var granted = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, granted, "approve");
        await journey.ReachesAsync(granted, RequestState.Granted);

        var comparison = await journey.Bot.Services.GetRequiredService<CompareWithOneLogin>().ReportAsync(CancellationToken.None);
        Assert.True(journey.Holds(Cast.Rita));
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(granted, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.DoesNotContain(comparison.Findings, finding => finding.Role == Request.NoRole || finding.Request == approved || finding.Request == waiting);
        Assert.DoesNotContain(journey.OneLogin.Calls.All, call => call.Path.Contains("/roles/0", StringComparison.Ordinal) || call.Path.EndsWith("/users/0", StringComparison.Ordinal));
        Assert.Equal((RequestState.Approved, RequestState.Requested), ((await journey.RequestAsync(approved)).State, (await journey.RequestAsync(waiting)).State));
        Assert.Empty(journey.Alerts);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Rules_that_make_a_flow_one_of_the_other_kind_let_nothing_pass_for_what_it_was_not(Db db)
    {
        await using var journey = await StartAsync(db);
        var inForce = journey.Bot.Services.GetRequiredService<RulesInForce>();
        var approval = await AskAsync(journey, Cast.Rita);
        var access = await journey.AskAsync(Cast.Rita, "second-door");
        var old = inForce.Current;
        var (freeze, door) = (old.FindFlow("freeze")!, old.FindFlow("second-door")!);

        inForce.Edition = new RulesEdition(old with
        {
            Flows =
            [
                freeze with { Targets = door.Targets, Durations = door.Durations },
                door with { Targets = [], Durations = [] },
            ],
        }, "other", new Dictionary<string, string>(StringComparer.Ordinal));
        await journey.ClickAsync(Cast.Ana, approval, "approve");
        await journey.ToldAsync(Cast.Ana, "Deploy freeze exception doesn't offer this");
        await journey.ClickAsync(Cast.Ben, access, "approve");
        await journey.ToldAsync(Cast.Ben, "Second door gives no role");

        Assert.All(await journey.RequestsAsync(), row => Assert.Equal(RequestState.Requested, row.State));
        AssertNothingWasGiven(journey);
    }

    private static Task<Journey> StartAsync(Db db, string? rules = null) => Journey.StartAsync(db, rules: rules ?? Rules);

    private static void AssertNothingWasGiven(Journey journey)
    {
        Assert.Empty(journey.Writes("POST"));
        Assert.Empty(journey.Writes("DELETE"));
        Assert.DoesNotContain(journey.Bot.Queue.Sent, sent => sent.Errand is Errand.Grant or Errand.Revoke);
    }

    private static async Task<RequestId> ApprovedAsync(Journey journey, CastMember who)
    {
        var id = await AskAsync(journey, who);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Approved);
        return id;
    }

    private static async Task<RequestId> AskAsync(Journey journey, CastMember who)
    {
        var known = (await journey.RequestsAsync()).Select(row => row.Id).ToHashSet();
        var delivery = await SubmitAsync(journey, who);
        Assert.True(delivery.Acknowledged, delivery.ReplyBody);
        Request? made = null;
        await journey.UntilAsync(async () => (made = (await journey.RequestsAsync()).FirstOrDefault(row => !known.Contains(row.Id))) is not null, "the request is stored");
        await journey.ShownAsync(made!.Id);
        return made.Id;
    }

    /// <summary>Picks the flow in the form, and sends it off with a reason, which is all that it asks.</summary>
    private static async Task<Delivery> SubmitAsync(Journey journey, CastMember who)
    {
        Assert.True((await journey.Slack.As(who.SlackId).CommandAsync("/access")).Acknowledged);
        await journey.UntilAsync(() => Form().Contains("\"reason\"", StringComparison.Ordinal), "the form is open");
        await journey.Slack.As(who.SlackId).ClickInModalAsync("flow", ["freeze"]);
        await journey.UntilAsync(() => Form().Contains("an approval and nothing else", StringComparison.Ordinal), "the form shows the flow");
        Assert.DoesNotContain("\"target:", Form(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"duration:", Form(), StringComparison.Ordinal);
        return await journey.Slack.As(who.SlackId).SubmitAsync(new FormValues { { "reason", "reason", Journey.Reason } });

        string Form() => journey.Slack.OpenView(who.SlackId)?.Json.GetRawText() ?? "";
    }

    private static Task<(Request? Request, IReadOnlyList<Refusal> Refusals)> SendAsync(Journey journey, CastMember who, string key, DateTimeOffset sentAt) =>
        journey.Bot.Services.GetRequiredService<SubmitRequest>().SubmitAsync(key, SlackUserId.Parse(who.SlackId),
            new Wish("freeze", "", Duration: null, Journey.Reason, new Dictionary<string, string>(StringComparer.Ordinal)), sentAt, "modal", CancellationToken.None);
}
