using System.Text.RegularExpressions;
using AccessBot.Core.Requests;
using AccessBot.Jobs;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Digests;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Approvers are told once a day what waits for them, and nobody for whom nothing waits.</summary>
public sealed class DigestTests
{
    /// <summary>A Monday, eight in the morning in Berlin.</summary>
    private static readonly DateTimeOffset Eight = new(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);

    private static readonly CastMember[] Everybody = [Cast.Rita, Cast.Ana, Cast.Ben, Cast.Mona, Cast.Ada, Cast.Otto];

    private static readonly string Rules = JourneyRules.Usual.Replace("targets:\n  prod", "digest: { at: '09:00', zone: Europe/Berlin, days: [mon-fri] }\ntargets:\n  prod", StringComparison.Ordinal);

    [Theory, InlineData(Db.Sqlite, Door.Http), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Everybody_for_whom_something_waits_is_told_once_and_decides_from_there(Db db, Door door)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, at: Eight, door: door);
        var production = await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(TimeSpan.FromMinutes(3));
        var data = await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await SendAsync(journey);
        Assert.All(Everybody, person => Assert.Empty(Digests(journey, person)));

        await journey.PassAsync(TimeSpan.FromHours(1));
        await SendAsync(journey);
        await SendAsync(journey);

        var anas = Assert.Single(Digests(journey, Cast.Ana));
        Assert.StartsWith("*2 requests wait for your decision*, as of <!date^", anas.Text, StringComparison.Ordinal);
        Assert.Matches($"(?s)<@U0RITA> asked for \\*Production Admin\\* for 30 minutes.*{Regex.Escape(Journey.Reason)}.*Asked <!date.*closes <!date.*: 6 hours 5[0-9] minutes left.*`{production}`.*`{data}`", anas.Text);
        Assert.Single(Digests(journey, Cast.Ben));
        var monas = Assert.Single(Digests(journey, Cast.Mona));
        Assert.DoesNotContain($"{production}", monas.Text, StringComparison.Ordinal);
        Assert.All([Cast.Rita, Cast.Ada, Cast.Otto], person => Assert.Empty(Digests(journey, person)));

        await journey.Slack.As(Cast.Mona.SlackId).ClickAsync(monas, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(data)).ApprovalsHave == 1);
        await journey.ClickAsync(Cast.Ben, data, "deny");
        await journey.ReachesAsync(data, RequestState.Denied);
        await journey.Slack.As(Cast.Mona.SlackId).ClickAsync(monas, "deny");
        await journey.ToldAsync(Cast.Mona, "already denied by");
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_look_of_every_minute_sends_it_and_what_is_asked_for_later_that_day_is_in_none(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, at: Eight);
        using var everyMinute = ActivatorUtilities.CreateInstance<DigestEveryMinute>(journey.Bot.Services);
        await journey.AskAsync(Cast.Rita);
        await everyMinute.StartAsync(CancellationToken.None);
        await journey.PassAsync(TimeSpan.FromHours(1));
        await journey.UntilAsync(() => Digests(journey, Cast.Ana).Count == 1 && Digests(journey, Cast.Ben).Count == 1, "both are told");
        await everyMinute.StopAsync(CancellationToken.None);
        await SendAsync(journey);

        await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await journey.RestartAsync();
        await journey.PassAsync(TimeSpan.FromHours(2));
        await SendAsync(journey);

        Assert.Empty(Digests(journey, Cast.Mona));
        Assert.Single(Digests(journey, Cast.Ana));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_a_process_missed_is_sent_when_it_is_back_that_day_and_the_next_day_has_one_of_its_own(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules.Replace("    notify:", "    lapseAfter: 3d\n    notify:", StringComparison.Ordinal), at: Eight);
        await journey.AskAsync(Cast.Rita);

        await journey.PassAsync(TimeSpan.FromHours(6.9));
        await SendAsync(journey);
        await SendAsync(journey);
        Assert.Single(Digests(journey, Cast.Ana));
        await journey.PassAsync(TimeSpan.FromHours(12));
        await SendAsync(journey);
        Assert.Single(Digests(journey, Cast.Ana));
        await journey.PassAsync(TimeSpan.FromHours(12));
        await SendAsync(journey);

        Assert.Equal(2, Digests(journey, Cast.Ana).Count);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task While_Slack_is_away_it_is_tried_again_and_one_whose_answer_is_lost_is_not_sent_twice(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, at: Eight);
        journey.ExpectedComplaints.Add("does not say that it has taken U0ANA's digest");
        journey.PossibleComplaints.Add("does not say that it has taken U0BEN's digest");
        await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(TimeSpan.FromHours(1));
        journey.Slack.Faults.Down("conversations.open");
        await SendAsync(journey);
        Assert.Empty(Digests(journey, Cast.Ana));

        journey.Slack.Faults.Clear();
        journey.Slack.Faults.DropAfter("chat.postMessage");
        await SendAsync(journey);
        await SendAsync(journey);
        await SendAsync(journey);

        Assert.Single(Digests(journey, Cast.Ana));
        Assert.Single(Digests(journey, Cast.Ben));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whom_Slack_or_OneLogin_do_not_name_now_is_told_later(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, at: Eight);
        journey.PossibleComplaints.Add("Slack");
        await journey.AskAsync(Cast.Rita);
        await journey.PassAsync(TimeSpan.FromHours(1));
        journey.Slack.Faults.Down("usergroups.users.list");
        await SendAsync(journey);
        Assert.Empty(Digests(journey, Cast.Ana));

        journey.Slack.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(1));
        await SendAsync(journey);

        Assert.Single(Digests(journey, Cast.Ana));
    }

    [Fact]
    public async Task Two_processes_send_one()
    {
        await using var journey = await Journey.StartAsync(Db.Postgres, bots: 2, rules: Rules, at: Eight);
        await journey.AskAsync(Cast.Rita, "customer-data", "customer-data");
        await journey.PassAsync(TimeSpan.FromHours(1));

        await Task.WhenAll(journey.Bots.Select(bot => bot.Services.GetRequiredService<SendDigests>().ExecuteAsync(CancellationToken.None)));

        Assert.All([Cast.Ana, Cast.Ben, Cast.Mona], person => Assert.Single(Digests(journey, person)));
    }

    private static Task SendAsync(Journey journey) => journey.Bot.Services.GetRequiredService<SendDigests>().ExecuteAsync(CancellationToken.None);

    private static IReadOnlyList<SlackMessage> Digests(Journey journey, CastMember person) =>
        [.. journey.Slack.DirectMessages(person.SlackId).Where(message => message.Text.Contains("for your decision*", StringComparison.Ordinal))];
}
