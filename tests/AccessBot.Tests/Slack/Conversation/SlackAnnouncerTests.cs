using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.Slack;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class SlackAnnouncerTests : ConversationHost
{
    [Fact]
    public async Task Both_messages_are_posted_and_remembered()
    {
        var id = await AddAsync(Told.Requested());

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        var row = Requests[id];
        var channel = Assert.Single(Workspace.Messages(General));
        var direct = Assert.Single(Workspace.DirectMessages(Ana));
        Assert.Equal((General, channel.Ts), Shown(row, NoticeKind.Approvers));
        Assert.Equal((direct.ChannelId, direct.Ts), Shown(row, NoticeKind.Requester));
        Assert.DoesNotContain(row.Notices, notice => notice.IsBehind(row.Version));
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task A_change_updates_both_messages_and_takes_the_buttons_away()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.All([Assert.Single(Workspace.Messages(General)), Assert.Single(Workspace.DirectMessages(Ana))], message =>
        {
            Assert.True(message.IsEdited);
            Assert.Contains("*Denied*", message.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch("\"action_id\":\"(approve|less|deny|cancel)\"", message.Blocks.GetRawText());
        });
    }

    [Fact]
    public async Task A_change_that_shows_nothing_new_calls_nobody()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        var calls = Workspace.Calls.Count;
        await ChangeAsync(id, row => row.RecordRefusal(By(Story.Cem), Refusals.OwnRequest(), Time.GetUtcNow()));

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Equal(calls, Workspace.Calls.Count);
        Assert.DoesNotContain(Requests[id].Notices, notice => notice.IsBehind(Requests[id].Version));
    }

    [Fact]
    public async Task Announcing_again_posts_nothing()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Single(Workspace.Messages(General));
        Assert.Single(Workspace.DirectMessages(Ana));
    }

    [Fact]
    public async Task What_changes_while_it_is_posted_is_shown_before_it_is_done()
    {
        var id = await AddAsync(Told.Requested());
        Requests.BeforeNoticeIsSaved = async (_, _) =>
        {
            Requests.BeforeNoticeIsSaved = (_, _) => Task.CompletedTask;
            await ChangeAsync(id, row => row.Cancel(By(Story.Ana), Time.GetUtcNow()));
        };

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Contains("*Cancelled*", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Requests[id].Notices, notice => notice.IsBehind(Requests[id].Version));
    }

    [Fact]
    public async Task A_crash_after_posting_repeats_one_post_at_most()
    {
        var id = await AddAsync(Told.Requested());
        Requests.BeforeNoticeIsSaved = (_, notice) => notice.Kind == NoticeKind.Requester ? throw new InvalidOperationException("Killed.") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Announcer.AnnounceAsync(id, CancellationToken.None));
        Requests.BeforeNoticeIsSaved = (_, _) => Task.CompletedTask;

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Single(Workspace.Messages(General));
        Assert.Equal(2, Workspace.DirectMessages(Ana).Count);
    }

    [Fact]
    public async Task While_Slack_is_away_it_waits_and_then_shows_what_is_true_by_then()
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Faults.Down();

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        var retries = Nudges.Sent.Where(nudge => nudge.Errand == Errand.Announce).ToList();
        Assert.Equal(2, retries.Count);
        Assert.All(retries, nudge => Assert.InRange(nudge.When, Time.GetUtcNow(), Time.GetUtcNow().AddSeconds(1)));
        Assert.All(Requests[id].Notices, notice => Assert.Equal(1, notice.Attempts));

        Workspace.Faults.Clear();
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.Contains("*Denied*", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
        Assert.Contains("*Denied*", Assert.Single(Workspace.DirectMessages(Ana)).Text, StringComparison.Ordinal);
        Assert.All(Requests[id].Notices, notice => Assert.Equal(0, notice.Attempts));
    }

    [Fact]
    public async Task When_Slack_asks_to_wait_a_channel_is_left_alone_for_that_long_and_the_others_are_not()
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Faults.RateLimit(60, "chat.postMessage");

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        var calls = Workspace.Calls.Count;
        Assert.True(Assert.Single(Nudges.Sent).When > Time.GetUtcNow().AddSeconds(55));
        Assert.Equal((0, 1), (Workspace.Messages(General).Count, Workspace.DirectMessages(Ana).Count));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.Equal(calls, Workspace.Calls.Count);
        Assert.Single(Nudges.Sent);
    }

    [Fact]
    public async Task When_Slack_asks_to_wait_with_updates_nobody_asks_again_and_what_waits_has_not_failed()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));
        Workspace.Faults.RateLimit(60, "chat.update", times: null);

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Equal(1, Workspace.Calls.Count(call => call.Method == "chat.update"));
        Assert.Equal([1, 0], Requests[id].Notices.Select(notice => notice.Attempts));
        Assert.All(Requests[id].Notices, notice => Assert.True(notice.NextAttemptAt > Time.GetUtcNow().AddSeconds(55)));
        Assert.Single(Log.Lines, line => line.Level == LogLevel.Warning);
    }

    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("not_in_channel")]
    [InlineData("is_archived")]
    [InlineData("restricted_action")]
    [InlineData("something_new")]
    public async Task A_channel_that_takes_nothing_is_given_up_once_and_the_requester_is_told(string error)
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Faults.Refuse(error, "chat.postMessage");

        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        var lost = Requests[id].Notices.Single(notice => notice.Kind == NoticeKind.Approvers);
        Assert.Equal(error, lost.Problem);
        Assert.Null(lost.NextAttemptAt);
        Assert.Single(Requests.Audit, entry => entry.Action == AuditAction.NoticeFailed);
        Assert.Contains($"could not be posted in <#{General}>", Assert.Single(Workspace.DirectMessages(Ana)).Text, StringComparison.Ordinal);
        Assert.Single(Log.Lines, line => line.Level == LogLevel.Warning);
        Assert.DoesNotContain(Log.Lines, line => line.Level > LogLevel.Warning);
    }

    [Theory]
    [InlineData("invalid_blocks")]
    [InlineData("msg_too_long")]
    public async Task A_message_that_is_refused_in_short_as_well_is_given_up_once(string error)
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Faults.Refuse(error, "chat.postMessage", times: 2);

        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Equal(error, Requests[id].Notices.Single(notice => notice.Kind == NoticeKind.Approvers).Problem);
        Assert.Single(Requests.Audit, entry => entry.Action == AuditAction.NoticeFailed);
        Assert.Empty(Workspace.Messages(General));
    }

    [Fact]
    public async Task A_message_in_short_is_not_sent_again_before_the_whole_changes()
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Faults.Refuse("msg_too_long", "chat.postMessage");
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        var calls = Workspace.Calls.Count;

        await ChangeAsync(id, row => row.RecordRefusal(By(Story.Cem), Refusals.OwnRequest(), Time.GetUtcNow()));
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Equal(calls, Workspace.Calls.Count);
        Assert.Contains("Slack doesn't take the rest", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_is_archived_later_is_said_in_the_direct_message_that_is_there()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Workspace.ChangeChannel(General, channel => channel with { IsArchived = true });
        await ChangeAsync(id, row => row.Approve(By(Story.Ben), new Ruling.Approved(), Time.GetUtcNow()));

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Contains("it is archived", Assert.Single(Workspace.DirectMessages(Ana)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Requests[id].Notices, notice => notice.IsBehind(Requests[id].Version));
    }

    [Fact]
    public async Task Where_direct_messages_are_switched_off_the_approvers_are_told()
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Reconfigure(settings => settings with { MessagesTab = false });

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Contains("could not be sent a direct message", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
        Assert.Single(Requests.Audit, entry => entry.Action == AuditAction.NoticeFailed);
    }

    [Theory]
    [InlineData("message_not_found")]
    [InlineData("cant_update_message")]
    [InlineData("edit_window_closed")]
    public async Task A_message_that_can_not_be_changed_is_posted_anew(string error)
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Workspace.Faults.Refuse(error, "chat.update");
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        var anew = Workspace.Messages(General)[^1];
        Assert.Equal(2, Workspace.Messages(General).Count);
        Assert.Contains("*Denied*", anew.Text, StringComparison.Ordinal);
        Assert.Equal((General, anew.Ts), Shown(Requests[id], NoticeKind.Approvers));
        NothingAboveInformationWasLogged();
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("token_revoked")]
    [InlineData("account_inactive")]
    [InlineData("missing_scope")]
    public async Task Trouble_with_the_token_is_an_alarm_and_nothing_is_given_up(string error)
    {
        var id = await AddAsync(Told.Requested());
        Workspace.Faults.Refuse(error, SlackFaults.All, times: null);

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.All(Requests[id].Notices, notice => Assert.Null(notice.Problem));
        Assert.Equal(2, Nudges.Sent.Count);
        Assert.Contains(Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains($"Alarm delivery/{error}", StringComparison.Ordinal));

        Workspace.Faults.Clear();
        Time.Advance(TimeSpan.FromSeconds(2));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.Single(Workspace.Messages(General));
        Assert.Single(Workspace.DirectMessages(Ana));
    }

    [Fact]
    public async Task Two_nudges_at_once_post_each_message_once()
    {
        var id = await AddAsync(Told.Requested());

        await Task.WhenAll(Announcer.AnnounceAsync(id, CancellationToken.None), Announcer.AnnounceAsync(id, CancellationToken.None));

        Assert.Single(Workspace.Messages(General));
        Assert.Single(Workspace.DirectMessages(Ana));
    }

    [Fact]
    public async Task An_unknown_request_is_nothing_to_say()
    {
        await Announcer.AnnounceAsync(RequestId.New(Time.GetUtcNow()), CancellationToken.None);

        Assert.Empty(Workspace.Calls);
    }

    [Fact]
    public async Task What_happened_is_told_once_beneath_the_channel_s_message()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow(), "no"));

        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Matches("^Denied by Somebody <.*>\\.\n>no$", Assert.Single(Beneath()).Text);
        Assert.Empty(Workspace.Thread(Assert.Single(Workspace.DirectMessages(Ana))));
        Assert.All(Requests[id].Notices, notice => Assert.Null(notice.TellAt));
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task A_crash_after_a_reply_repeats_that_one_and_no_other()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await ChangeAsync(id, row => row.Approve(By(Story.Ben), new Ruling.Approved(), Time.GetUtcNow()));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));
        Requests.BeforeNoticeIsSaved = (_, notice) => notice.HasThread && notice.Told == Requests[id].Version ? throw new InvalidOperationException("Killed.") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Announcer.AnnounceAsync(id, CancellationToken.None));
        Requests.BeforeNoticeIsSaved = (_, _) => Task.CompletedTask;

        Assert.Equal([id], await Requests.BehindAsync(Time.GetUtcNow(), 10, CancellationToken.None));
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Equal(["Approved", "Denied", "Denied"], Beneath().Select(reply => reply.Text.Split(' ')[0]));
        Assert.Empty(await Requests.BehindAsync(Time.GetUtcNow(), 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_reply_that_Slack_does_not_take_holds_up_no_message_and_comes_with_what_happened_meanwhile()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Workspace.Faults.Down("chat.postMessage");
        await ChangeAsync(id, row => row.Approve(By(Story.Ben), new Ruling.Approved(), Time.GetUtcNow()));

        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.Equal((Errand.Announce, Time.GetUtcNow().AddMinutes(1)), (Assert.Single(Nudges.Sent).Errand, Nudges.Sent[0].When));
        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.Empty(Beneath());
        Assert.Single(Nudges.Sent);
        Assert.Contains("*Denied*", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
        Assert.Contains("*Denied*", Assert.Single(Workspace.DirectMessages(Ana)).Text, StringComparison.Ordinal);

        Workspace.Faults.Clear();
        Time.Advance(TimeSpan.FromMinutes(1));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.Equal(["Approved", "Denied"], Assert.Single(Beneath()).Text.Split('\n').Select(line => line.Split(' ')[0]));
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task While_Slack_asks_to_be_left_alone_nothing_is_told_for_that_long()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Workspace.Faults.RateLimit(90, "chat.postMessage");
        await ChangeAsync(id, row => row.Approve(By(Story.Ben), new Ruling.Approved(), Time.GetUtcNow()));

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.True(Assert.Single(Nudges.Sent).When > Time.GetUtcNow().AddSeconds(85));
        Assert.Contains("*Approved, being granted*", Assert.Single(Workspace.Messages(General)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_that_takes_nothing_is_left_alone_and_its_message_is_no_less_delivered()
    {
        var id = await AddAsync(Told.Requested());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Workspace.Faults.Refuse("restricted_action", "chat.postMessage");
        await ChangeAsync(id, row => row.Approve(By(Story.Ben), new Ruling.Approved(), Time.GetUtcNow()));
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        Assert.All(Requests[id].Notices, notice => Assert.Equal((null, null), (notice.Problem, notice.TellAt)));

        await ChangeAsync(id, row => row.Deny(By(Story.Ben), Time.GetUtcNow()));
        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.StartsWith("Denied", Assert.Single(Beneath()).Text, StringComparison.Ordinal);
        Assert.Empty(Nudges.Sent);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task Where_the_rules_leave_an_early_end_to_admins_only_the_approvers_message_has_the_button()
    {
        Rules.Current = Forms.Rules(Forms.Flow("production") with { AllowRevoke = false });
        var id = await AddAsync(Told.Granted());

        await Announcer.AnnounceAsync(id, CancellationToken.None);

        Assert.Contains("revoke", Assert.Single(Workspace.Messages(General)).Blocks.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("revoke", Assert.Single(Workspace.DirectMessages(Ana)).Blocks.GetRawText(), StringComparison.Ordinal);
    }

    private IReadOnlyList<SlackMessage> Beneath() => Workspace.Thread(Assert.Single(Workspace.Messages(General)));

    private static Story Told => new() { Channel = General };

    private static Actor By(SlackUserId who) => new(who, "Somebody", General);

    private static (string?, string?) Shown(Request row, NoticeKind kind)
    {
        var notice = row.Notices.Single(notice => notice.Kind == kind);
        return (notice.Channel, notice.Ts);
    }

    private async Task ChangeAsync(RequestId id, Action<Request> change) => await Requests.ChangeAsync(id, row =>
    {
        change(row);
        return Task.FromResult(true);
    }, CancellationToken.None);
}
