using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>More time for access that is granted: from the button through the window to the end in OneLogin, which comes then and not before.</summary>
public sealed class ExtendingTests
{
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);

    [Theory, InlineData(Db.Sqlite, Door.Http), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Where_nobody_has_to_approve_it_the_access_goes_on_at_once_and_ends_at_the_new_end(Db db, Door door)
    {
        await using var journey = await StartAsync(db, "{ approval: false, atMost: 2h }", door: door);
        var id = await GrantedAsync(journey);
        var before = (await journey.RequestAsync(id)).EndsAt;

        await ExtendAsync(journey, id, "1800");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Extensions == 1, "it is extended");
        await journey.ShownAsync(id);
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            Assert.StartsWith("*Granted*\n", message.Text, StringComparison.Ordinal);
            Assert.Contains("extended once", message.Text, StringComparison.Ordinal);
        }

        await journey.PassAsync(Half);
        await journey.Bot.ReconcileAsync();
        Assert.Equal((RequestState.Granted, true), ((await journey.RequestAsync(id)).State, journey.Holds(Cast.Rita)));
        Assert.Empty(journey.Writes("DELETE"));
        await journey.PassAsync(Half);
        await journey.ReachesAsync(id, RequestState.Expired);

        var ended = await journey.RequestAsync(id);
        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal(before + Half, ended.EndsAt);
        Assert.Single(journey.Writes("POST"));
        var extended = Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Extended);
        Assert.Equal((Cast.Rita.SlackId, "modal"), (extended.Actor, extended.Where));
        Assert.Equal(2, (await journey.RequestsAsync()).Count);
    }

    [Theory, InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres, Door.Http)]
    public async Task Approvers_approve_more_time_and_the_end_moves_with_their_click(Db db, Door door)
    {
        await using var journey = await StartAsync(db, "true", door: door);
        var id = await GrantedAsync(journey);
        var before = (await journey.RequestAsync(id)).EndsAt;

        var more = await AskAsync(journey, id);
        var asked = await journey.ApproversMessageAsync(more);
        Assert.StartsWith("*More time: Requested*\n", asked.Text, StringComparison.Ordinal);
        Assert.Contains("for 30 minutes more, 1 hour in all", asked.Text, StringComparison.Ordinal);
        Assert.Contains("It takes longer than that.", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"less\"", asked.Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Your access goes on meanwhile", (await journey.RequesterMessageAsync(more)).Text, StringComparison.Ordinal);
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "extend");
        await journey.ToldAsync(Cast.Rita, "asked for already, and waits for a decision");
        Assert.Equal(before, (await journey.RequestAsync(id)).EndsAt);

        await journey.ClickAsync(Cast.Ana, more, "approve");
        await journey.ReachesAsync(more, RequestState.Approved);
        await journey.ShownAsync(id);
        Assert.Contains("extended once", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"button\"", (await journey.ApproversMessageAsync(more)).Blocks.GetRawText(), StringComparison.Ordinal);
        await journey.PassAsync(Half);
        await journey.Bot.ReconcileAsync();
        Assert.True(journey.Holds(Cast.Rita));
        await journey.PassAsync(Half);
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.Equal(before + Half, (await journey.RequestAsync(id)).EndsAt);
        Assert.Equal((1, 1), (journey.Writes("POST").Count, journey.Writes("DELETE").Count));
        var extended = Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Extended);
        Assert.Equal(Cast.Ana.SlackId, extended.Actor);
        Assert.Contains(more.ToString(), extended.Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Denied_or_undecided_the_access_ends_as_it_was_to_end(Db db)
    {
        await using var journey = await StartAsync(db, "true");
        var id = await GrantedAsync(journey);
        var before = (await journey.RequestAsync(id)).EndsAt;
        var first = await AskAsync(journey, id);
        await journey.ClickAsync(Cast.Rita, first, "approve");
        await journey.ToldAsync(Cast.Rita, "your own request");
        await journey.ClickAsync(Cast.Ana, first, "deny");
        await journey.ReachesAsync(first, RequestState.Denied);
        var second = await AskAsync(journey, id);
        var shown = await journey.ApproversMessageAsync(second);

        await journey.PassAsync(Half);
        await journey.ReachesAsync(id, RequestState.Expired);
        await journey.ReachesAsync(second, RequestState.Lapsed);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(shown, "approve");
        await journey.ToldAsync(Cast.Ana, "already closed");

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal((before, 0), ((await journey.RequestAsync(id)).EndsAt, (await journey.RequestAsync(id)).Extensions));
        Assert.DoesNotContain("\"again\"", (await journey.RequesterMessageAsync(second)).Blocks.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_ended_early_takes_the_request_for_more_time_with_it(Db db)
    {
        await using var journey = await StartAsync(db, "true");
        var id = await GrantedAsync(journey);
        var more = await AskAsync(journey, id);
        var shown = await journey.ApproversMessageAsync(more);

        await journey.ClickAsync(Cast.Ben, id, "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await journey.ReachesAsync(more, RequestState.Lapsed);
        await journey.Slack.As(Cast.Ana.SlackId).ClickStaleAsync(shown, "approve");
        await journey.ToldAsync(Cast.Ana, "already closed");

        Assert.Contains("The access ended before anybody decided", (await journey.ApproversMessageAsync(more)).Text, StringComparison.Ordinal);
        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal(0, (await journey.RequestAsync(id)).Extensions);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_an_admin_stops_is_found_by_the_look_at_the_rows(Db db)
    {
        await using var journey = await StartAsync(db, "true");
        var id = await GrantedAsync(journey);
        var more = await AskAsync(journey, id);

        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", "revoke role production-admin");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await journey.Bot.ReconcileAsync();
        await journey.ReachesAsync(more, RequestState.Lapsed);

        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_two_lines_of_approvals_all_have_to_be_there(Db db)
    {
        await using var journey = await StartAsync(db, "true", "count: 2");
        var id = await GrantedAsync(journey, Cast.Ana, Cast.Ben);
        var more = await AskAsync(journey, id);

        await journey.ClickAsync(Cast.Ana, more, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(more)).ApprovalsHave == 1, "one counts");
        Assert.Equal(0, (await journey.RequestAsync(id)).Extensions);
        await journey.ClickAsync(Cast.Ben, more, "approve");
        await journey.ReachesAsync(more, RequestState.Approved);

        Assert.Equal(1, (await journey.RequestAsync(id)).Extensions);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task There_is_never_more_in_all_than_the_flow_allows(Db db)
    {
        await using var journey = await StartAsync(db, "{ approval: false, atMost: 75m }");
        var id = await GrantedAsync(journey);
        await OpenAsync(journey, id);
        var offered = journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText();
        Assert.Contains("\"1800\"", offered, StringComparison.Ordinal);
        Assert.Contains("\"2700\"", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("\"3600\"", offered, StringComparison.Ordinal);

        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "extend.more", "more", "2700" } });
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Extensions == 1, "it is extended");
        await journey.ShownAsync(id);

        Assert.DoesNotContain("\"extend\"", (await journey.RequesterMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
        var extend = journey.Bot.Services.GetRequiredService<ExtendAccess>();
        var (_, no) = await extend.ExecuteAsync("view:more", id, SlackUserId.Parse(Cast.Rita.SlackId), TimeSpan.FromSeconds(1), reason: null, journey.Now, "modal", CancellationToken.None);
        Assert.Equal(RefusalCode.TooMuchMore, no!.Code);
        Assert.Equal((AuditAction.Refused, 1), ((await journey.AuditAsync(id.ToString()))[^1].Action, (await journey.RequestAsync(id)).Extensions));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Only_the_holder_extends_and_one_window_extends_once(Db db)
    {
        await using var journey = await StartAsync(db, "{ approval: false, atMost: 8h }");
        var id = await GrantedAsync(journey);
        var extend = journey.Bot.Services.GetRequiredService<ExtendAccess>();
        var rita = SlackUserId.Parse(Cast.Rita.SlackId);

        foreach (var other in new[] { Cast.Ana, Cast.Ada })
        {
            var (_, no) = await extend.ExecuteAsync("view:other", id, SlackUserId.Parse(other.SlackId), Half, reason: null, journey.Now, "modal", CancellationToken.None);
            Assert.Equal(RefusalCode.NotYourRequest, no!.Code);
        }

        var sentAt = journey.Now;
        var (made, _) = await extend.ExecuteAsync("view:one", id, rita, Half, reason: null, sentAt, "modal", CancellationToken.None);
        var (again, _) = await extend.ExecuteAsync("view:one", id, rita, Half, reason: null, sentAt, "modal", CancellationToken.None);
        var (_, late) = await extend.ExecuteAsync("view:two", id, rita, Half, reason: null, sentAt, "modal", CancellationToken.None);

        Assert.Equal(made!.Id, again!.Id);
        Assert.Equal(RefusalCode.AlreadyAsked, late!.Code);
        Assert.Equal(1, (await journey.RequestAsync(id)).Extensions);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_may_not_ask_any_more_and_what_is_another_role_by_now_is_not_extended(Db db)
    {
        var rules = Rules("{ approval: false, atMost: 8h }", "count: 1");
        await using var journey = await Journey.StartAsync(db, rules: rules);
        var id = await GrantedAsync(journey);

        await ChangeAsync(journey, rules.Replace("    reason: { required: false }", "    requesters: [ { user: ben@acme.example } ]\n    reason: { required: false }", StringComparison.Ordinal));
        Assert.Equal(RefusalCode.NotARequester, await WhyNotAsync(journey, id));
        await ChangeAsync(journey, rules.Replace("production-admin: { label: Production Admin, oneLoginRole: 81878", "production-admin: { label: Production Admin, oneLoginRole: 31337", StringComparison.Ordinal).Replace("customer-data: { label: Customer Data Reader, oneLoginRole: 31337", "customer-data: { label: Customer Data Reader, oneLoginRole: 81878", StringComparison.Ordinal));
        Assert.Equal(RefusalCode.TargetChanged, await WhyNotAsync(journey, id));
        await ChangeAsync(journey, rules);
        journey.OneLogin.ChangeUser(Cast.Rita.OneLoginId!.Value, user => user with { Status = 2 });
        Assert.Equal(RefusalCode.DirectoryUserInactive, await WhyNotAsync(journey, id));
        journey.OneLogin.ChangeUser(Cast.Rita.OneLoginId!.Value, user => user with { Status = 1 });
        Assert.Null(await WhyNotAsync(journey, id));
        Assert.Equal(0, (await journey.RequestAsync(id)).Extensions);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_nobody_was_asked_about_and_what_was_cut_short_is_not_made_longer_without_approvers(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules("{ approval: false, atMost: 8h }", "count: 1", "    breakGlass: { requesters: [everyone], durationAtMost: 1h }\n"));
        journey.PossibleComplaints.Add("Alarm");
        var emergency = await journey.AskAsync(Cast.Rita, "second-door", breakGlass: true);
        await journey.ReachesAsync(emergency, RequestState.Granted);
        var more = await AskAsync(journey, emergency);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(more)).State);
        Assert.False((await journey.RequestAsync(more)).BreakGlass);

        var cut = await journey.AskAsync(Cast.Otto, "second-door", duration: "3600");
        await journey.ClickAsync(Cast.Ana, cut, "less");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Ana.SlackId) is not null, "the window is open");
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.duration", "duration", "1800" } });
        await journey.ReachesAsync(cut, RequestState.Granted);
        var moreOfIt = await AskAsync(journey, cut, Cast.Otto);

        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(moreOfIt)).State);
        Assert.Equal(0, (await journey.RequestAsync(cut)).Extensions);
    }

    [Theory, InlineData(Db.Sqlite, "expired_trigger_id"), InlineData(Db.Postgres, "trigger_expired")]
    public async Task Whose_window_opens_too_late_is_given_the_button_again(Db db, string error)
    {
        await using var journey = await StartAsync(db, "{ approval: false, atMost: 2h }");
        var id = await GrantedAsync(journey);
        journey.Slack.Faults.Refuse(error, "views.open");

        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "extend");
        await journey.ToldAsync(Cast.Rita, "could not be opened in time");
        Assert.Null(journey.Slack.OpenView(Cast.Rita.SlackId));
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(journey.Slack.Ephemerals(Cast.Rita.SlackId)[^1], "extend");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId) is not null, "the window is open");
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "extend.more", "more", "1800" } });

        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Extensions == 1, "it is extended");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Where_the_flow_does_not_let_it_be_extended_there_is_no_button(Db db)
    {
        await using var journey = await StartAsync(db, "false");
        var id = await GrantedAsync(journey);

        Assert.DoesNotContain("\"extend\"", (await journey.RequesterMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(RefusalCode.ExtendNotAllowed, await WhyNotAsync(journey, id));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Rules_in_code_are_asked_before_the_end_moves_whether_people_are_or_not(Db db)
    {
        var code = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Gate.cs"] = """
                using AccessBot.Core.Rules.Code;

                public sealed class Gate : AccessRule
                {
                    public override ValueTask<GrantAnswer> BeforeGrantAsync(RuleContext context, CancellationToken cancel) =>
                        new(context.Request!.Extends is not null && context.Request.Duration > TimeSpan.FromMinutes(45) ? GrantAnswer.Deny("No more than 45 minutes today") : GrantAnswer.GoOn);
                }
                """,
        };
        await using var journey = await Journey.StartAsync(
            db, code: code, rules: Rules("true", "count: 1", "    rules: [Gate]\n").Replace("version: 1\n", "version: 1\nrulesFolder: rules\n", StringComparison.Ordinal));
        var id = await GrantedAsync(journey);
        var more = await AskAsync(journey, id);

        await journey.ClickAsync(Cast.Ana, more, "approve");
        await journey.ToldAsync(Cast.Ana, "No more than 45 minutes today");
        Assert.Equal((RequestState.Requested, 0), ((await journey.RequestAsync(more)).State, (await journey.RequestAsync(more)).ApprovalsHave));
        await journey.Slack.As(Cast.Rita.SlackId).ClickAsync(await journey.RequesterMessageAsync(more), "cancel");
        await journey.ReachesAsync(more, RequestState.Cancelled);
        await ChangeAsync(journey, Rules("{ approval: false }", "count: 1", "    rules: [Gate]\n").Replace("version: 1\n", "version: 1\nrulesFolder: rules\n", StringComparison.Ordinal));

        Assert.Equal(RefusalCode.RuleIgnores, await WhyNotAsync(journey, id));
        var (made, _) = await journey.Bot.Services.GetRequiredService<ExtendAccess>().ExecuteAsync(
            "view:less", id, SlackUserId.Parse(Cast.Rita.SlackId), TimeSpan.FromMinutes(10), reason: null, journey.Now, "modal", CancellationToken.None);
        Assert.True(made!.IsClosed);
        Assert.Equal(1, (await journey.RequestAsync(id)).Extensions);
    }

    [Theory, InlineData(Db.Postgres)]
    public async Task Two_processes_move_an_end_once_whichever_of_two_approvers_clicks_where(Db db)
    {
        await using var journey = await Journey.StartAsync(db, bots: 2, rules: Rules("true", "count: 1"));
        var id = await GrantedAsync(journey);
        var before = (await journey.RequestAsync(id)).EndsAt;
        var more = await AskAsync(journey, id);

        var clicks = journey.Bots.Zip([Cast.Ana, Cast.Ben], (bot, who) =>
            bot.Services.GetRequiredService<ReviewRequest>().ApproveAsync(more, SlackUserId.Parse(who.SlackId), "C0ACCESS", CancellationToken.None));
        var outcomes = await Task.WhenAll(clicks);

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal((1, before + Half), ((await journey.RequestAsync(id)).Extensions, (await journey.RequestAsync(id)).EndsAt));
        await journey.ShownAsync(more);
    }

    private static Task<Journey> StartAsync(Db db, string allowExtend, string count = "count: 1", Door door = Door.Http) =>
        Journey.StartAsync(db, rules: Rules(allowExtend, count), door: door);

    private static string Rules(string allowExtend, string count, string more = "")
    {
        var at = JourneyRules.Usual.IndexOf("  second-door:", StringComparison.Ordinal);
        var door = JourneyRules.Usual[at..].Replace("    label: Second door\n", $"    label: Second door\n    allowExtend: {allowExtend}\n{more}", StringComparison.Ordinal);
        var line = door.IndexOf("count: 1", StringComparison.Ordinal);
        return JourneyRules.Usual[..at] + door[..line] + count + door[(line + "count: 1".Length)..];
    }

    private static async Task<RequestId> GrantedAsync(Journey journey, params CastMember[] approvers)
    {
        var id = await journey.AskAsync(Cast.Rita, "second-door");
        foreach (var approver in approvers.Length == 0 ? [Cast.Ana] : approvers)
        {
            await journey.ClickAsync(approver, id, "approve");
            await journey.QuietAsync();
        }

        await journey.ReachesAsync(id, RequestState.Granted);
        return id;
    }

    private static async Task OpenAsync(Journey journey, RequestId id, CastMember? who = null)
    {
        var holder = who ?? Cast.Rita;
        await journey.Slack.As(holder.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "extend");
        await journey.UntilAsync(() => journey.Slack.OpenView(holder.SlackId) is not null, "the window is open");
    }

    private static async Task ExtendAsync(Journey journey, RequestId id, string more)
    {
        await OpenAsync(journey, id);
        Assert.DoesNotContain("\"reason\"", journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "extend.more", "more", more } });
        Assert.Null(journey.Slack.OpenView(Cast.Rita.SlackId));
    }

    /// <summary>Asks for half an hour more, and waits until the approvers see it.</summary>
    private static async Task<RequestId> AskAsync(Journey journey, RequestId id, CastMember? who = null)
    {
        var holder = who ?? Cast.Rita;
        var known = (await journey.RequestsAsync()).Select(r => r.Id).ToHashSet();
        await OpenAsync(journey, id, holder);
        await journey.Slack.As(holder.SlackId).SubmitAsync(new FormValues { { "extend.more", "more", "1800" }, { "reason", "reason", "It takes longer than that." } });
        Assert.Null(journey.Slack.OpenView(holder.SlackId));
        Request? made = null;
        await journey.UntilAsync(async () => (made = (await journey.RequestsAsync()).FirstOrDefault(r => !known.Contains(r.Id))) is not null, "more time is asked for");
        await journey.ShownAsync(made!.Id);
        return made.Id;
    }

    private static async Task<RefusalCode?> WhyNotAsync(Journey journey, RequestId id) =>
        (await journey.Bot.Services.GetRequiredService<ExtendAccess>().WhyNotAsync("view:look", id, SlackUserId.Parse(Cast.Rita.SlackId), Half, reason: null, CancellationToken.None))?.Code;

    private static async Task ChangeAsync(Journey journey, string rules)
    {
        var before = journey.Bot.Services.GetRequiredService<RulesInForce>().Current;
        await journey.ChangeRulesAsync(rules);
        await journey.HurryUntilAsync(() => !ReferenceEquals(before, journey.Bot.Services.GetRequiredService<RulesInForce>().Current), "other rules are in force");
    }
}
