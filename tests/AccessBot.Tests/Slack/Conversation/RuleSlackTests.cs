using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules.Code;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Slack as rules in C# have it.</summary>
public sealed class RuleSlackTests : ConversationHost
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IRuleSlack Slack => ForRules.For(request: null);

    [Fact]
    public async Task Somebody_is_found_by_id_and_by_address_with_what_they_are_linked_to()
    {
        await People.LinkAsync(new Person(SlackUserId.Parse(Ana), 21, "ana@acme.test", Time.GetUtcNow()), Cancel);

        var ana = new RulePerson(Ana, "ana") { Email = "ana@acme.test", OneLoginUser = 21 };
        Assert.Equal(ana, await Slack.GetUserAsync(Ana, Cancel));
        Assert.Equal(ana, await Slack.GetUserAsync("ana@acme.test", Cancel));
        Assert.Equal((true, null), (await Slack.GetUserAsync(Guest, Cancel)) is { } gus ? (gus.IsGuest, gus.OneLoginUser) : default);
        Assert.Null(await Slack.GetUserAsync("U0NOSUCH", Cancel));
        Assert.Null(await Slack.GetUserAsync("nobody@acme.test", Cancel));
    }

    [Fact]
    public async Task Members_of_channels_and_groups_are_told_and_what_is_missing_is_an_error()
    {
        Workspace.Add(new SlackUserGroup("S0SRE", "sre") { Members = [Ana, Ben] });

        Assert.Superset(new HashSet<string>([Ana, Ben, Guest], StringComparer.Ordinal), (await Slack.UsersInChannelAsync(General, Cancel)).ToHashSet());
        Assert.Equal([Ana, Ben], (await Slack.UsersInGroupAsync("S0SRE", Cancel)).Order(StringComparer.Ordinal));
        await RefusedAsync("Slack:NOT_FOUND", () => Slack.UsersInChannelAsync("C0NOSUCH", Cancel));
        await RefusedAsync("Slack:NOT_FOUND", () => Slack.UsersInGroupAsync("S0NOSUCH", Cancel));
    }

    [Fact]
    public async Task What_is_looked_up_is_good_for_a_minute()
    {
        for (var i = 0; i < 5; i++)
        {
            await Slack.GetUserAsync(Ana, Cancel);
            await Slack.UsersInChannelAsync(General, Cancel);
        }

        Assert.Equal((1, 1), (Calls("users.info"), Calls("conversations.members")));
        Time.Advance(TimeSpan.FromSeconds(61));
        await Slack.GetUserAsync(Ana, Cancel);
        Assert.Equal(2, Calls("users.info"));
    }

    [Fact]
    public async Task Rules_leave_the_larger_part_of_Slacks_calls_to_people()
    {
        for (var i = 0; i < 50; i++)
        {
            await Slack.GetUserAsync($"U0P{i}", Cancel);
        }

        await RefusedAsync("Slack:UNAVAILABLE", () => Slack.GetUserAsync("U0ONEMORE", Cancel));
        Assert.Equal(50, Calls("users.info"));
        Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(await Slack.GetUserAsync("U0ONEMORE", Cancel));
    }

    [Theory]
    [InlineData("missing_scope", "Slack:AUTH_FAILED")]
    [InlineData("invalid_auth", "Slack:AUTH_FAILED")]
    [InlineData("invalid_arguments", "Slack:REJECTED")]
    [InlineData("internal_error", "Slack:UNAVAILABLE")]
    public async Task What_Slack_says_has_a_code(string error, string code)
    {
        foreach (var method in new[] { "users.info", "conversations.members", "chat.postMessage" })
        {
            Workspace.Faults.Refuse(error, method, times: null);
        }

        await RefusedAsync(code, () => Slack.GetUserAsync(Ana, Cancel));
        await RefusedAsync(code, () => Slack.UsersInChannelAsync(General, Cancel));
        await RefusedAsync(code, () => Slack.SendMessageAsync(General, "Hello", Cancel));
    }

    [Fact]
    public async Task A_message_goes_to_a_channel_and_to_a_person_with_its_own_markup()
    {
        var ana = new RulePerson(Ana, "Ana <Almeida>");

        await Slack.SendMessageAsync(General, $"*{Slack.Mention(ana)}* asks: {Slack.Escape("<!channel> <@U0BEN>")}", Cancel);
        await Slack.SendMessageAsync(Ana, "Hello", Cancel);

        Assert.Equal("*<@U0ANA>* asks: &lt;!channel&gt; &lt;@U0BEN&gt;", Assert.Single(Workspace.Messages(General)).Text);
        Assert.Equal("Hello", Assert.Single(Workspace.DirectMessages(Ana)).Text);
        Assert.Equal("Ana &lt;Almeida&gt;", Slack.Mention(ana with { SlackUser = "nobody" }));
    }

    [Fact]
    public async Task What_can_not_be_sent_is_not_cut_or_guessed()
    {
        await Slack.SendMessageAsync(General, new string('x', 4000), Cancel);

        await RefusedAsync("Slack:TOO_LARGE", () => Slack.SendMessageAsync(General, new string('x', 4001), Cancel));
        await RefusedAsync("Slack:REJECTED", () => Slack.SendMessageAsync(General, " ", Cancel));
        await RefusedAsync("Slack:REJECTED", () => Slack.SendMessageAsync("#general", "Hello", Cancel));
        await RefusedAsync("Slack:NOT_FOUND", () => Slack.SendMessageAsync("C0NOSUCH", "Hello", Cancel));
        Assert.Single(Workspace.Messages(General));
    }

    [Fact]
    public async Task An_answer_goes_to_the_thread_of_the_requests_message_or_nowhere()
    {
        var id = await AddAsync(new Story { Channel = General }.Requested());

        await ForRules.For(id).ReplyInThreadAsync("Too early", Cancel);
        await Slack.ReplyInThreadAsync("About none", Cancel);
        await Announcer.AnnounceAsync(id, Cancel);
        await ForRules.For(id).ReplyInThreadAsync("Noted", Cancel);

        var approvers = Requests[id].Notices.Single(notice => notice.Kind == NoticeKind.Approvers);
        var reply = Assert.Single(Workspace.Thread(Assert.Single(Workspace.Messages(General))));
        Assert.Equal(("Noted", approvers.Ts), (reply.Text, reply.ThreadTs));
    }

    private static async Task RefusedAsync(string code, Func<Task> ask) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleServiceException>(ask)).Code);

    private int Calls(string method) => Workspace.Calls.Count(call => call.Method == method);
}
