using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Receiving;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class AccessConversationTests : ConversationHost
{
    public AccessConversationTests() => Rules.Current = RulesFor(need: 1);

    [Fact]
    public async Task An_approval_that_is_enough_is_seen_in_the_message_and_not_said_again()
    {
        var message = await AskedAsync(new Story { Channel = General });

        await AsBen.ClickAsync(message, "approve");

        Assert.Equal(RequestState.Approved, Assert.Single(Requests.All).State);
        Assert.Empty(Workspace.Ephemerals(Ben));
        Assert.Contains(Nudges.Sent, nudge => nudge.Errand == Errand.Grant);
        Assert.Equal(General, Requests.Audit.Single(entry => entry.Action == AuditAction.Approved).Where);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task The_first_of_two_approvals_is_confirmed_to_who_gave_it()
    {
        Rules.Current = RulesFor(need: 2);
        var message = await AskedAsync(new Story { Channel = General, Need = 2 });

        await AsBen.ClickAsync(message, "approve");

        Assert.Contains("1 of 2", Assert.Single(Workspace.Ephemerals(Ben)).Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.Requested, Assert.Single(Requests.All).State);
    }

    [Fact]
    public async Task A_second_click_of_the_same_approver_is_answered()
    {
        Rules.Current = RulesFor(need: 2);
        var message = await AskedAsync(new Story { Channel = General, Need = 2 });
        await AsBen.ClickAsync(message, "approve");

        await AsBen.ClickAsync(message, "approve");

        Assert.Equal(Refusals.AlreadyVoted().Sentence, Workspace.Ephemerals(Ben)[^1].Text);
        Assert.Equal(1, Assert.Single(Requests.All).ApprovalsHave);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("deny")]
    public async Task A_click_on_the_own_request_is_refused_and_answered(string action)
    {
        var message = await AskedAsync(new Story { Channel = General });

        await AsAna.ClickAsync(message, action);

        Assert.Equal(Refusals.OwnRequest().Sentence, Assert.Single(Workspace.Ephemerals(Ana)).Text);
        Assert.Equal(RequestState.Requested, Assert.Single(Requests.All).State);
    }

    [Fact]
    public async Task A_click_on_a_button_that_is_old_by_now_names_who_decided()
    {
        var message = await AskedAsync(new Story { Channel = General });
        await AsBen.ClickAsync(message, "deny");

        await Workspace.As(NoAccount).ClickStaleAsync(message, "approve");

        Assert.Contains("already denied by ben", Assert.Single(Workspace.Ephemerals(NoAccount)).Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.Denied, Assert.Single(Requests.All).State);
    }

    [Fact]
    public async Task The_requester_withdraws_from_the_direct_message_and_nobody_else_does()
    {
        await AskedAsync(new Story { Channel = General });
        var direct = Assert.Single(Workspace.DirectMessages(Ana));

        await AsBen.ForgeClickAsync(direct, "cancel", new Forgery());
        var still = Assert.Single(Requests.All).State;
        await AsAna.ClickAsync(direct, "cancel");

        Assert.Equal(RequestState.Requested, still);
        Assert.Equal(RequestState.Cancelled, Assert.Single(Requests.All).State);
    }

    [Fact]
    public async Task The_holder_ends_the_access_early()
    {
        await AskedAsync(new Story { Channel = General }, story => story.Granted());

        await AsAna.ClickAsync(Assert.Single(Workspace.DirectMessages(Ana)), "revoke");

        Assert.Equal((RequestState.Revoking, EndKind.Revoked), (Requests.All[0].State, Requests.All[0].End!.Value));
        Assert.Contains(Nudges.Sent, nudge => nudge.Errand == Errand.Revoke);
        Assert.Empty(Workspace.Ephemerals(Ana));
    }

    [Fact]
    public async Task What_the_rules_have_against_the_request_is_not_said_as_if_to_the_requester()
    {
        var message = await AskedAsync(new Story { Channel = General, Duration = TimeSpan.FromHours(9) });

        await AsBen.ClickAsync(message, "approve");

        var answer = Assert.Single(Workspace.Ephemerals(Ben)).Text;
        Assert.StartsWith("The rules don't allow this request", answer, StringComparison.Ordinal);
        Assert.Contains("Pick one of: 1 hour", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an id")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("'; drop table requests; --")]
    public async Task A_button_with_a_value_that_is_nobody_s_is_answered(string value)
    {
        var message = await AskedAsync(new Story { Channel = General });

        await AsBen.ForgeClickAsync(message, "approve", new Forgery { Value = value });

        Assert.Equal(Refusals.UnknownRequest().Sentence, Assert.Single(Workspace.Ephemerals(Ben)).Text);
        Assert.Equal(RequestState.Requested, Assert.Single(Requests.All).State);
        Assert.Empty(Thrown);
    }

    [Fact]
    public async Task Where_the_response_url_fails_the_channel_serves()
    {
        var message = await AskedAsync(new Story { Channel = General });
        Workspace.Faults.Down("response_url");

        await AsAna.ClickAsync(message, "approve");

        Assert.Equal(Refusals.OwnRequest().Sentence, Assert.Single(Workspace.Ephemerals(Ana)).Text);
        Assert.Contains(Workspace.Calls, call => call.Method == "chat.postEphemeral" && call.Ok);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task An_answer_that_can_not_be_given_at_all_changes_nothing_that_was_done()
    {
        Rules.Current = RulesFor(need: 2);
        var message = await AskedAsync(new Story { Channel = General, Need = 2 });
        Workspace.Faults.Down("response_url");
        Workspace.Faults.Down("chat.postEphemeral");

        await AsBen.ClickAsync(message, "approve");

        Assert.Equal(1, Assert.Single(Requests.All).ApprovalsHave);
        Assert.Empty(Thrown);
        Assert.Single(Log.Lines, line => line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task With_the_database_away_the_person_is_told_once_and_it_comes_again()
    {
        var message = await AskedAsync(new Story { Channel = General });
        Requests.Trouble = new StoreUnavailableException("The database does not answer.", new TimeoutException());

        await AsBen.ClickAsync(message, "approve");
        Attempt = 2;
        await AsBen.ClickAsync(message, "approve");

        Assert.Equal(2, Thrown.Count);
        Assert.Equal(Sentences.TriedAgain.Text, Assert.Single(Workspace.Ephemerals(Ben)).Text);
        Requests.Trouble = null;
        Assert.Equal(RequestState.Requested, Assert.Single(Requests.All).State);
    }

    [Fact]
    public async Task When_Slack_can_not_say_who_clicked_it_comes_again()
    {
        var message = await AskedAsync(new Story { Channel = General });
        Workspace.Faults.Refuse("missing_scope", "users.info");

        await AsBen.ClickAsync(message, "approve");

        Assert.IsType<WorkspaceUnavailableException>(Assert.Single(Thrown));
        Assert.Equal(Sentences.TriedAgain.Text, Assert.Single(Workspace.Ephemerals(Ben)).Text);
    }

    [Fact]
    public void Only_what_has_a_handler_is_known()
    {
        var origin = new SlackOrigin("T0SANDBOX", null);
        var form = Forms.Filled(AccessForm.Render([Forms.Flow("one")], Forms.Flow("one"), certain: true));

        Assert.True(Conversation.Knows(new SlashCommand(origin, Story.Ana, "/access", "help", General)));
        Assert.False(Conversation.Knows(new SlashCommand(origin, Story.Ana, "/other", "", General)));
        Assert.All(["approve", "less", "deny", "cancel", "revoke", "reviewed"], action => Assert.True(Conversation.Knows(Click(action))));
        Assert.False(Conversation.Knows(Click("flow")));
        Assert.True(Conversation.Knows(Click("flow") with { View = form }));
        Assert.False(Conversation.Knows(Click("reboot")));
        Assert.True(Conversation.Knows(new ViewSubmission(origin, Story.Ana, null, form)));
        Assert.False(Conversation.Knows(new ViewSubmission(origin, Story.Ana, null, form with { CallbackId = "other" })));
        Assert.True(Conversation.Knows(new BlockOptionsRequest(origin, Story.Ana, "target", "target:one", "", null)));
        Assert.False(Conversation.Knows(new BlockOptionsRequest(origin, Story.Ana, "colour", null, "", null)));

        BlockActionRequest Click(string action) => new(origin, Story.Ana, null, action, null, null);
    }

    private static AccessRules RulesFor(int need)
    {
        var target = new Target("production-admin", "Production Admin", 81878, Privilege.Member);
        return Forms.Rules(Forms.Flow("production") with
        {
            Targets = [target],
            Durations = [TimeSpan.FromHours(1)],
            Fields = [new Field("ticket", "Ticket", Required: true, Default: null, Pattern: null)],
            Approvers = [new ApproverLine([new Principal.Everyone()], need)],
            Notify = [NotifyStep.InChannel(General)],
        });
    }

    /// <summary>A request, shown; its message in the channel.</summary>
    private async Task<SlackMessage> AskedAsync(Story story, Func<Story, Request>? tell = null)
    {
        var id = await AddAsync(tell is null ? story.Requested() : tell(story));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        return Assert.Single(Workspace.Messages(General));
    }
}
