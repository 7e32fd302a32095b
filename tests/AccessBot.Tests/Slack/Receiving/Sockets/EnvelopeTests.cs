using System.Net;
using System.Text.Json;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Receiving.Sockets;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Tests.Slack.Receiving.Sockets;

/// <summary>What comes down a connection is dispatched as what comes over HTTP, and acknowledged as Slack wants it.</summary>
public sealed class EnvelopeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_command_is_stored_acknowledged_and_worked_off()
    {
        await using var host = await SocketHost.ConnectAsync();

        var delivery = await host.CommandAsync("prod");

        Assert.True(delivery.Acknowledged, delivery.Problem);
        Assert.Empty(delivery.ReplyBody);
        await host.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
        var command = Assert.IsType<SlashCommand>(Assert.Single(host.Conversation.Handled).Interaction);
        Assert.Equal(("/access", "prod", "U0ANA", "C1", "1.2.3"), (command.Command, command.Text, command.User.Value, command.ChannelId, command.TriggerId));
        Assert.Equal(Samples.ResponseUrl, command.ResponseUrl?.AbsoluteUri);
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task The_same_deed_is_one_whichever_door_it_comes_by_and_however_often()
    {
        await using var host = await SocketHost.ConnectAsync();
        await using var door = await FrontDoor.OpenAsync();

        await host.CommandAsync("prod");
        await host.SendAsync("interactive", Samples.Click);
        await host.SendAsync("interactive", Samples.Submission, takesAnswer: true);
        await host.SendAsync("interactive", Samples.MessageShortcut);
        await host.SendAsync("interactive", Samples.Click, retry: 1);
        await host.SendAsync("interactive", JsonSerializer.Serialize(JsonElement.Parse(Samples.Click)), retry: 2);
        await door.PostCommandAsync("prod");
        await door.PostInteractionAsync(Samples.Click);
        await door.PostInteractionAsync(Samples.Submission);
        await door.PostInteractionAsync(Samples.MessageShortcut);

        await host.Inbox.UntilAsync(rows => rows.Count == 4 && rows.All(row => row.IsDone));
        Assert.Equal(4, host.Conversation.Handled.Count);
        Assert.Equal(door.Inbox.Rows.Select(row => row.Delivery.Key), host.Inbox.Rows.Select(row => row.Delivery.Key));
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task A_submission_that_is_wrong_is_told_so_with_the_acknowledgement_and_one_that_is_fine_closes_the_modal()
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Conversation.Check = (_, _) => Task.FromResult(new SubmissionReply(new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "Say more." }));

        var wrong = await host.SendAsync("interactive", Samples.Submission, takesAnswer: true);
        host.Conversation.Check = (_, _) => Task.FromResult(SubmissionReply.Fine);
        var fine = await host.SendAsync("interactive", Samples.Submission, takesAnswer: true);

        var reply = JsonElement.Parse(wrong.ReplyBody);
        Assert.Equal(("errors", "Say more."), (reply.GetProperty("response_action").GetString(), reply.GetProperty("errors").GetProperty("reason").GetString()));
        Assert.True(fine.Acknowledged);
        Assert.Empty(fine.ReplyBody);
        Assert.Single(host.Inbox.Offered);
    }

    [Fact]
    public async Task A_menu_gets_its_options()
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Conversation.Offer = (request, _) => Task.FromResult(new BlockOptions([new Option("Production", request.Query)]));

        var delivery = await host.SendAsync("interactive", Samples.Suggestion, takesAnswer: true);

        var option = Assert.Single(JsonElement.Parse(delivery.ReplyBody).GetProperty("options").EnumerateArray());
        Assert.Equal("prod", option.GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("interactive", Samples.Click)]
    [InlineData("interactive", Samples.Closed)]
    [InlineData("interactive", Samples.Shortcut)]
    [InlineData("events_api", Samples.Event)]
    public async Task Where_no_answer_is_taken_none_is_sent(string type, string payload)
    {
        await using var host = await SocketHost.ConnectAsync();

        var delivery = await host.SendAsync(type, payload);

        Assert.True(delivery.Acknowledged);
        Assert.Null(delivery.Problem);
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task A_command_that_can_not_be_stored_is_answered_with_what_happened()
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Inbox.Trouble = new InvalidOperationException("no database");

        var delivery = await host.CommandAsync();

        Assert.Contains("nothing was recorded", delivery.ReplyBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_did_and_is_refused_is_not_acknowledged_so_that_Slack_tells_them()
    {
        await using var host = await SocketHost.ConnectAsync();
        (string Type, string Payload)[] refused =
        [
            ("slash_commands", SocketHost.Command(team: "T0OTHER")),
            ("slash_commands", "{\"command\":\"/access\"}"),
            ("interactive", Samples.Submission.Replace("T0ACME", "T0OTHER", StringComparison.Ordinal)),
            ("interactive", "{\"type\":\"message_action\"}"),
        ];

        foreach (var (type, payload) in refused)
        {
            var complaints = host.Log.Complaints.Count();
            var sending = host.SendAsync(type, payload, takesAnswer: true);
            await host.UntilAsync(() => host.Log.Complaints.Count() > complaints, $"{payload} is refused");
            host.Clock.Advance(Patience);
            Assert.True((await sending).TimedOut, payload);
        }

        Assert.Empty(host.Inbox.Offered);
    }

    [Theory]
    [InlineData("events_api", "{\"type\":\"event_callback\",\"team_id\":\"T0OTHER\",\"event\":{},\"event_id\":\"Ev1\"}")]
    [InlineData("events_api", "{\"type\":\"app_rate_limited\"}")]
    [InlineData("workflows", "{}")]
    public async Task What_nobody_waits_for_is_acknowledged_though_it_is_refused_or_not_known(string type, string payload)
    {
        await using var host = await SocketHost.ConnectAsync();

        var delivery = await host.SendAsync(type, payload);

        Assert.True(delivery.Acknowledged);
        Assert.Single(host.Log.Complaints);
    }

    [Theory]
    [InlineData("{", 1, false)]
    [InlineData("[]", 1, false)]
    [InlineData("{\"type\":\"interactive\"}", 1, false)]
    [InlineData("{\"type\":\"hello\",\"type\":\"disconnect\"}", 2, false)]
    [InlineData("{\"type\":\"hello\"}", 1, true)]
    public async Task What_is_no_envelope_is_passed_over_and_the_next_is_taken(string text, int fragments, bool isBinary)
    {
        await using var host = await SocketHost.ConnectAsync();

        await host.Slack.Sockets.SendRawAsync(text, fragments, isBinary);
        await host.UntilAsync(() => host.Log.Complaints.Count() == 2, "it is complained of on both connections");
        var delivery = await host.CommandAsync();

        Assert.True(delivery.Acknowledged);
        Assert.Equal(2, host.Slack.Sockets.Opened);
    }

    [Fact]
    public async Task A_message_in_many_parts_is_one_and_one_that_is_too_large_is_none()
    {
        await using var host = await SocketHost.ConnectAsync();
        var padding = new string(' ', MessageReader.MostBytes);

        await host.Slack.Sockets.SendRawAsync($$"""{"envelope_id":"1","type":"slash_commands","payload":{{SocketHost.Command("small", "1")}}}""", fragments: 40);
        await host.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
        await host.Slack.Sockets.SendRawAsync($$"""{"envelope_id":"2","type":"slash_commands","payload":{{SocketHost.Command("large", "2")}}{{padding}}}""", fragments: 3);
        await host.UntilAsync(() => host.Log.Complaints.Count() == 2, "it is complained of on both connections");
        await host.CommandAsync("next", "3");

        Assert.Equal(["small", "next"], host.Inbox.Offered.Select(offered => ((SlashCommand)PayloadReader.Stored(offered)).Text).Distinct());
        Assert.Equal(2, host.Slack.Sockets.Opened);
    }

    [Fact]
    public async Task Over_HTTP_nothing_is_taken_and_it_says_why()
    {
        await using var host = await SocketHost.ConnectAsync();
        using var client = new HttpClient();

        using var answer = await client.PostAsync(new Uri(host.Address, "/slack/events"), new ByteArrayContent(Samples.Command()));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("turn Socket Mode on in the Slack app, or set Slack:Transport to Http", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(host.Log.Complaints);
        Assert.Empty(host.Inbox.Offered);
    }
}
