using System.Text;
using AccessBot.Sandbox.Slack;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackSendingTests : SlackHost
{
    // The example of Slack's page on verifying requests.
    private const string PublishedSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string PublishedBody =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    [Fact]
    public async Task The_signature_is_the_one_that_Slack_publishes_as_its_example()
    {
        Workspace.Reconfigure(settings => settings with { SigningSecret = PublishedSecret });

        var delivery = await Workspace.Wire.SendAsync(Encoding.UTF8.GetBytes(PublishedBody), "application/x-www-form-urlencoded", timestamp: 1531420618);

        Assert.Equal("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", delivery.Headers["X-Slack-Signature"]);
        Assert.True(Received.TryDequeue(out var received));
        Assert.Equal(PublishedBody, received.Body);
        Assert.Equal("1531420618", received.Headers["X-Slack-Request-Timestamp"]);
        Assert.Equal(delivery.Headers["X-Slack-Signature"], received.Headers["X-Slack-Signature"]);
    }

    [Fact]
    public async Task A_command_is_a_bare_form_that_says_who_where_and_what()
    {
        var delivery = await AsAna.CommandAsync("/access", "prod & more", General);

        Assert.True(delivery.Acknowledged);
        Assert.True(Received.TryDequeue(out var received));
        Assert.Equal("application/x-www-form-urlencoded", received.Headers["Content-Type"]);
        Assert.Equal("/access", Field(delivery, "command"));
        Assert.Equal("prod & more", Field(delivery, "text"));
        Assert.Equal(Ana, Field(delivery, "user_id"));
        Assert.Equal(General, Field(delivery, "channel_id"));
        Assert.Equal("T0SANDBOX", Field(delivery, "team_id"));
        Assert.StartsWith(Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + "/slack/response/", Field(delivery, "response_url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_reply_to_a_command_is_seen_by_its_author_only()
    {
        Reply = context => context.Response.WriteAsync("Not here.");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Equal("Not here.", Assert.Single(Workspace.Ephemerals(Ana)).Text);
        Assert.Empty(Workspace.Messages(General));
    }

    [Fact]
    public async Task A_reply_in_channel_is_seen_by_all()
    {
        ReplyWith(new() { ["response_type"] = "in_channel", ["text"] = "Hello" });

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Equal("Hello", Assert.Single(Workspace.Messages(General)).Text);
    }

    [Fact]
    public async Task A_bot_that_takes_more_than_three_seconds_has_timed_out()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Reply = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, context.RequestAborted);
        };

        var sending = AsAna.CommandAsync("/access");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Time.Advance(TimeSpan.FromSeconds(3));
        var delivery = await sending;

        Assert.True(delivery.TimedOut);
        Assert.Equal("operation_timeout", delivery.Problem);
    }

    [Fact]
    public async Task A_bot_that_fails_is_told_of_to_the_person()
    {
        Reply = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        var delivery = await AsAna.CommandAsync("/access");

        Assert.Equal(500, delivery.StatusCode);
        Assert.StartsWith("dispatch_failed", delivery.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_can_be_sent_again_byte_for_byte()
    {
        var first = await AsAna.CommandAsync("/access");
        Time.Advance(TimeSpan.FromMinutes(1));

        var again = await Workspace.Wire.ResendAsync(first, 1, "http_timeout");

        Assert.Equal(2, Received.Count);
        Assert.Single(Received.Select(received => received.Body).Distinct(StringComparer.Ordinal));
        Assert.Equal(first.Headers["X-Slack-Signature"], again.Headers["X-Slack-Signature"]);
        Assert.Equal("1", Received.Last().Headers["X-Slack-Retry-Num"]);
        Assert.Equal("http_timeout", Received.Last().Headers["X-Slack-Retry-Reason"]);
    }

    [Fact]
    public async Task A_retry_of_Slacks_own_carries_the_present_time()
    {
        var first = await AsAna.OpenHomeAsync();
        Time.Advance(TimeSpan.FromMinutes(6));

        var retry = await Workspace.Wire.ResendAsync(first, 3, "http_error", signAnew: true);

        Assert.True(first.Body.Span.SequenceEqual(retry.Body.Span));
        Assert.NotEqual(first.Headers["X-Slack-Request-Timestamp"], retry.Headers["X-Slack-Request-Timestamp"]);
        Assert.NotEqual(first.Headers["X-Slack-Signature"], retry.Headers["X-Slack-Signature"]);
    }

    [Fact]
    public async Task A_certificate_check_is_not_signed()
    {
        var delivery = await Workspace.Wire.CheckSslAsync([("payload", "{}")]);

        Assert.False(delivery.Headers.ContainsKey("X-Slack-Signature"));
        Assert.Equal("1", Field(delivery, "ssl_check"));
        Assert.Equal("{}", Field(delivery, "payload"));
    }

    [Fact]
    public async Task An_address_is_verified_only_by_the_value_of_its_challenge()
    {
        var silent = await Workspace.Wire.VerifyUrlAsync();
        Reply = context => context.Response.WriteAsync(System.Text.Json.Nodes.JsonNode.Parse(Received.Last().Body)!["challenge"]!.GetValue<string>());

        var answered = await Workspace.Wire.VerifyUrlAsync();

        Assert.NotNull(silent.Problem);
        Assert.Null(answered.Problem);
    }

    [Fact]
    public async Task Several_nodes_of_a_bot_get_deliveries_in_turn()
    {
        var first = Workspace.Wire.Deliveries.Count;
        Workspace.ConnectToNodes([new(Client.BaseAddress!, "/bot?node=1"), new(Client.BaseAddress!, "/bot?node=2")]);

        for (var command = 0; command < 3; command++)
        {
            await AsAna.CommandAsync("/access");
        }

        Assert.Equal(["?node=1", "?node=2", "?node=1"], Workspace.Wire.Deliveries.Skip(first).Select(delivery => delivery.Url.Query));
    }

    [Fact]
    public async Task Nobody_of_another_organization_can_run_a_command()
    {
        Workspace.Add(new SlackPerson("U0EVE", "eve", "Eve", null) { IsStranger = true, TeamId = "T0OTHER" });

        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => Workspace.As("U0EVE").CommandAsync("/access"));

        Assert.Empty(Received);
    }

    [Fact]
    public async Task Whoever_waits_for_something_is_woken_by_it_and_told_when_it_never_came()
    {
        var waiting = Workspace.WaitForAsync(workspace => workspace.Messages(General).FirstOrDefault(), "a message");
        AsAna.Say(General, "Good morning");

        var message = await waiting;
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => Workspace.WaitUntilAsync(_ => false, "the impossible", TimeSpan.Zero));

        Assert.Equal("Good morning", message.Text);
        Assert.Contains("the impossible", exception.Message, StringComparison.Ordinal);
    }
}
