using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>What people type behind the slash command, the shortcuts, and windows that come too late.</summary>
public sealed class CommandTests
{
    public static TheoryData<Db, Door> Everywhere => new()
    {
        { Db.Sqlite, Door.Http }, { Db.Postgres, Door.Http }, { Db.Sqlite, Door.Sockets }, { Db.Postgres, Door.Sockets },
    };

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Words_fill_the_form_and_what_comes_of_it_is_listed_looked_at_and_withdrawn(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        await TypeAsync(journey, Cast.Rita, "mine");
        await journey.ToldAsync(Cast.Rita, "You hold nothing through AccessBot, and nothing of yours waits. Ask for access with */access*.");

        await TypeAsync(journey, Cast.Rita, "PRODUCTION access \"production owner\" 1h the <@U0OTTO|otto> failover &amp; more");
        await FormAsync(journey, Cast.Rita, "\"target:production\"");
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "field.ticket", "field", "OPS-1" } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);
        var made = (await journey.RequestsAsync())[0];
        await journey.ShownAsync(made.Id);
        Assert.Equal(("production", "production-owner", TimeSpan.FromHours(1), "the @otto failover & more"), (made.Flow, made.Target, made.Duration, made.Reason));

        await TypeAsync(journey, Cast.Rita, "mine");
        var told = await journey.ToldAsync(Cast.Rita, "*What you have asked for*");
        Assert.Contains($"*Production Owner*, as admin of the role (Production access): Approvals: 0 of 1.", told, StringComparison.Ordinal);
        Assert.Contains($"`{made.Id}`", told, StringComparison.Ordinal);
        await TypeAsync(journey, Cast.Rita, $"status {made.Id.Value:D}");
        Assert.Contains("Approvals: 0 of 1", await journey.ToldAsync(Cast.Rita, "*Requested*\nYou asked for *Production Owner*"), StringComparison.Ordinal);
        await TypeAsync(journey, Cast.Rita, $"cancel `{made.Id}`");
        await journey.ToldAsync(Cast.Rita, "Withdrawn. Nobody can approve it any more.");
        await journey.ReachesAsync(made.Id, RequestState.Cancelled);
        await TypeAsync(journey, Cast.Rita, $"cancel {made.Id}");
        await journey.ToldAsync(Cast.Rita, "already withdrawn");
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task What_waits_is_decided_from_the_list_and_what_is_held_is_ended_from_the_list(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var id = await journey.AskAsync(Cast.Rita);

        await TypeAsync(journey, Cast.Otto, "requests");
        await journey.ToldAsync(Cast.Otto, "Nothing waits for your decision.");
        await TypeAsync(journey, Cast.Ana, "requests");
        Assert.Contains(Journey.Reason, await journey.ToldAsync(Cast.Ana, "*What waits for your decision*"), StringComparison.Ordinal);
        await ClickLastAsync(journey, Cast.Ana, "approve");
        await journey.ToldAsync(Cast.Ana, "Production Admin for <@U0RITA>.");
        await journey.ReachesAsync(id, RequestState.Granted);
        await TypeAsync(journey, Cast.Ana, "requests");
        await journey.ToldAsync(Cast.Ana, "Nothing waits for your decision.");

        await TypeAsync(journey, Cast.Rita, "mine");
        Assert.Matches("\\*Production Admin\\* \\(Production access\\): active until <!date.*>, (29|30) minutes left\\.", await journey.ToldAsync(Cast.Rita, "*What you hold*"));
        await ClickLastAsync(journey, Cast.Rita, "revoke");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await journey.ToldAsync(Cast.Rita, "Production Admin for <@U0RITA>. The request's own messages show how it goes on.");
        Assert.False(journey.Holds(Cast.Rita));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_request_that_is_not_theirs_is_to_strangers_as_one_that_is_not_there(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var id = await journey.AskAsync(Cast.Rita);
        const string Nothing = "There is no request with this id, or it is not yours to see.";
        string[] none = [id.ToString(), "00000000000000000000000000000000", "yesterday's"];

        foreach (var verb in new[] { "status", "cancel" })
        {
            foreach (var words in none)
            {
                var before = journey.Slack.Ephemerals(Cast.Otto.SlackId).Count;
                await TypeAsync(journey, Cast.Otto, $"{verb} {words}");
                await journey.UntilAsync(() => journey.Slack.Ephemerals(Cast.Otto.SlackId).Count > before);
            }
        }

        Assert.Single(journey.Slack.Ephemerals(Cast.Otto.SlackId).Select(message => message.Text).Distinct(StringComparer.Ordinal), text => text.StartsWith(Nothing, StringComparison.Ordinal));
        Assert.Contains(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Refused && entry.Actor == Cast.Otto.SlackId);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);

        // Who may decide sees it with the buttons for that; an admin sees it; neither withdraws it.
        await TypeAsync(journey, Cast.Ana, $"status {id}");
        await journey.ToldAsync(Cast.Ana, $"<@U0RITA> asked for *Production Admin*");
        Assert.Contains("\"approve\"", journey.Slack.Ephemerals(Cast.Ana.SlackId)[^1].Blocks.GetRawText(), StringComparison.Ordinal);
        await TypeAsync(journey, Cast.Ada, $"status {id}");
        await journey.ToldAsync(Cast.Ada, $"<@U0RITA> asked for *Production Admin*");
        Assert.DoesNotContain("\"approve\"", journey.Slack.Ephemerals(Cast.Ada.SlackId)[^1].Blocks.GetRawText(), StringComparison.Ordinal);
        await TypeAsync(journey, Cast.Ana, $"cancel {id}");
        await journey.ToldAsync(Cast.Ana, "This is somebody else's request");
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Admins_see_who_holds_a_role_and_nobody_else_does(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var id = await journey.AskAsync(Cast.Rita);
        await TypeAsync(journey, Cast.Ada, "who production-admin");
        await journey.ToldAsync(Cast.Ada, "Nobody holds production-admin through AccessBot.");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        await TypeAsync(journey, Cast.Ada, "who “Production Admin”");
        Assert.Contains("• <@U0RITA> (rita), until <!date", await journey.ToldAsync(Cast.Ada, "*Who holds Production Admin* through AccessBot:"), StringComparison.Ordinal);
        await TypeAsync(journey, Cast.Ada, "who nothing");
        await journey.ToldAsync(Cast.Ada, "There is no role or target 'nothing'");
        foreach (var other in new[] { Cast.Rita, Cast.Ana })
        {
            await TypeAsync(journey, other, "who production-admin");
            await journey.ToldAsync(other, "Only AccessBot admins may see what others hold");
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_slip_is_told_the_nearest_and_what_one_may_not_ask_for_is_never_named(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door, rules: JourneyRules.Usual
            .Replace("label: Customer data\n", "label: Customer data\n    requesters: [ { slackGroup: S0SRE } ]\n", StringComparison.Ordinal)
            .Replace("label: Until ended by hand\n", "label: Until ended by hand\n    requesters: [ { slackGroup: S0SRE } ]\n", StringComparison.Ordinal)
            .Replace("  by-hand:\n", "  statsu:\n    label: Statistics\n    targets: [customer-data]\n    durations: [30m]\n    requesters: [ { slackGroup: S0SRE } ]\n    approvers: [ { anyOf: [ { slackGroup: S0SRE } ], count: 1 } ]\n    notify: [ { channel: C0ACCESS } ]\n  by-hand:\n", StringComparison.Ordinal));

        await TypeAsync(journey, Cast.Rita, "mien");
        await journey.ToldAsync(Cast.Rita, "Did you mean */access mine*?");
        await TypeAsync(journey, Cast.Rita, "statsu");
        await journey.ToldAsync(Cast.Rita, "Did you mean */access status*?");
        Assert.Null(journey.Slack.OpenView(Cast.Rita.SlackId));
        await TypeAsync(journey, Cast.Ana, "statsu");
        await FormAsync(journey, Cast.Ana, "\"target:statsu\"");

        foreach (var (words, note) in new[]
        {
            ("customer-data 30m", "Nothing that you may ask for is called “customer-data”. Pick from the menu."),
            ("costumer-data 30m", "Nothing that you may ask for is called “costumer-data”. Pick from the menu."),
            ("productoin 1h", "“productoin” was taken to mean Production access. Look the form through before you send it."),
        })
        {
            await TypeAsync(journey, Cast.Rita, words);
            await FormAsync(journey, Cast.Rita, note);
            Assert.DoesNotContain("Customer data", journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
            await journey.Slack.As(Cast.Rita.SlackId).CloseModalAsync(all: true);
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_shortcut_opens_the_form_and_that_of_a_message_says_in_the_reason_what_it_is_about(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door);
        var rita = journey.Slack.As(Cast.Rita.SlackId);
        Assert.True((await rita.ShortcutAsync("ask")).Acknowledged);
        await FormAsync(journey, Cast.Rita, "\"target:production\"");
        await rita.CloseModalAsync();
        var message = journey.Slack.As(Cast.Ben.SlackId).Say(Cast.General, "The <https://db.example|database> is down &amp; <!channel> waits, *help*");

        Assert.True((await rita.ShortcutOnAsync(message, "ask.about")).Acknowledged);
        await FormAsync(journey, Cast.Rita, "\"target:production\"");
        await rita.SubmitAsync(new FormValues { { "target:production", "target", "production-admin" }, { "field.ticket", "field", "OPS-1" } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);
        var made = (await journey.RequestsAsync())[0];
        await journey.ShownAsync(made.Id);

        var link = $"https://sandbox.slack.com/archives/{Cast.General}/p{message.Ts.Replace(".", "", StringComparison.Ordinal)}";
        Assert.Equal($"About {link}\nThe database (https://db.example) is down & @channel waits, *help*", made.Reason.ReplaceLineEndings("\n"));
        Assert.Equal(Cast.General, made.CommandChannel);
        Assert.DoesNotContain("<!channel>", (await journey.ApproversMessageAsync(made.Id)).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_window_that_comes_too_late_is_opened_by_a_button_with_all_that_was_to_be_in_it(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, door: door, rules: JourneyRules.Usual.Replace(
            "label: Second door\n", "label: Second door\n    decisionMessage: required\n", StringComparison.Ordinal));
        var rita = journey.Slack.As(Cast.Rita.SlackId);
        var message = journey.Slack.As(Cast.Ben.SlackId).Say(Cast.General, "The database is down");

        // Typed, with words.
        journey.Slack.Faults.Refuse("expired_trigger_id", "views.open");
        await TypeAsync(journey, Cast.Rita, "second-door 1h database failover");
        await journey.ToldAsync(Cast.Rita, "The form could not be opened in time. This button opens it.");
        await ClickLastAsync(journey, Cast.Rita, "ask");
        await FormAsync(journey, Cast.Rita, "database failover");
        Assert.Contains("\"target:second-door\"", journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
        await rita.CloseModalAsync();

        // In the menu of a message, and the button's own trigger dead again.
        journey.Slack.Faults.Refuse("trigger_expired", "views.open", times: 2);
        await rita.ShortcutOnAsync(message, "ask.about");
        await journey.UntilAsync(() => LastOf(journey, Cast.Rita).Contains("\"ask.about\"", StringComparison.Ordinal));
        var told = journey.Slack.Ephemerals(Cast.Rita.SlackId).Count;
        await ClickLastAsync(journey, Cast.Rita, "ask.about");
        await journey.UntilAsync(() => journey.Slack.Ephemerals(Cast.Rita.SlackId).Count > told);
        await ClickLastAsync(journey, Cast.Rita, "ask.about");
        await FormAsync(journey, Cast.Rita, "The database is down");
        await rita.CloseModalAsync();

        // From anywhere: there is no place beside it but the direct message.
        journey.Slack.Faults.Refuse("exchanged_trigger_id", "views.open");
        await rita.ShortcutAsync("ask");
        await journey.UntilAsync(() => journey.Slack.DirectMessages(Cast.Rita.SlackId).Any(direct => direct.Text.StartsWith("The form could not be opened in time", StringComparison.Ordinal)));
        await rita.ClickAsync(journey.Slack.DirectMessages(Cast.Rita.SlackId)[^1], "ask");
        await FormAsync(journey, Cast.Rita, "\"target:production\"");
        await rita.CloseModalAsync();

        // The window for a decision.
        var id = await journey.AskAsync(Cast.Rita, "second-door");
        journey.Slack.Faults.Refuse("expired_trigger_id", "views.open");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "The window for your decision could not be opened in time. This button opens it.");
        await ClickLastAsync(journey, Cast.Ana, "approve");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Ana.SlackId) is not null);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.message", "message", "Go ahead." } });
        await journey.ReachesAsync(id, RequestState.Granted);
    }

    private static async Task TypeAsync(Journey journey, CastMember who, string words) =>
        Assert.True((await journey.Slack.As(who.SlackId).CommandAsync("/access", words, Cast.General)).Acknowledged);

    private static Task FormAsync(Journey journey, CastMember who, string holds) => journey.UntilAsync(
        () => journey.Slack.OpenView(who.SlackId) is { } view && Plain(view.Json.GetRawText()).Contains(holds, StringComparison.Ordinal), $"the form of {who.Firstname} has {holds} in it");

    private static Task<Delivery> ClickLastAsync(Journey journey, CastMember who, string button) =>
        journey.Slack.As(who.SlackId).ClickAsync(journey.Slack.Ephemerals(who.SlackId)[^1], button);

    private static string LastOf(Journey journey, CastMember who) => journey.Slack.Ephemerals(who.SlackId) is [.., var last] ? last.Blocks.GetRawText() : "";

    private static string Plain(string json) => json.Replace("\\u201C", "“", StringComparison.OrdinalIgnoreCase).Replace("\\u201D", "”", StringComparison.OrdinalIgnoreCase);
}
