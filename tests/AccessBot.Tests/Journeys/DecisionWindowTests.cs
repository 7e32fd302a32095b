using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Approvers give less than was asked for, and say why: from the button through the window to the end in OneLogin.</summary>
public sealed class DecisionWindowTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Access_is_given_for_the_approvers_shorter_time_and_ends_then(Db db)
    {
        await using var journey = await StartAsync(db, "optional");
        var id = await AskAsync(journey);

        await OpenAsync(journey, Cast.Ana, id, "less");
        Assert.Equal(id.ToString(), journey.Slack.OpenView(Cast.Ana.SlackId)!.Json.GetProperty("private_metadata").GetString());
        Assert.DoesNotContain("\"3600\"", journey.Slack.OpenView(Cast.Ana.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.duration", "duration", "1800" }, { "decision.message", "message", "A look *is* <!channel> enough." } });
        Assert.Null(journey.Slack.OpenView(Cast.Ana.SlackId));
        await journey.ReachesAsync(id, RequestState.Granted);
        var granted = await journey.RequestAsync(id);
        foreach (var message in new[] { await journey.ApproversMessageAsync(id), await journey.RequesterMessageAsync(id) })
        {
            Assert.Contains("for 1 hour", message.Text, StringComparison.Ordinal);
            Assert.Contains("for 30 minutes at most, which is less than what was asked for", message.Text, StringComparison.Ordinal);
            Assert.Contains($"Approved by <@{Cast.Ana.SlackId}>:\n", message.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<!channel>", message.Text, StringComparison.Ordinal);
            Assert.Contains("&lt;!channel&gt;", message.Text, StringComparison.Ordinal);
        }

        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);
        Assert.False(journey.Holds(Cast.Rita));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromMinutes(30)), (granted.Duration, granted.ApprovedFor));
        Assert.Equal(granted.GrantedAt + TimeSpan.FromMinutes(30), granted.EndsAt);
        var voted = Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Voted);
        Assert.Contains("\"asked\":\"01:00:00\",\"duration\":\"00:30:00\"", voted.Detail, StringComparison.Ordinal);
        Assert.Equal((Cast.Ana.SlackId, "modal"), (voted.Actor, voted.Where));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_length_can_be_written_and_one_that_is_not_less_is_refused_at_its_field(Db db)
    {
        await using var journey = await StartAsync(db, "off");
        var id = await AskAsync(journey);
        var ana = journey.Slack.As(Cast.Ana.SlackId);
        await OpenAsync(journey, Cast.Ana, id, "less");

        await ana.SubmitAsync();
        Assert.Contains("Pick for how long", Error(journey), StringComparison.Ordinal);
        foreach (var wrong in new[] { "soon", "0m", "-5m" })
        {
            await ana.SubmitAsync(new FormValues { { "decision.written", "written", wrong } });
            Assert.Contains("such as 45m", Error(journey), StringComparison.Ordinal);
        }

        foreach (var longer in new[] { "1h", "2h", "365d" })
        {
            await ana.SubmitAsync(new FormValues { { "decision.written", "written", longer } });
            Assert.Contains("isn't less than what was asked for, 1 hour", Error(journey), StringComparison.Ordinal);
        }

        await ana.SubmitAsync(new FormValues { { "decision.written", "written", "45m" } });
        await journey.ReachesAsync(id, RequestState.Granted);

        var granted = await journey.RequestAsync(id);
        Assert.Equal(granted.GrantedAt + TimeSpan.FromMinutes(45), granted.EndsAt);
        Assert.DoesNotContain(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Refused);

        static string Error(Journey journey) => Assert.Single(journey.Slack.OpenView(Cast.Ana.SlackId)!.Errors).Value;
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Where_a_message_is_required_approve_and_deny_ask_for_it(Db db)
    {
        await using var journey = await StartAsync(db, "required");
        var first = await AskAsync(journey);
        await OpenAsync(journey, Cast.Ana, first, "approve");
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(first)).State);
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.message", "message", " \u200B " } });
        Assert.Contains("Write why", journey.Slack.OpenView(Cast.Ana.SlackId)!.Errors["decision.message"], StringComparison.Ordinal);
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.message", "message", "Go on." } });
        await journey.ReachesAsync(first, RequestState.Granted);

        var second = await journey.AskAsync(Cast.Otto, "second-door", duration: "3600");
        await OpenAsync(journey, Cast.Ben, second, "deny");
        await journey.Slack.As(Cast.Ben.SlackId).SubmitAsync(new FormValues { { "decision.message", "message", "Not in the freeze." } });
        await journey.ReachesAsync(second, RequestState.Denied);

        Assert.Equal("Go on.", Assert.Single((await journey.RequestAsync(first)).Decisions).Message);
        Assert.Null((await journey.RequestAsync(first)).ApprovedFor);
        Assert.Contains($"Denied by <@{Cast.Ben.SlackId}>:\n", (await journey.RequesterMessageAsync(second)).Text, StringComparison.Ordinal);
        Assert.Contains("Not in the freeze.", (await journey.RequesterMessageAsync(second)).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_window_that_is_sent_after_somebody_decided_says_who_did_and_changes_nothing(Db db)
    {
        await using var journey = await StartAsync(db, "optional");
        var id = await AskAsync(journey);
        await OpenAsync(journey, Cast.Ben, id, "less");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        await journey.Slack.As(Cast.Ben.SlackId).SubmitAsync(new FormValues { { "decision.duration", "duration", "1800" } });
        await journey.QuietAsync();

        var request = await journey.RequestAsync(id);
        var shown = journey.Slack.OpenView(Cast.Ben.SlackId)!.Json.GetRawText();
        Assert.Contains("already approved by", shown, StringComparison.Ordinal);
        Assert.Contains(request.Decisions[0].Name, shown, StringComparison.Ordinal);
        Assert.Null(request.ApprovedFor);
        Assert.Equal(request.GrantedAt + TimeSpan.FromHours(1), request.EndsAt);
        Assert.Equal((AuditAction.Refused, Cast.Ben.SlackId), ((await journey.AuditAsync(id.ToString()))[^1].Action, (await journey.AuditAsync(id.ToString()))[^1].Actor));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_may_not_decide_is_told_so_and_sees_no_window(Db db)
    {
        await using var journey = await StartAsync(db, "required");
        var id = await AskAsync(journey);
        var message = await journey.ApproversMessageAsync(id);

        foreach (var (who, button, words) in new[] { (Cast.Otto, "less", "not an approver"), (Cast.Rita, "approve", "your own request"), (Cast.Gus, "deny", "Guests") })
        {
            await journey.Slack.As(who.SlackId).ClickAsync(message, button);
            await journey.ToldAsync(who, words);
            Assert.Null(journey.Slack.OpenView(who.SlackId));
        }

        Assert.Equal(3, (await journey.AuditAsync(id.ToString())).Count(entry => entry.Action == AuditAction.Refused));
        Assert.Empty((await journey.RequestAsync(id)).Decisions);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_two_approvers_the_shorter_time_counts_and_the_first_is_told_that_it_waits(Db db)
    {
        await using var journey = await StartAsync(db, "off", "count: 2");
        var id = await AskAsync(journey);

        await OpenAsync(journey, Cast.Ana, id, "less");
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.written", "written", "10m" } });
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).ApprovalsHave == 1);
        await journey.ShownAsync(id);
        Assert.Contains("for 10 minutes at most", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        await OpenAsync(journey, Cast.Ben, id, "less");
        await journey.Slack.As(Cast.Ben.SlackId).SubmitAsync(new FormValues { { "decision.duration", "duration", "1800" } });
        await journey.ReachesAsync(id, RequestState.Granted);

        var granted = await journey.RequestAsync(id);
        Assert.Equal(granted.GrantedAt + TimeSpan.FromMinutes(10), granted.EndsAt);
    }

    private static async Task<Journey> StartAsync(Db db, string policy, string count = "count: 1")
    {
        var at = JourneyRules.Usual.IndexOf("  second-door:", StringComparison.Ordinal);
        var door = JourneyRules.Usual[at..].Replace("    label: Second door\n", $"    label: Second door\n    decisionMessage: {policy}\n", StringComparison.Ordinal);
        var line = door.IndexOf("count: 1", StringComparison.Ordinal);
        return await Journey.StartAsync(db, rules: JourneyRules.Usual[..at] + door[..line] + count + door[(line + "count: 1".Length)..]);
    }

    private static Task<RequestId> AskAsync(Journey journey) => journey.AskAsync(Cast.Rita, "second-door", duration: "3600");

    private static async Task OpenAsync(Journey journey, CastMember who, RequestId id, string button)
    {
        await journey.ClickAsync(who, id, button);
        await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId) is not null, "the window is open");
    }
}
