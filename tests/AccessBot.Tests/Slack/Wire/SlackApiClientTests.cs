using System.Text;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using AccessBot.Tests.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SlackApiException = AccessBot.Slack.Wire.SlackApiException;

namespace AccessBot.Tests.Slack.Wire;

/// <summary>The client against the simulated workspace, over a socket.</summary>
public sealed class SlackApiClientTests : SlackHost
{
    private static readonly SlackUserId AnaId = SlackUserId.Parse(Ana);
    private static readonly TimeSpan FirstRetryLeast = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstRetryMost = TimeSpan.FromMilliseconds(200);

    private readonly WatchedClock _clock = new();
    private readonly LogBook _log = new();
    private ServiceProvider? _services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ISlackApiClient Slack => Services.GetRequiredService<ISlackApiClient>();

    private IWorkspaceDirectory Directory => Services.GetRequiredService<IWorkspaceDirectory>();

    private ServiceProvider Services => _services ??= new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Slack:WorkspaceId"] = Workspace.Settings.TeamId,
            ["Slack:BotToken"] = Workspace.Settings.BotToken,
            ["Slack:SigningSecret"] = Workspace.Settings.SigningSecret,
            ["Slack:ApiBaseUrl"] = Client.BaseAddress!.AbsoluteUri,
        }).Build())
        .AddSingleton<TimeProvider>(_clock)
        .AddLogging(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Trace))
        .AddSlack()
        .BuildServiceProvider();

    [Fact]
    public async Task A_message_is_posted_updated_and_its_buttons_go()
    {
        var place = await Slack.ChatPostMessageAsync(
            General, new Message(Mrkdwn.Of($"{Ana} asks"), new ActionsBlock(new Button("approve", "Approve") { Value = "1" })), threadTs: null, Cancel);
        Assert.Contains("approve", Workspace.Messages(General)[^1].Blocks.GetRawText(), StringComparison.Ordinal);

        await Slack.ChatUpdateAsync(place, new Message(Mrkdwn.Of($"{Ana} has it")), Cancel);

        var message = Workspace.Messages(General)[^1];
        Assert.Equal(("U0ANA has it", "[]"), (message.Text, message.Blocks.GetRawText()));
    }

    [Fact]
    public async Task Whatever_somebody_writes_slack_takes_it()
    {
        var text = string.Concat(Enumerable.Repeat(string.Concat(HostileText.Pieces), 40));

        await Slack.ChatPostMessageAsync(
            General,
            new Message(
                Mrkdwn.Of($"{text}"),
                new HeaderBlock(text),
                new SectionBlock([Mrkdwn.Of($"{text}")], Mrkdwn.Quote(text)),
                new ContextBlock(Mrkdwn.Of($"{text}")),
                new ActionsBlock(new StaticSelect("pick", [new Option(text, "v") { Description = text }]) { Placeholder = text })),
            threadTs: null,
            Cancel);

        Assert.All(Workspace.Calls, call => Assert.Null(call.Error));
    }

    [Fact]
    public async Task A_direct_message_goes_to_a_person()
    {
        var channel = await Slack.ConversationsOpenAsync(AnaId, Cancel);
        var place = await Slack.ChatPostMessageAsync(Ana, new Message(Mrkdwn.Of($"Hello")), threadTs: null, Cancel);

        Assert.Equal(channel, place.Channel);
        Assert.Equal("Hello", Workspace.DirectMessages(Ana).Single().Text);
    }

    [Fact]
    public async Task An_ephemeral_message_is_seen_by_one()
    {
        await Slack.ChatPostEphemeralAsync(General, AnaId, new Message(Mrkdwn.Of($"Psst")), Cancel);

        Assert.Equal("Psst", Workspace.Ephemerals(Ana).Single().Text);
        Assert.Empty(Workspace.Messages(General));
    }

    [Fact]
    public async Task A_modal_is_opened_updated_and_a_stale_update_is_refused()
    {
        var opened = await Slack.ViewsOpenAsync(await TriggerAsync(), Ask("One"), Cancel);
        var updated = await Slack.ViewsUpdateAsync(opened.Id, Ask("Two"), opened.Hash, Cancel);

        var stale = await Assert.ThrowsAsync<SlackApiException>(() => Slack.ViewsUpdateAsync(opened.Id, Ask("Three"), opened.Hash, Cancel));
        await Slack.ViewsUpdateAsync(opened.Id, Ask("Four"), hash: "", Cancel);

        Assert.Equal(("hash_conflict", opened.Id), (stale.Error, updated.Id));
        Assert.Contains("Four", Workspace.OpenView(Ana)!.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_is_published()
    {
        await Slack.ViewsPublishAsync(AnaId, new HomeView([new SectionBlock(Mrkdwn.Of($"Welcome"))]), Cancel);

        Assert.Contains("Welcome", Workspace.Home(Ana)!.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_answered_by_its_response_url()
    {
        var delivery = await AsAna.CommandAsync("/access", channelId: General, cancellationToken: Cancel);

        await Slack.RespondAsync(new Uri(Field(delivery, "response_url")), new ResponseMessage(new Message(Mrkdwn.Of($"Sorry"))), Cancel);

        Assert.Equal("Sorry", Workspace.Ephemerals(Ana).Single().Text);
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains("/slack/response/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_used_up_response_url_is_a_refusal()
    {
        var url = new Uri(Field(await AsAna.CommandAsync("/access", channelId: General, cancellationToken: Cancel), "response_url"));
        var message = new ResponseMessage(new Message(Mrkdwn.Of($"Sorry")));
        for (var use = 0; use < 5; use++)
            await Slack.RespondAsync(url, message, Cancel);

        var refusal = await Assert.ThrowsAsync<SlackApiException>(() => Slack.RespondAsync(url, message, Cancel));

        Assert.Equal("used_url", refusal.Error);
        Assert.DoesNotContain("/slack/response/", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_is_not_slacks() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Slack.RespondAsync(new Uri("https://evil.test/"), new ResponseMessage(new Message(Mrkdwn.Of($"Sorry"))), Cancel));

    [Fact]
    public async Task A_channel_of_many_is_read_to_its_end()
    {
        var people = Enumerable.Range(0, 450).Select(i => $"U{i:D6}").ToList();
        Workspace.ChangeChannel(General, channel => channel with { Members = [.. channel.Members, .. people] });

        var members = await Slack.ConversationsMembersAsync(General, Cancel);

        Assert.Equal(453, members.Count);
        Assert.Equal(3, Calls("conversations.members"));
    }

    [Fact]
    public async Task People_groups_channels_and_the_bot_itself_are_read()
    {
        Workspace.Add(new SlackUserGroup("S0SRE", "sre") { Members = [Ana, Ben] });

        Assert.Equal("ana@acme.test", (await Slack.UsersInfoAsync(AnaId, Cancel)).Profile?.Email);
        Assert.Equal(Ben, (await Slack.UsersLookupByEmailAsync("ben@acme.test", Cancel)).Id);
        Assert.True((await Slack.UserGroupsUsersListAsync("S0SRE", Cancel)).SetEquals([AnaId, SlackUserId.Parse(Ben)]));
        Assert.Equal(("general", true), ((await Slack.ConversationsInfoAsync(General, Cancel)).Name, (await Slack.ConversationsInfoAsync(General, Cancel)).IsMember));
        Assert.Equal(Workspace.Settings.TeamId, (await Slack.AuthTestAsync(Cancel)).TeamId);
    }

    [Fact]
    public async Task A_refusal_carries_slacks_code_and_the_scope_but_not_the_token()
    {
        Workspace.Reconfigure(settings => settings with { Scopes = settings.Scopes.Remove("usergroups:read") });

        var refusal = await Assert.ThrowsAsync<SlackApiException>(() => Slack.UserGroupsUsersListAsync("S0SRE", Cancel));

        Assert.Equal(("usergroups.users.list", "missing_scope", "usergroups:read"), (refusal.Method, refusal.Error, refusal.Needed));
        Assert.Contains("chat:write", refusal.Provided, StringComparison.Ordinal);
        Assert.DoesNotContain(Workspace.Settings.BotToken, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_message_is_posted_when_slack_allows_it_and_other_methods_are_not_held_up()
    {
        Workspace.Faults.RateLimit(7, "chat.postMessage");
        var posting = Slack.ChatPostMessageAsync(General, new Message(Mrkdwn.Of($"Hello")), threadTs: null, Cancel);
        await _clock.UntilWaitingForAsync(TimeSpan.FromSeconds(7));

        await Slack.UsersInfoAsync(AnaId, Cancel);
        Assert.Empty(Workspace.Messages(General));
        _clock.Advance(TimeSpan.FromSeconds(7));
        await posting;

        Assert.Single(Workspace.Messages(General));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_left_to_the_caller()
    {
        Workspace.Faults.RateLimit(60, "chat.postMessage");

        var away = await Assert.ThrowsAsync<SlackUnavailableException>(() =>
            Slack.ChatPostMessageAsync(General, new Message(Mrkdwn.Of($"Hello")), threadTs: null, Cancel));

        Assert.Equal((TimeSpan.FromSeconds(60), false), (away.RetryAfter, away.MayHaveHappened));
    }

    [Fact]
    public async Task A_second_message_in_a_channel_waits_for_a_second_and_what_a_person_waits_for_does_not()
    {
        Workspace.Reconfigure(settings => settings with { RateLimits = true });
        await Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel);
        var second = Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel);
        await _clock.UntilWaitingForAsync(SlackPace.Beat);

        await Slack.ChatPostEphemeralAsync(General, AnaId, Hello, Cancel);
        await Slack.ViewsOpenAsync(await TriggerAsync(), Ask("One"), Cancel);
        Assert.False(second.IsCompleted);
        Advance(SlackPace.Beat);
        await second;

        Assert.DoesNotContain(Workspace.Calls, call => call.Status == 429);
        Assert.Equal(3, Workspace.Messages(General).Count + Workspace.Ephemerals(Ana).Count);
    }

    [Fact]
    public async Task A_message_that_a_row_remembers_is_put_off_until_its_turn_without_asking_slack()
    {
        await Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel, name: "one");
        var second = Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel, name: "two");
        await _clock.UntilWaitingForAsync(SlackPace.Beat);

        var away = await Assert.ThrowsAsync<SlackUnavailableException>(() => Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel, name: "three"));

        Assert.Equal((2 * SlackPace.Beat, true, false), (away.RetryAfter, away.IsPutOff, away.MayHaveHappened));
        Assert.Equal(1, Calls("chat.postMessage"));
        Advance(SlackPace.Beat);
        await second;
        Advance(SlackPace.Beat);
        await Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel, name: "three");
        Assert.Equal(3, Calls("chat.postMessage"));
    }

    [Fact]
    public async Task A_channel_that_slack_wants_to_be_left_alone_with_holds_up_no_other_and_is_asked_by_nobody()
    {
        Workspace.Faults.RateLimit(60, "chat.postMessage");
        var refused = await Assert.ThrowsAsync<SlackUnavailableException>(() => Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel, name: "one"));

        var putOff = await Assert.ThrowsAsync<SlackUnavailableException>(() => Slack.ChatPostMessageAsync(General, Hello, threadTs: null, Cancel, name: "two"));
        await Slack.ChatPostMessageAsync(Ana, Hello, threadTs: null, Cancel, name: "three");

        Assert.Equal((false, true), (refused.IsPutOff, putOff.IsPutOff));
        Assert.Equal(2, Calls("chat.postMessage"));
        Assert.Single(Workspace.DirectMessages(Ana));
    }

    [Fact]
    public async Task Waiting_for_slack_has_an_end()
    {
        Workspace.Faults.RateLimit(2, "users.info", times: 10);
        var reading = Slack.UsersInfoAsync(AnaId, Cancel);
        for (var wait = 1; wait <= 3; wait++)
        {
            await _clock.UntilWaitingForAsync(TimeSpan.FromSeconds(2), times: wait);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        await Assert.ThrowsAsync<SlackUnavailableException>(() => reading);
        Assert.Equal(4, Calls("users.info"));
    }

    [Fact]
    public async Task Reading_is_tried_again()
    {
        Workspace.Faults.Down("users.info", times: 1);
        Workspace.Faults.DropAfter("users.info", times: 1);
        var reading = Slack.UsersInfoAsync(AnaId, Cancel);
        await _clock.UntilWaitingForAsync(FirstRetryLeast, FirstRetryMost);
        _clock.Advance(FirstRetryMost);
        await _clock.UntilWaitingForAsync(2 * FirstRetryLeast, 2 * FirstRetryMost, times: 1);
        _clock.Advance(2 * FirstRetryMost);

        Assert.Equal(Ana, (await reading).Id);
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_not_posted_twice()
    {
        Workspace.Faults.DropAfter("chat.postMessage");

        var away = await Assert.ThrowsAsync<SlackUnavailableException>(() =>
            Slack.ChatPostMessageAsync(General, new Message(Mrkdwn.Of($"Hello")), threadTs: null, Cancel));

        Assert.True(away.MayHaveHappened);
        Assert.Single(Workspace.Messages(General));
    }

    [Fact]
    public async Task A_modal_is_never_opened_twice()
    {
        Workspace.Faults.Down("views.open", times: 1);
        var trigger = await TriggerAsync();

        await Assert.ThrowsAsync<SlackUnavailableException>(() => Slack.ViewsOpenAsync(trigger, Ask("One"), Cancel));

        Assert.Equal(1, Calls("views.open"));
    }

    [Fact]
    public async Task A_throttled_modal_is_not_waited_for()
    {
        Workspace.Faults.RateLimit(1, "views.open");

        var away = await Assert.ThrowsAsync<SlackUnavailableException>(async () => await Slack.ViewsOpenAsync(await TriggerAsync(), Ask("One"), Cancel));

        Assert.False(away.MayHaveHappened);
    }

    [Theory]
    [InlineData("chat.postMessage", 5)]
    [InlineData("views.open", 2)]
    public async Task Silence_ends(string method, int seconds)
    {
        Workspace.Faults.Slow(TimeSpan.FromHours(1), method);
        var trigger = await TriggerAsync();
        Task calling = method is "views.open"
            ? Slack.ViewsOpenAsync(trigger, Ask("One"), Cancel)
            : Slack.ChatPostMessageAsync(General, new Message(Mrkdwn.Of($"Hello")), threadTs: null, Cancel);
        await _clock.UntilWaitingForAsync(TimeSpan.FromSeconds(seconds));

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.True((await Assert.ThrowsAsync<SlackUnavailableException>(() => calling)).MayHaveHappened);
        Time.Advance(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task An_error_of_slacks_own_is_not_a_refusal()
    {
        Workspace.Faults.Refuse("fatal_error", "chat.postMessage");

        var away = await Assert.ThrowsAsync<SlackUnavailableException>(() =>
            Slack.ChatPostMessageAsync(General, new Message(Mrkdwn.Of($"Hello")), threadTs: null, Cancel));

        Assert.True(away.MayHaveHappened);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_that_slack_is_away()
    {
        Workspace.Faults.Slow(TimeSpan.FromHours(1), "users.info");
        using var giveUp = new CancellationTokenSource();
        var reading = Slack.UsersInfoAsync(AnaId, giveUp.Token);
        await _clock.UntilWaitingForAsync(TimeSpan.FromSeconds(5));

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Time.Advance(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task The_directory_knows_guests_outsiders_bots_and_who_has_left()
    {
        Workspace.Add(new SlackPerson("U0GUEST", "gus", "Gus", "gus@acme.test") { IsRestricted = true });
        Workspace.Add(new SlackPerson("U0ULTRA", "ul", "Ul", null) { IsRestricted = true, IsUltraRestricted = true });
        Workspace.Add(new SlackPerson("U0STRANGER", "st", "St", "st@other.test") { IsStranger = true, TeamId = "T0OTHER" });
        Workspace.Add(new SlackPerson("U0OTHER", "ot", "Ot", "ot@other.test") { TeamId = "T0OTHER" });
        Workspace.Add(new SlackPerson("U0LEFT", "le", "Le", "le@acme.test") { Deleted = true });
        Workspace.Add(new SlackPerson("U0NEW", "ne", "Ne", "ne@acme.test") { IsEmailConfirmed = false });

        Assert.Equal(new WorkspaceUser(AnaId, "ana", "ana@acme.test", false, false, false, false), await ReadAsync(Ana));
        Assert.True((await ReadAsync("U0GUEST"))!.IsGuest);
        Assert.True((await ReadAsync("U0ULTRA"))!.IsGuest);
        Assert.True((await ReadAsync("U0STRANGER"))!.IsOutsider);
        Assert.True((await ReadAsync("U0OTHER"))!.IsOutsider);
        Assert.True((await ReadAsync("U0LEFT"))!.IsDeactivated);
        Assert.True((await ReadAsync(Workspace.Settings.BotUserId))!.IsBot);
        Assert.Null((await ReadAsync("U0NEW"))!.Email);
        Assert.Null(await ReadAsync("U0NOBODY"));

        Task<WorkspaceUser?> ReadAsync(string id) => Directory.ReadUserAsync(SlackUserId.Parse(id), Cancel);
    }

    [Fact]
    public async Task A_group_or_channel_that_is_not_there_has_nobody_in_it_and_is_complained_of_once()
    {
        for (var time = 0; time < 2; time++)
        {
            Assert.Empty(await Directory.GroupMembersAsync("S0NONE", Cancel));
            Assert.Empty(await Directory.ChannelMembersAsync("C0NONE", Cancel));
        }

        Assert.Equal(2, _log.Complaints.Count());
    }

    [Fact]
    public async Task When_slack_can_not_say_the_directory_does_not_say_no()
    {
        Workspace.Faults.RateLimit(60, "usergroups.users.list");
        Workspace.Reconfigure(settings => settings with { Scopes = settings.Scopes.Remove("users:read") });

        await Assert.ThrowsAsync<WorkspaceUnavailableException>(() => Directory.GroupMembersAsync("S0SRE", Cancel));
        await Assert.ThrowsAsync<WorkspaceUnavailableException>(() => Directory.ReadUserAsync(AnaId, Cancel));
    }

    private static ModalView Ask(string title) =>
        new("ask", title, [new InputBlock("reason", "Why", new PlainTextInput("text") { Multiline = true })], submit: "Ask");

    private static Message Hello => new(Mrkdwn.Of($"Hello"));

    private void Advance(TimeSpan time)
    {
        Time.Advance(time);
        _clock.Advance(time);
    }

    private int Calls(string method) => Workspace.Calls.Count(call => call.Method == method);
}
