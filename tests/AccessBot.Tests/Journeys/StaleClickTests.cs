using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Every state × every button that a message has had: from an old message, and by somebody who may do none of it.</summary>
public sealed class StaleClickTests
{
    private static readonly string[] Buttons = ["approve", "less", "deny", "cancel", "revoke", "extend", "again", "reviewed"];
    private static readonly string Rules = StepRules.With("{ channel: C0ACCESS }").Replace("lapseAfter: 8h", "lapseAfter: 8h\n    allowExtend: true", StringComparison.Ordinal);

    /// <summary>What is no old click, but the deed: other tests have these.</summary>
    private static readonly HashSet<(RequestState, string)> Deeds =
    [
        (RequestState.Requested, "approve"), (RequestState.Requested, "deny"), (RequestState.Requested, "cancel"),
        (RequestState.Approved, "deny"), (RequestState.Approved, "revoke"), (RequestState.Granted, "revoke"),
    ];

    /// <summary>Where the click leads to a window; asking again is possible in every state.</summary>
    private static readonly HashSet<(RequestState, string)> Opening = [(RequestState.Requested, "less"), (RequestState.Granted, "extend")];

    public static TheoryData<Db, RequestState> Everything
    {
        get
        {
            var all = new TheoryData<Db, RequestState>();
            foreach (var db in Enum.GetValues<Db>())
            {
                foreach (var state in Enum.GetValues<RequestState>())
                {
                    all.Add(db, state);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Everything))]
    public async Task A_click_that_comes_too_late_is_answered_with_a_sentence_or_its_window_and_changes_nothing(Db db, RequestState state)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules);
        var (id, message) = await StandsAsync(journey, state);

        foreach (var button in Buttons.Where(button => !Deeds.Contains((state, button))))
        {
            var who = button is "cancel" or "extend" or "again" ? Cast.Rita : Cast.Ben;
            if (button is "again" || Opening.Contains((state, button)))
            {
                await journey.Slack.As(who.SlackId).ClickStaleAsync(message, button);
                await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId) is not null, $"{button} opens its window");
                await journey.QuietAsync();
                await journey.Slack.As(who.SlackId).CloseModalAsync(all: true);
                Assert.Equal(state, (await journey.RequestAsync(id)).State);
            }
            else
            {
                await IsRefusedAsync(journey, id, message, who, button, state);
            }
        }
    }

    [Theory, MemberData(nameof(Everything))]
    public async Task Whoever_may_do_none_of_it_is_told_so_at_each_button_and_changes_nothing(Db db, RequestState state)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules);
        var (id, message) = await StandsAsync(journey, state);

        foreach (var button in Buttons)
        {
            await IsRefusedAsync(journey, id, message, Cast.Otto, button, state);
        }
    }

    /// <summary>A request in this state, which nothing moves on, and an old message of it that has all buttons.</summary>
    private static async Task<(RequestId Id, SlackMessage Message)> StandsAsync(Journey journey, RequestState state)
    {
        var request = await journey.Bot.Store.AddAsync(Given.In(state, journey.Now), CancellationToken.None);
        await journey.Bot.Services.GetRequiredService<IAnnouncer>().AnnounceAsync(request.Id, CancellationToken.None);
        var blocks = JsonSerializer.SerializeToElement(new[]
        {
            new
            {
                type = "actions",
                block_id = "old",
                elements = Buttons.Select(button => new { type = "button", action_id = button, text = new { type = "plain_text", text = button }, value = request.Id.ToString() }),
            },
        });
        return (request.Id, await journey.ApproversMessageAsync(request.Id) with { Blocks = blocks });
    }

    private static async Task IsRefusedAsync(Journey journey, RequestId id, SlackMessage message, CastMember who, string button, RequestState state)
    {
        var (told, trail) = (journey.Slack.Ephemerals(who.SlackId).Count, await journey.AuditAsync(id.ToString()));

        var click = await journey.Slack.As(who.SlackId).ClickStaleAsync(message, button);
        await journey.UntilAsync(() => journey.Slack.Ephemerals(who.SlackId).Count > told, $"{button} is answered");
        await journey.QuietAsync();

        Assert.True(click.Acknowledged);
        Assert.EndsWith(".", Assert.Single(journey.Slack.Ephemerals(who.SlackId).Skip(told)).Text, StringComparison.Ordinal);
        Assert.Null(journey.Slack.OpenView(who.SlackId));
        var entry = Assert.Single((await journey.AuditAsync(id.ToString())).Skip(trail.Count));
        Assert.Equal((AuditAction.Refused, who.SlackId, Cast.AccessRequests, state.ToString()), (entry.Action, entry.Actor, entry.Where, entry.After));
        Assert.Equal(state, (await journey.RequestAsync(id)).State);
    }
}
