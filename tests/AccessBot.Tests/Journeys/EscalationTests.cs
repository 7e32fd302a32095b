using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Persistence;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What becomes of a request that nobody decides: reminders, the next step, more people who may decide, its end.</summary>
public sealed class EscalationTests
{
    private const string Second = "{ directMessage: [ { manager: requester } ], approvers: [ { manager: requester } ], timeout: 30m }";
    private static readonly string TwoSteps = StepRules.With("{ channel: C0ACCESS, timeout: 15m }", Second);
    private static readonly string Reminding = StepRules.With("{ channel: C0ACCESS, timeout: 16m, remindEvery: 5m }", Second);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Somebody_whom_the_second_step_lets_decide_is_refused_before_and_counts_after_up_to_the_grant_and_its_end(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: TwoSteps);
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await journey.AskAsync(Cast.Rita);

        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ToldAsync(Cast.Mona, "not an approver");
        await journey.PassAsync(Quarter);
        await MovedAsync(journey, id, 1);
        var (old, direct) = (Assert.Single(journey.Slack.Messages(Cast.AccessRequests)), Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId)));
        Assert.Contains("it waits for <@U0MONA>. Whoever could decide here still can", old.Text, StringComparison.Ordinal);
        Assert.Contains("It waits for <@U0MONA> since", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);

        // The grant is not made at the click, so that the job asks the rules for itself.
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "POST", "/api/2/roles/*/users");
        await journey.Slack.As(Cast.Mona.SlackId).ClickAsync(direct, "approve");
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        journey.OneLogin.Faults.Clear();
        await journey.ReachesAsync(id, RequestState.Granted);
        Assert.True(journey.Holds(Cast.Rita));
        Assert.All([Assert.Single(journey.Slack.Messages(Cast.AccessRequests)), Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId))],
            message => Assert.StartsWith("*Granted*", message.Text, StringComparison.Ordinal));

        await journey.Slack.As(Cast.Mona.SlackId).ClickAsync(Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId)), "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);
        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whoever_could_decide_at_first_still_can_from_the_old_message(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: TwoSteps);
        var id = await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(Quarter);
        await MovedAsync(journey, id, 1);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.StartsWith("*Granted*", Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId)).Text, StringComparison.Ordinal);
        Assert.Equal("accessbot", (await journey.AuditAsync(id.ToString())).Single(entry => entry.Action == AuditAction.Forwarded).Actor);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task When_all_steps_are_used_up_it_lapses_and_all_messages_say_so(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: TwoSteps);
        var id = await journey.AskAsync(Cast.Rita);

        await journey.PassAsync(Quarter);
        await MovedAsync(journey, id, 1);
        var stale = Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId));
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Lapsed);
        await journey.Slack.As(Cast.Mona.SlackId).ClickStaleAsync(stale, "approve");
        await journey.ToldAsync(Cast.Mona, "nobody decided in time");

        SlackMessage[] all = [Assert.Single(journey.Slack.Messages(Cast.AccessRequests)), Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId)), await journey.RequesterMessageAsync(id)];
        Assert.All(all, message => Assert.Contains("Nobody of those whom it was brought to decided in time", message.Text, StringComparison.Ordinal));
        Assert.All(all, message => Assert.DoesNotContain("\"action_id\"", message.Blocks.GetRawText().Replace("\"action_id\":\"again\"", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_nudge_that_is_lost_is_found_again_and_two_nodes_move_it_once(Db db)
    {
        // SQLite belongs to one process; two at once are two errands at once there.
        await using var journey = await Journey.StartAsync(db, bots: db == Db.Postgres ? 2 : 1, rules: TwoSteps);
        var id = await journey.AskAsync(Cast.Rita);
        foreach (var bot in journey.Bots)
        {
            bot.Queue.Lose();
        }

        await journey.PassAsync(Quarter + TimeSpan.FromSeconds(20));
        await Task.WhenAll(journey.Bots.Concat(journey.Bots).Select(bot => bot.ReconcileAsync()));
        await MovedAsync(journey, id, 1);

        Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Forwarded);
        Assert.Single(journey.Slack.DirectMessages(Cast.Mona.SlackId));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Approvers_are_reminded_once_each_time_on_two_nodes_and_after_a_crash_and_not_after_a_decision(Db db)
    {
        await using var journey = await Journey.StartAsync(db, bots: db == Db.Postgres ? 2 : 1, rules: Reminding);
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await Task.WhenAll(journey.Bots.Concat(journey.Bots).Select(bot => bot.Services.GetRequiredService<ForwardRequest>().ExecuteAsync(id, CancellationToken.None)));
        await journey.ShownAsync(id);
        var first = Assert.Single(Reminders(journey));
        Assert.Equal((message.Ts, true), (first.ThreadTs, first.IsBroadcast));
        Assert.Contains("has been waiting for *Production Admin* since", first.Text, StringComparison.Ordinal);

        // The row says that there is one to be made, and the process dies.
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.Bots[^1].Services.GetRequiredService<ForwardRequest>().ExecuteAsync(id, CancellationToken.None);
        foreach (var bot in journey.Bots)
        {
            bot.Queue.Lose();
        }

        await journey.PassAsync(TimeSpan.FromSeconds(20));
        await Task.WhenAll(journey.Bots.Select(bot => bot.ReconcileAsync()));
        await journey.ShownAsync(id);
        Assert.Equal(2, Reminders(journey).Count);

        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await Task.WhenAll(journey.Bots.Select(bot => bot.ReconcileAsync()));
        await journey.QuietAsync();
        Assert.Equal(2, Reminders(journey).Count);
        Assert.Equal(2, (await journey.AuditAsync(id.ToString())).Count(entry => entry.Action == AuditAction.Reminded));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_reminder_that_slack_does_not_take_comes_later_and_one_that_it_may_have_taken_does_not_come_again(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Reminding);
        journey.ExpectedComplaints.Add("it is sent later");
        var id = await journey.AskAsync(Cast.Rita);

        journey.Slack.Faults.Refuse("token_revoked", "chat.postMessage", times: null);
        journey.ExpectedComplaints.AddRange(["has to be mended", "Alarm delivery/token_revoked", "The alerts channel does not take alarm"]);
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.UntilAsync(() => journey.Bot.Log.Complaints.Any(c => c.Contains("has to be mended", StringComparison.Ordinal)));
        journey.Slack.Faults.Clear();
        await journey.UntilAsync(() => Reminders(journey).Count == 1);
        await journey.ShownAsync(id);

        journey.Slack.Faults.DropAfter("chat.postMessage");
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.UntilAsync(() => Reminders(journey).Count == 2);
        await journey.ShownAsync(id);
        await journey.QuietAsync();

        Assert.Equal(2, Reminders(journey).Count);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_direct_message_is_reminded_of_in_the_conversation(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ directMessage: [ U0ANA ], remindEvery: 5m }"));
        var id = await journey.AskAsync(Cast.Rita);

        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.UntilAsync(() => journey.Slack.DirectMessages(Cast.Ana.SlackId).Count == 2);
        await journey.ShownAsync(id);

        Assert.Null(journey.Slack.DirectMessages(Cast.Ana.SlackId)[1].ThreadTs);
        Assert.Contains("If nobody decides, it closes", journey.Slack.DirectMessages(Cast.Ana.SlackId)[1].Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Nobody_is_passed_over_while_slack_can_t_say_who_is_meant(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: StepRules.With("{ channel: C0ACCESS, timeout: 15m }", "{ directMessage: [ { slackGroup: S0SRE } ] }"));
        var id = await journey.AskAsync(Cast.Rita);
        journey.Slack.Faults.Down("usergroups.users.list");

        await journey.PassAsync(Quarter);
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).StepDueAt > journey.Now);
        Assert.Equal((RequestState.Requested, 0), ((await journey.RequestAsync(id)).State, (await journey.RequestAsync(id)).Step));
        journey.Slack.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromSeconds(30));
        await MovedAsync(journey, id, 1);

        Assert.Single(journey.Slack.DirectMessages(Cast.Ana.SlackId));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_steps_of_today_s_rules_count_and_a_flow_that_is_gone_loses_nothing(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: TwoSteps);
        var id = await journey.AskAsync(Cast.Rita);
        var inForce = journey.Bot.Services.GetRequiredService<RulesInForce>();
        var whole = inForce.Current;

        inForce.Current = whole with { Flows = [] };
        await journey.PassAsync(Quarter);
        await journey.Bot.Services.GetRequiredService<ForwardRequest>().ExecuteAsync(id, CancellationToken.None);
        Assert.Equal((RequestState.Requested, 0), ((await journey.RequestAsync(id)).State, (await journey.RequestAsync(id)).Step));
        inForce.Current = RulesFile.Read(StepRules.With("{ channel: C0ACCESS, timeout: 15m }", $"{{ channel: {Cast.Alerts} }}"), "access.yaml").Rules!;
        await journey.Bot.Services.GetRequiredService<ForwardRequest>().ExecuteAsync(id, CancellationToken.None);
        await MovedAsync(journey, id, 1);

        Assert.Single(journey.Alerts);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_only_those_of_a_later_step_could_approve_may_be_asked_for(Db db)
    {
        var rules = StepRules.With("{ channel: C0ACCESS, timeout: 15m }", $"{{ channel: {Cast.Alerts}, approvers: [ {{ slackGroup: S0SRE }} ] }}");
        await using var journey = await Journey.StartAsync(db, rules: rules.Replace("anyOf: [ { slackGroup: S0SRE } ]", "anyOf: [ { slackGroup: S0EMPTY } ]", StringComparison.Ordinal));
        journey.Slack.Add(new SlackUserGroup("S0EMPTY", "empty"));
        var id = await journey.AskAsync(Cast.Rita);

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "not an approver");
        await journey.PassAsync(Quarter);
        await MovedAsync(journey, id, 1);
        await journey.Slack.As(Cast.Ana.SlackId).ClickAsync(Assert.Single(journey.Slack.Messages(Cast.AccessRequests)), "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    [Theory, MemberData(nameof(UpgradeTests.Dumps), MemberType = typeof(UpgradeTests))]
    public async Task A_request_from_before_there_were_steps_goes_on(string dump, Db db)
    {
        await using var journey = await Journey.StartAsync(
            db, rules: StepRules.With("{ channel: C0ACCESS }", $"{{ channel: {Cast.Alerts} }}"), before: (database, _) => database.LoadAsync(dump));
        journey.PossibleComplaints.Add("could not be told in Slack what came of what they did");
        var waiting = (await journey.RequestsAsync()).First(request => request.State == RequestState.Requested && request.LapsesAt > journey.Now);
        var forward = journey.Bot.Services.GetRequiredService<ForwardRequest>();

        await forward.ExecuteAsync(waiting.Id, CancellationToken.None);
        var before = await journey.RequestAsync(waiting.Id);
        await forward.UndeliverableAsync(waiting.Id, before.Notices.Single(notice => notice.Kind == NoticeKind.Approvers), "is_archived", CancellationToken.None);
        var after = await journey.RequestAsync(waiting.Id);

        Assert.Equal((0, null, null, waiting.Version), (before.Step, before.StepSince, before.StepDueAt, before.Version));
        Assert.Equal((RequestState.Requested, 1), (after.State, after.Step));
        Assert.Equal((NoticeKind.Approvers, Cast.Alerts), (Assert.Single(after.NoticesOf(1)).Kind, after.NoticesOf(1).Single().Address));
    }

    private static IReadOnlyList<SlackMessage> Reminders(Journey journey) => [.. journey.Slack.Messages(Cast.AccessRequests).Where(message => message.ThreadTs is not null)];

    private static async Task MovedAsync(Journey journey, RequestId id, int step)
    {
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Step == step, $"it is at step {step}");
        await journey.ShownAsync(id);
    }
}
