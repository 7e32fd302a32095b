using AccessBot.Core.Requests;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>The story of a request, in the threads beneath its messages; and that all messages follow, wherever something is decided.</summary>
public sealed class ThreadTests
{
    private static readonly string TwoSteps = StepRules.With(
        "{ channel: C0ACCESS, timeout: 15m }", $"{{ channel: {Cast.Alerts}, approvers: [ {{ user: mona@acme.example }} ] }}");

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_thread_tells_of_each_approval_the_grant_and_the_end_and_a_direct_message_has_none(Db db)
    {
        await using var journey = await Journey.StartAsync(db, bots: db == Db.Postgres ? 2 : 1);
        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        Assert.Empty(journey.Slack.Thread(await journey.ApproversMessageAsync(id)));

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await TellsAsync(journey, id, "Approved by ana (1 of 2)");
        Assert.Contains("1 of 2 from the Slack group S0SRE or the members of the OneLogin role 4242 or the requester's manager: approved by <@U0ANA>", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await TellsAsync(journey, id, "Approved by mona (2 of 2)", "Granted");
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);
        await TellsAsync(journey, id, "Its time was over");

        var thread = journey.Slack.Thread(await journey.ApproversMessageAsync(id));
        Assert.Equal(
            ["Approved by ana (1 of 2)", "Approved by mona (2 of 2)", "Granted", "Its time was over: ended"],
            thread.SelectMany(reply => reply.Text.Split('\n')).Select(line => line[..line.IndexOf(" <", StringComparison.Ordinal)]));
        Assert.All(thread, reply => Assert.False(reply.IsBroadcast));
        Assert.Empty(journey.Slack.Thread(await journey.RequesterMessageAsync(id)));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_happened_while_slack_took_no_replies_comes_as_one_and_holds_up_no_message(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita);
        var message = await journey.ApproversMessageAsync(id);

        journey.Slack.Faults.Down("chat.postMessage");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);
        Assert.StartsWith("*Expired*", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Empty(journey.Slack.Thread(message));

        // The nudge for it is lost with the process; the pass of every minute finds what is owed.
        journey.Slack.Faults.Clear();
        await journey.RestartAsync();
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await journey.UntilAsync(async () =>
        {
            await journey.Bot.ReconcileAsync();
            return journey.Slack.Thread(message).Count > 0;
        }, "it is told");

        var lines = Assert.Single(journey.Slack.Thread(message)).Text.Split('\n');
        Assert.Equal(["Approved", "Granted", "Its"], lines.Select(line => line.Split(' ')[0]));
        await OwesNothingAsync(journey, id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whatever_is_decided_elsewhere_shows_in_all_messages_and_where_it_moved_on_from_only_its_end_is_told(Db db)
    {
        await using var journey = await Journey.StartAsync(db, bots: db == Db.Postgres ? 2 : 1, rules: TwoSteps);
        var id = await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(TimeSpan.FromMinutes(15));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Step == 1, "it is at the second step");
        await journey.ShownAsync(id);
        var (old, present) = (Assert.Single(journey.Slack.Messages(Cast.AccessRequests)), Assert.Single(journey.Alerts));
        await journey.UntilAsync(() => journey.Slack.Thread(old).Count == 1, "the old thread says that it moved on");
        Assert.StartsWith("Moved on <", journey.Slack.Thread(old)[0].Text, StringComparison.Ordinal);
        Assert.Contains($"It waits for the approvers in <#{Cast.Alerts}> now", journey.Slack.Thread(old)[0].Text, StringComparison.Ordinal);
        Assert.Contains("\"approve\"", old.Blocks.GetRawText(), StringComparison.Ordinal);

        // At Home, by the node that made no message yet.
        journey.Slack.ConnectTo(journey.Bots[^1].EventsUrl);
        await journey.Slack.As(Cast.Mona.SlackId).OpenHomeAsync();
        await journey.UntilAsync(() => journey.Slack.Home(Cast.Mona.SlackId)?.Json.GetRawText().Contains("\"approve\"", StringComparison.Ordinal) == true, "Mona's Home offers it");
        await journey.Slack.As(Cast.Mona.SlackId).ClickAtHomeAsync("approve");
        await journey.ReachesAsync(id, RequestState.Granted);
        await journey.UntilAsync(() => journey.Slack.Thread(present).Any(reply => reply.Text.Contains("Granted <", StringComparison.Ordinal)), "the present thread tells of the grant");
        await ShowAllAsync(journey, id, "*Granted*\n");
        Assert.Single(journey.Slack.Thread(old));

        // From the command of an admin.
        await journey.Slack.As(Cast.Ada.SlackId).CommandAsync("/access", "revoke person U0RITA");
        await journey.ReachesAsync(id, RequestState.Revoked);
        await ShowAllAsync(journey, id, "*Revoked*\n");
        foreach (var message in new[] { old, present })
        {
            await journey.UntilAsync(() => journey.Slack.Thread(message)[^1].Text.StartsWith("Ended early by ada <", StringComparison.Ordinal), "each thread tells how it ended");
        }

        Assert.Equal(2, journey.Slack.Thread(old).Count);
        await OwesNothingAsync(journey, id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Beneath_a_message_from_before_there_were_threads_nothing_of_the_past_is_told(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var id = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await TellsAsync(journey, id, "Approved by ana");
        var message = await journey.ApproversMessageAsync(id);
        await using (var context = await journey.Bot.Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync())
        {
            await context.Notices.ExecuteUpdateAsync(row => row.SetProperty(n => n.Told, (int?)null));
        }

        await journey.ClickAsync(Cast.Ben, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        await journey.UntilAsync(() => journey.Slack.Thread(message).Count == 2, "the denial is told");

        Assert.StartsWith("Denied by ben <", journey.Slack.Thread(message)[^1].Text, StringComparison.Ordinal);
    }

    private static async Task TellsAsync(Journey journey, RequestId id, params string[] words)
    {
        await journey.ShownAsync(id);
        var message = await journey.ApproversMessageAsync(id);
        foreach (var line in words)
        {
            await journey.UntilAsync(
                () => journey.Slack.Thread(message).Any(reply => reply.Text.Contains(line, StringComparison.Ordinal)),
                $"it tells '{line}'; told: {string.Join(" | ", journey.Slack.Thread(message).Select(reply => reply.Text))}");
        }
    }

    private static async Task ShowAllAsync(Journey journey, RequestId id, string beginning)
    {
        await journey.ShownAsync(id);
        SlackMessage[] all = [Assert.Single(journey.Slack.Messages(Cast.AccessRequests)), Assert.Single(journey.Alerts), await journey.RequesterMessageAsync(id)];
        Assert.All(all, message => Assert.StartsWith(beginning, message.Text, StringComparison.Ordinal));
    }

    /// <summary>What is owed is found again every minute, so that nothing may be left when all is told.</summary>
    private static Task OwesNothingAsync(Journey journey, RequestId id) => journey.UntilAsync(async () =>
    {
        var request = await journey.RequestAsync(id);
        return request.UnannouncedSince is null && request.Notices.All(notice => notice.TellAt is null);
    }, "nothing is owed any more");
}
