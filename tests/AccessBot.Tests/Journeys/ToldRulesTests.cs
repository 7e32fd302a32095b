using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Core.UseCases;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What rules in C# are told after each step; and that it holds up nothing.</summary>
public sealed class ToldRulesTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_request_is_told_from_its_beginning_to_its_end_in_order_and_once(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule { Does = (step, context, cancel) => step == "AfterGrant" ? context.Slack.ReplyInThreadAsync("Granted, noted", cancel) : Task.CompletedTask };
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));

        var id = await LifeOfARequestTests.GrantedAsync(journey);

        // A jump of the clock is a long time for a rule that is at it.
        await AllToldAsync(journey, id);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);
        await AllToldAsync(journey, id);
        await journey.Bot.ReconcileAsync();
        await journey.Bot.Services.GetRequiredService<TellRules>().ExecuteAsync(id, CancellationToken.None);

        Assert.Equal(
            ["AfterSubmit Requested U0RITA", "AfterApprove Approved U0ANA", "AfterGrant Granted", "BeforeRevoke Revoking", "AfterRevoke Expired"],
            rule.Told);
        var row = await journey.RequestAsync(id);
        Assert.Equal((row.AuditCount, null), (row.RulesTold, row.RulesBehindSince));
        var (granted, approvers) = (rule.Contexts[2], await journey.ApproversMessageAsync(id));
        Assert.Equal((id.ToString(), "production-admin", Journey.Reason, "OPS-1"),
            (granted.Request!.Id, granted.Request.Target, granted.Request.Reason, granted.Request.Fields["ticket"]));
        Assert.Equal(new RuleFlow("production", "Production access"), granted.Flow);
        Assert.Equal(["U0ANA"], granted.Request.Approvers);
        Assert.Equal(("U0RITA", "rita@acme.example", Cast.Rita.OneLoginId), (granted.Request.Requester.SlackUser, granted.Request.Requester.Email, granted.Request.Requester.OneLoginUser));
        Assert.Equal("ana@acme.example", rule.Contexts[1].Actor!.Email);
        Assert.Contains(journey.Slack.Thread(approvers), message => message.Text == "Granted, noted");
    }

    [Theory]
    [InlineData(Db.Sqlite, "deny", "AfterDeny Denied U0ANA"), InlineData(Db.Postgres, "deny", "AfterDeny Denied U0ANA")]
    [InlineData(Db.Sqlite, "cancel", "AfterCancel Cancelled U0RITA"), InlineData(Db.Postgres, "cancel", "AfterCancel Cancelled U0RITA")]
    [InlineData(Db.Sqlite, "", "AfterLapse Lapsed"), InlineData(Db.Postgres, "", "AfterLapse Lapsed")]
    public async Task What_comes_of_a_request_that_is_not_granted_is_told(Db db, string button, string told)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));

        var id = await journey.AskAsync(Cast.Rita);
        await AllToldAsync(journey, id);
        switch (button)
        {
            case "deny":
                await journey.ClickAsync(Cast.Ana, id, "deny");
                break;
            case "cancel":
                await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "cancel");
                break;
            default:
                await journey.PassAsync(TimeSpan.FromHours(8));
                break;
        }

        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).IsClosed, "it is closed");
        await AllToldAsync(journey, id);

        Assert.Equal(["AfterSubmit Requested U0RITA", told], rule.Told);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Each_of_two_approvals_is_told_with_what_it_led_to(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        RecordingRule.PutInForce(journey, "customer-data", ("Recorder", rule));

        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).ApprovalsHave == 1, "one approval is counted");
        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await AllToldAsync(journey, id);

        Assert.Equal(["AfterSubmit Requested U0RITA", "AfterApprove Requested U0ANA", "AfterApprove Approved U0MONA", "AfterGrant Granted"], rule.Told);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_approval_only_is_told_without_a_role(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        RecordingRule.PutInForce(journey, Given.ApprovalFlow.Key, ("Recorder", rule));
        var request = Given.ApprovalOnly();
        Assert.Null(request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now));
        await journey.Bot.Store.AddAsync(request, CancellationToken.None);

        await AllToldAsync(journey, request.Id);

        Assert.Equal(["AfterSubmit Requested U0RITA", "AfterApprove Approved U0ANA"], rule.Told);
        var told = rule.Contexts[1];
        Assert.Equal(("", null, null, null), (told.Request!.Target, told.Request.Role, told.Request.Privilege, told.Request.Requester.OneLoginUser));
        Assert.Equal(Given.ApprovalFlow.Label, told.Flow.Label);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task While_Slack_can_not_say_who_somebody_is_rules_are_told_by_what_is_known(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        var request = await journey.Bot.Store.AddAsync(Given.Request(user: Cast.Rita.OneLoginId!.Value), CancellationToken.None);
        journey.Slack.Faults.Refuse("missing_scope", "users.info", times: null);

        await AllToldAsync(journey, request.Id);

        Assert.Equal((Given.Rita.Value, request.RequesterName, Cast.Rita.OneLoginId), (rule.Contexts[0].Actor!.SlackUser, rule.Contexts[0].Actor!.Name, rule.Contexts[0].Actor!.OneLoginUser));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_rule_that_fails_is_recorded_and_told_to_operators_and_not_told_again(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var failing = new RecordingRule { Does = (step, _, _) => step == "AfterApprove" ? throw new InvalidTimeZoneException("token=s3cret") : Task.CompletedTask };
        var other = new RecordingRule();
        RecordingRule.PutInForce(journey, "production", ("Failing", failing), ("Other", other));
        journey.ExpectedComplaints.AddRange(["Rule Failing failed at AfterApprove", "Alarm rule-told/Failing/AfterApprove"]);

        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await AllToldAsync(journey, id);
        await journey.Bot.ReconcileAsync();
        await journey.UntilAsync(() => journey.Slack.Messages(Cast.Alerts).Any(message => message.Text.Contains("The rule Failing failed at AfterApprove", StringComparison.Ordinal)));

        Assert.Equal(["AfterSubmit Requested U0RITA", "AfterApprove Approved U0ANA", "AfterGrant Granted"], failing.Told);
        Assert.Equal(failing.Told, other.Told);
        var entry = Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.RuleFailed);
        Assert.Equal("""{"rule":"Failing","step":"AfterApprove","what":"InvalidTimeZoneException"}""", entry.Detail);
        Assert.DoesNotContain(journey.Slack.Messages(Cast.Alerts), message => $"{message.Text}{message.Blocks}".Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Db.Sqlite, false), InlineData(Db.Postgres, false)]
    [InlineData(Db.Sqlite, true), InlineData(Db.Postgres, true)]
    public async Task A_rule_that_hangs_holds_up_no_revocation_and_is_given_up_after_its_time(Db db, bool blocksItsThread)
    {
        await using var journey = await Journey.StartAsync(db);
        using var end = new ManualResetEventSlim();
        var token = CancellationToken.None;
        var rule = new RecordingRule
        {
            Does = async (step, _, cancel) =>
            {
                if (step == "AfterGrant")
                {
                    token = cancel;
                    if (blocksItsThread)
                    {
                        end.Wait(CancellationToken.None);
                    }

                    await new TaskCompletionSource().Task;
                }
            },
        };
        RecordingRule.PutInForce(journey, "production", ("Hanging", rule));
        journey.ExpectedComplaints.AddRange(["Rule Hanging took longer than 30 s at AfterGrant", "Alarm rule-told/Hanging/AfterGrant"]);

        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await journey.UntilAsync(() => rule.Told.Count == 3);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal((3, false), (rule.Told.Count, token.IsCancellationRequested));
        journey.Clock.Advance(TellRules.Longest);
        await AllToldAsync(journey, id);
        await journey.UntilAsync(() => token.IsCancellationRequested);
        Assert.Equal(["AfterGrant Granted", "BeforeRevoke Revoking U0RITA", "AfterRevoke Revoked"], rule.Told.Skip(2));
        Assert.Contains("It took longer than 30 seconds", Assert.Single(await journey.AuditAsync(id.ToString()), e => e.Action == AuditAction.RuleFailed).Detail, StringComparison.Ordinal);
        await journey.UntilAsync(() => journey.Slack.Messages(Cast.Alerts).Count > 0);
        end.Set();
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_rule_of_which_several_calls_hang_is_not_told_until_one_of_them_ends(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var end = new TaskCompletionSource();
        var (rule, other) = (new RecordingRule { Does = (_, _, _) => end.Task }, new RecordingRule());
        RecordingRule.PutInForce(journey, "production", ("Hanging", rule), ("Other", other));
        journey.ExpectedComplaints.AddRange(["Rule Hanging took longer", "Rule Hanging is not told of", "Alarm rule-told/Hanging/"]);

        // On a clock that is so quick Slack has fifty milliseconds for an answer.
        journey.PossibleComplaints.Add("Slack does not take alarm rule-told/");
        var first = await journey.Bot.Store.AddAsync(Given.In(RequestState.Expired), CancellationToken.None);
        var second = await journey.Bot.Store.AddAsync(Given.In(RequestState.Denied, user: 2), CancellationToken.None);
        var last = await journey.Bot.Store.AddAsync(Given.In(RequestState.Denied, user: 3), CancellationToken.None);
        var telling = journey.Bot.Services.GetRequiredService<TellRules>();

        journey.Haste = 100;
        await telling.ExecuteAsync(first.Id, CancellationToken.None);
        await telling.ExecuteAsync(second.Id, CancellationToken.None);
        journey.Haste = 1;
        Assert.Equal((TellRules.MostLeft, 7), (rule.Told.Count, other.Told.Count));
        end.SetResult();
        await telling.ExecuteAsync(last.Id, CancellationToken.None);

        Assert.Equal(["AfterSubmit Requested U0RITA", "AfterDeny Denied U0ANA"], rule.Told.Skip(TellRules.MostLeft));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_a_killed_process_had_not_saved_as_told_is_told_again_after_a_restart(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await AllToldAsync(journey, id);
        await RestartBehindAsync(journey, id, lastTold: AuditAction.GrantStarted);

        var heir = new RecordingRule();
        RecordingRule.PutInForce(journey, "production", ("Recorder", heir));
        await AllToldAsync(journey, id);

        Assert.Equal(["AfterGrant Granted"], heir.Told);
        Assert.Equal(3, rule.Told.Count);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_step_that_could_not_be_saved_as_told_is_told_again_and_no_other(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var fails = true;
        var rule = new RecordingRule
        {
            Does = (step, _, _) =>
            {
                journey.Bot.Disk.IsFull = step == "AfterDeny" && fails;
                fails &= step != "AfterDeny";
                return Task.CompletedTask;
            },
        };
        var request = Given.In(RequestState.Denied);
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        await journey.Bot.Store.AddAsync(request, CancellationToken.None);

        var telling = journey.Bot.Services.GetRequiredService<TellRules>();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => telling.ExecuteAsync(request.Id, CancellationToken.None));
        journey.Bot.Disk.IsFull = false;
        await telling.ExecuteAsync(request.Id, CancellationToken.None);

        Assert.Equal(["AfterSubmit Requested U0RITA", "AfterDeny Denied U0ANA", "AfterDeny Denied U0ANA"], rule.Told);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Requests_of_a_flow_without_rules_have_nothing_to_do_with_them(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        RecordingRule.PutInForce(journey, "second-door", ("Recorder", new RecordingRule()));

        var id = await LifeOfARequestTests.GrantedAsync(journey);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        var row = await journey.RequestAsync(id);
        Assert.Equal((null, null), (row.RulesTold, row.RulesBehindSince));
        Assert.DoesNotContain(journey.Bot.Queue.Sent, nudge => nudge.Errand == Errand.TellRules);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Rules_that_come_and_go_are_told_what_happens_while_they_are_there(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        var id = await journey.AskAsync(Cast.Rita);

        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await AllToldAsync(journey, id);
        RecordingRule.PutInForce(journey, "production");
        await journey.ClickAsync(Cast.Ana, id, "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);

        Assert.Equal(["AfterApprove Approved U0ANA", "AfterGrant Granted"], rule.Told);
        Assert.Null((await journey.RequestAsync(id)).RulesBehindSince);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_rules_that_are_gone_before_they_were_told_nothing_is_left_to_tell(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        RecordingRule.PutInForce(journey, "production", ("Recorder", new RecordingRule()));
        var request = await journey.Bot.Store.AddAsync(Given.In(RequestState.Denied), CancellationToken.None);
        Assert.NotNull(request.RulesBehindSince);

        RecordingRule.PutInForce(journey, "production");
        await AllToldAsync(journey, request.Id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Many_that_change_in_one_save_are_told_by_one_nudge(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        var requests = new List<Request>();
        for (var user = 1; user <= 30; user++)
        {
            requests.Add(await journey.Bot.Store.AddAsync(Given.In(RequestState.Lapsed, Given.Now - TimeSpan.FromDays(1), user), CancellationToken.None));
        }

        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        var late = new List<RequestId>();
        for (var user = 101; user <= 130; user++)
        {
            late.Add((await journey.Bot.Store.AddAsync(Given.Request(user: user), CancellationToken.None)).Id);
        }

        await journey.Bot.Store.ChangeManyAsync(late, row => row.Stop(Given.By(Given.Ana), "leaver", Given.Now), CancellationToken.None);
        await journey.UntilAsync(() => rule.Told.Count == 60);
        foreach (var id in late)
        {
            await AllToldAsync(journey, id);
        }

        Assert.Equal(30, rule.Told.Count(told => told == "AfterDeny Denied U0ANA"));
        Assert.All(rule.Contexts.GroupBy(context => context.Request!.Id), each => Assert.Equal([RequestState.Requested, RequestState.Denied], each.Select(c => c.Request!.State)));
        Assert.DoesNotContain(rule.Contexts, context => requests.Exists(old => old.Id.ToString() == context.Request!.Id));
        Assert.DoesNotContain(journey.Bot.Queue.Sent.Skip(30), nudge => nudge.Errand == Errand.TellRules);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_request_that_can_not_be_read_holds_up_the_telling_of_no_other(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var rule = new RecordingRule();
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        journey.ExpectedComplaints.Add("Rules could not be told of request");
        await journey.Bot.Store.AddAsync(Given.In(RequestState.Denied, Given.Now - TimeSpan.FromHours(1), user: 1), CancellationToken.None);
        var good = await journey.Bot.Store.AddAsync(Given.In(RequestState.Denied, user: 2), CancellationToken.None);
        await using (var context = await journey.Bot.Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync())
        {
            await context.Database.ExecuteSqlAsync($"""UPDATE "Requests" SET "State" = 'Unheard' WHERE "OneLoginUser" = 1""");
        }

        await journey.Bot.Services.GetRequiredService<TellRules>().ExecuteAllAsync(CancellationToken.None);

        Assert.All(rule.Contexts, context => Assert.Equal(good.Id.ToString(), context.Request!.Id));
        Assert.Equal(2, rule.Told.Count);
        journey.Bot.Queue.Lose();
    }

    [Fact]
    public async Task Of_two_processes_one_tells_at_a_time_and_nothing_twice()
    {
        await using var journey = await Journey.StartAsync(Db.Postgres, bots: 2);
        var inside = 0;
        var most = 0;
        var rule = new RecordingRule
        {
            Does = async (_, _, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            },
        };
        RecordingRule.PutInForce(journey, "production", ("Recorder", rule));
        var id = (await journey.Bot.Store.AddAsync(Given.In(RequestState.Expired), CancellationToken.None)).Id;

        await Task.WhenAll(journey.Bots.SelectMany(bot => Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => bot.Services.GetRequiredService<TellRules>().ExecuteAsync(id, CancellationToken.None)))));
        await AllToldAsync(journey, id);

        Assert.Equal((5, 1), (rule.Told.Count, most));
    }

    private static Task AllToldAsync(Journey journey, RequestId id) =>
        journey.UntilAsync(async () => (await journey.RequestAsync(id)).RulesBehindSince is null, "rules are told all of it");

    /// <summary>Starts anew with the row as a process leaves it that dies before it has saved what it told last, and with no nudge on its way.</summary>
    private static async Task RestartBehindAsync(Journey journey, RequestId id, AuditAction lastTold)
    {
        var number = (await journey.AuditAsync(id.ToString())).Last(e => e.Action == lastTold).Number;
        await using (var context = await journey.Bot.Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync())
        {
            await context.Requests.Where(r => r.Id == id).ExecuteUpdateAsync(row => row
                .SetProperty(r => r.RulesTold, number)
                .SetProperty(r => r.RulesBehindSince, journey.Now));
        }

        await journey.RestartAsync();
    }
}
