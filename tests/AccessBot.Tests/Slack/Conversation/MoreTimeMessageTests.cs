using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Digests;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>How requests for more time, extended access and reminders of an end are shown.</summary>
public sealed class MoreTimeMessageTests
{
    [Theory]
    [InlineData(RequestState.Requested, "approve deny", "cancel", "Approvals: 0 of 1. It closes ")]
    [InlineData(RequestState.Approved, "", "", " The access goes on; its own message says until when.")]
    [InlineData(RequestState.Denied, "", "", "Denied by <@U0BEN> ")]
    [InlineData(RequestState.Cancelled, "", "", "Withdrawn by <@U0ANA> ")]
    [InlineData(RequestState.Lapsed, "", "", "The access ended before anybody decided on more time. Ask for new access if it is still needed. Closed ")]
    public void A_request_for_more_time_says_how_much_and_how_that_stands(RequestState state, string approvers, string requester, string status)
    {
        var request = new Story().MoreTime()[state];
        var (theirs, own) = (ApproversMessage.Render(request), RequesterMessage.Render(request, revocable: true, extendable: true));

        Assert.All([theirs, own], message =>
        {
            Assert.StartsWith($"*More time: {state}*\n", message.Text.Text, StringComparison.Ordinal);
            Assert.Contains("asked for *Production Admin* for 30 minutes more, 1 hour 30 minutes in all", message.Words(), StringComparison.Ordinal);
            Assert.Contains(status, message.Words(), StringComparison.Ordinal);
        });
        Assert.Equal(approvers, string.Join(' ', theirs.Actions()));
        Assert.Equal(requester, string.Join(' ', own.Actions()));
        Assert.Equal(state == RequestState.Requested, own.Words().Contains("Your access goes on meanwhile", StringComparison.Ordinal));
    }

    [Fact]
    public void In_lists_it_is_told_from_a_request_for_new_access()
    {
        var (more, other, now) = (new Story().MoreTime()[RequestState.Requested], new Story().Requested(), Story.Start.AddMinutes(9));
        var waiting = new WaitingRequests([other, more], IsAll: true);

        var lists = new[]
        {
            MineMessage.Render(new OwnRequests([], [other, more], []), _ => [], now, "/access"),
            WaitingMessage.Render(waiting, _ => false, now),
            DigestMessage.Render(waiting, _ => false, now, "/access"),
        };

        Assert.All(lists, list =>
        {
            Assert.Single(list.Words().Split('\n'), line => line.StartsWith("*More time*: ", StringComparison.Ordinal));
            Assert.Contains("*More time*: ", list.Text.Text, StringComparison.Ordinal);
        });
        Assert.Equal(["approve", "less", "deny", "approve", "deny"], lists[1].Actions());
        Assert.Equal(lists[1].Actions(), lists[2].Actions());
    }

    [Theory]
    [InlineData(true, true, "extend revoke")]
    [InlineData(true, false, "extend")]
    [InlineData(false, true, "revoke")]
    [InlineData(false, false, "")]
    public void Buttons_are_those_that_the_flow_lets_be_used(bool extendable, bool revocable, string buttons)
    {
        var request = new Story().Reminded();

        Assert.Equal(buttons, string.Join(' ', RequesterMessage.Render(request, revocable, extendable).Actions()));
        Assert.Equal(buttons, string.Join(' ', EndingMessage.Render(request, request.Notices[^1], revocable, extendable).Actions()));
        Assert.Equal(extendable, EndingMessage.Render(request, request.Notices[^1], revocable, extendable).Words().Contains("extend it before then", StringComparison.Ordinal));
    }

    [Fact]
    public void Extended_access_says_how_often_and_until_when()
    {
        var request = new Story().Extended();

        Assert.All([ApproversMessage.Render(request), RequesterMessage.Render(request, revocable: true)], message =>
            Assert.Matches("Active until <!date\\^[0-9]+[^>]*>, extended 2 times, last <!date", message.Words()));
    }

    [Fact]
    public void A_reminder_of_an_end_that_moved_says_so_and_offers_nothing()
    {
        var request = new Story().Reminded();
        request.Extend(request.EndsAt!.Value.AddHours(1), TimeSpan.FromMinutes(15), request.Id, new(Story.Ben, "Ben", "C0ACCESS"), request.GrantedAt!.Value.AddMinutes(50));

        var message = EndingMessage.Render(request, request.Notices[^1], revocable: true, extendable: true);

        Assert.StartsWith("*Extended*\n", message.Words(), StringComparison.Ordinal);
        Assert.Empty(message.Actions());
    }
}
