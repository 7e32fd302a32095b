using System.Net;
using System.Text;
using System.Text.Json;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Tests.Slack.Receiving;

public sealed class HttpDoorTests
{
    [Fact]
    public async Task A_command_is_stored_acknowledged_and_worked_off()
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.PostCommandAsync("prod");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await BodyAsync(response));
        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
        var (interaction, delivery) = Assert.Single(door.Conversation.Handled);
        var command = Assert.IsType<SlashCommand>(interaction);
        Assert.Equal(("/access", "prod", "U0ANA", "C1", "1.2.3"), (command.Command, command.Text, command.User.Value, command.ChannelId, command.TriggerId));
        Assert.Equal(Samples.ResponseUrl, command.ResponseUrl?.AbsoluteUri);
        Assert.Equal((DeliveryKind.Command, 1, door.Clock.GetUtcNow()), (delivery.Kind, delivery.Attempts, delivery.ReceivedAt));
        Assert.Empty(door.Log.Complaints);
    }

    [Fact]
    public async Task A_click_comes_with_who_where_and_what()
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.PostInteractionAsync(Samples.Click);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await door.Conversation.UntilHandledAsync(1);
        var click = Assert.IsType<BlockActionRequest>(door.Conversation.Handled.Single().Interaction);
        Assert.Equal(("U0BO", "T0OTHER", "approve", "decide", "0195"), (click.User.Value, click.UserTeamId, click.ActionId, click.BlockId, click.Value));
        Assert.Equal(("C0ACCESS", "1548261231.000200"), (click.Message?.Channel, click.Message?.Ts));
        Assert.Equal(("1548426417.840180", Samples.ResponseUrl), (click.ActionTs, click.ResponseUrl?.AbsoluteUri));
        Assert.Null(click.View);
    }

    [Fact]
    public async Task A_choice_in_a_modal_comes_with_what_is_filled_in()
    {
        await using var door = await FrontDoor.OpenAsync();

        await door.PostInteractionAsync(Samples.Choice);

        await door.Conversation.UntilHandledAsync(1);
        var choice = Assert.IsType<BlockActionRequest>(door.Conversation.Handled.Single().Interaction);
        Assert.Equal("production", choice.Value);
        Assert.Null(choice.Message);
        Assert.NotNull(choice.View);
        Assert.Equal(("V1", "h1", "ask", "meta"), (choice.View.Id, choice.View.Hash, choice.View.CallbackId, choice.View.PrivateMetadata));
        Assert.Equal([KeyValuePair.Create("flow", "production")], choice.View.Values);
    }

    [Fact]
    public async Task A_shortcut_comes_with_who_and_which_and_one_of_a_message_with_that()
    {
        await using var door = await FrontDoor.OpenAsync();

        await door.PostInteractionAsync(Samples.Shortcut);
        await door.PostInteractionAsync(Samples.MessageShortcut);
        await door.PostInteractionAsync(Samples.MessageShortcut);

        await door.Inbox.UntilAsync(rows => rows.Count == 2 && rows.All(row => row.IsDone));
        Assert.All(door.Inbox.Rows, row => Assert.Equal(DeliveryKind.Shortcut, row.Delivery.Kind));
        var used = door.Conversation.Handled.Select(both => Assert.IsType<ShortcutRequest>(both.Interaction)).OrderBy(shortcut => shortcut.CallbackId, StringComparer.Ordinal).ToList();
        Assert.Equal(("ask", "U0ANA", "1581106241.371594"), (used[0].CallbackId, used[0].User.Value, used[0].ActionTs));
        Assert.Null(used[0].Message);
        Assert.Null(used[0].ResponseUrl);
        Assert.Equal(("ask.about", "1.2.3", Samples.ResponseUrl), (used[1].CallbackId, used[1].TriggerId, used[1].ResponseUrl?.AbsoluteUri));
        Assert.Equal(
            new MessageAbout(new MessagePlace("C0OPS", "1583636382.000300"), "The <https://db.example|database> is down, <@U0ANA> &amp; all", "1583636000.000100", "acme"),
            used[1].Message);
        Assert.Empty(door.Log.Complaints);
    }

    [Fact]
    public async Task A_submission_that_is_fine_closes_the_modal_and_is_worked_off()
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.PostInteractionAsync(Samples.Submission);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await BodyAsync(response));
        await door.Conversation.UntilHandledAsync(1);
        var submission = Assert.IsType<ViewSubmission>(door.Conversation.Handled.Single().Interaction);
        Assert.Equal("A <reason> & more", submission.View.Values["reason"]);
        Assert.Equal(["flow", "reason"], submission.View.InputBlocks);
        Assert.Equal("view:V1", door.Inbox.Rows.Single().Delivery.Key);
    }

    [Fact]
    public async Task A_submission_that_is_wrong_is_told_so_in_its_fields_and_is_not_stored()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Check = (_, _) => Task.FromResult(
            new SubmissionReply(new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = "Say more." }));

        var response = await door.PostInteractionAsync(Samples.Submission);

        var reply = await JsonAsync(response);
        Assert.Equal("errors", reply.GetProperty("response_action").GetString());
        Assert.Equal("Say more.", reply.GetProperty("errors").GetProperty("reason").GetString());
        Assert.Empty(door.Inbox.Offered);
    }

    [Fact]
    public async Task A_submission_that_leads_to_other_questions_is_shown_them_and_is_not_stored()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Check = (_, _) => Task.FromResult(SubmissionReply.Fine with { Instead = new ModalView("access", "Ask", [new DividerBlock()]) });

        var response = await door.PostInteractionAsync(Samples.Submission);

        var reply = await JsonAsync(response);
        Assert.Equal("update", reply.GetProperty("response_action").GetString());
        Assert.Equal("modal", reply.GetProperty("view").GetProperty("type").GetString());
        Assert.Empty(door.Inbox.Offered);
    }

    [Fact]
    public async Task A_menu_gets_its_options()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Offer = (request, _) => Task.FromResult(new BlockOptions([new Option("Production", request.Query)]));

        var response = await door.PostInteractionAsync(Samples.Suggestion);

        var option = Assert.Single((await JsonAsync(response)).GetProperty("options").EnumerateArray());
        Assert.Equal("prod", option.GetProperty("value").GetString());
        Assert.Equal("Production", option.GetProperty("text").GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_same_delivery_twice_is_acknowledged_twice_and_done_once()
    {
        await using var door = await FrontDoor.OpenAsync();
        await door.PostInteractionAsync(Samples.Click);
        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);

        var body = FrontDoor.Form(("payload", Samples.Click));
        var response = await door.PostAsync(body, change: headers =>
        {
            headers.Add("X-Slack-Retry-Num", "1");
            headers.Add("X-Slack-Retry-Reason", "http_timeout");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(door.Conversation.Handled);
        Assert.Contains(door.Log.Lines, line => line.Text.Contains("1. time again (http_timeout)", StringComparison.Ordinal));
        Assert.Empty(door.Log.Complaints);
    }

    [Fact]
    public async Task The_same_modal_pressed_again_with_another_trigger_is_one_submission()
    {
        await using var door = await FrontDoor.OpenAsync();
        await door.PostInteractionAsync(Samples.Submission);

        var response = await door.PostInteractionAsync(Samples.Submission.Replace("1.2.3", "4.5.6", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(door.Inbox.Rows);
    }

    [Fact]
    public async Task Two_clicks_are_two()
    {
        await using var door = await FrontDoor.OpenAsync();

        await door.PostInteractionAsync(Samples.Click);
        await door.PostInteractionAsync(Samples.Click.Replace("12321423423", "9", StringComparison.Ordinal));

        await door.Conversation.UntilHandledAsync(2);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8")]
    [InlineData("Application/X-WWW-Form-URLEncoded; charset=\"UTF-8\"")]
    public async Task A_charset_of_utf8_is_accepted(string contentType)
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.PostAsync(Samples.Command(), contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16")]
    [InlineData("application/jsonp")]
    [InlineData(";;;")]
    [InlineData("")]
    public async Task Another_content_type_is_refused(string contentType)
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.PostAsync(Samples.Command(), contentType);

        await AssertRefusedAsync(door, response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.PostAsync(Samples.Command(new string('x', 512 * 1024)));

        await AssertRefusedAsync(door, response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_over_the_limit_that_does_not_say_so_is_refused()
    {
        await using var door = await FrontDoor.OpenAsync();
        using var content = new StreamContent(new Unsized(513 * 1024));
        content.Headers.ContentType = new("application/json");

        var response = await door.Client.PostAsync("/slack/events", content, TestContext.Current.CancellationToken);

        await AssertRefusedAsync(door, response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_is_not_signed_is_refused_and_the_right_signature_is_not_told()
    {
        await using var door = await FrontDoor.OpenAsync();
        var body = Samples.Command();
        var now = door.Clock.GetUtcNow().ToUnixTimeSeconds();

        var response = await door.SendAsync(body, "application/x-www-form-urlencoded", headers =>
        {
            headers.Add("X-Slack-Request-Timestamp", $"{now}");
            headers.Add("X-Slack-Signature", FrontDoor.Sign(body, now, "another secret"));
        });

        await AssertRefusedAsync(door, response, HttpStatusCode.Unauthorized);
        var expected = FrontDoor.Sign(body, now)[3..];
        Assert.DoesNotContain(door.Log.Lines, line => line.Text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_signature_is_refused()
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.SendAsync(Samples.Command(), "application/x-www-form-urlencoded", _ => { });

        await AssertRefusedAsync(door, response, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_replay_after_five_minutes_is_refused()
    {
        await using var door = await FrontDoor.OpenAsync();
        var body = Samples.Command();
        var then = door.Clock.GetUtcNow().ToUnixTimeSeconds();
        door.Clock.Advance(TimeSpan.FromSeconds(301));

        var response = await door.SendAsync(body, "application/x-www-form-urlencoded", headers =>
        {
            headers.Add("X-Slack-Request-Timestamp", $"{then}");
            headers.Add("X-Slack-Signature", FrontDoor.Sign(body, then));
        });

        await AssertRefusedAsync(door, response, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_check_is_answered_and_never_dispatched(bool signed)
    {
        await using var door = await FrontDoor.OpenAsync();
        byte[] body = [.. FrontDoor.Form(("ssl_check", "1")), (byte)'&', .. Samples.Command()];

        var response = signed
            ? await door.PostAsync(body)
            : await door.SendAsync(body, "application/x-www-form-urlencoded", _ => { });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await BodyAsync(response));
        Assert.Empty(door.Inbox.Offered);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("true")]
    public async Task Only_the_real_certificate_check_needs_no_signature(string value)
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = await door.SendAsync(FrontDoor.Form(("ssl_check", value)), "application/x-www-form-urlencoded", _ => { });

        await AssertRefusedAsync(door, response, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_challenge_is_answered_when_it_is_signed()
    {
        await using var door = await FrontDoor.OpenAsync();
        const string Challenge = """{ "token": "x", "challenge": "3eZbrw1a", "type": "url_verification" }""";

        var signed = await door.PostJsonAsync(Challenge);
        var unsigned = await door.SendAsync(Encoding.UTF8.GetBytes(Challenge), "application/json", _ => { });

        Assert.Equal("3eZbrw1a", await BodyAsync(signed));
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }

    [Theory]
    [InlineData(Samples.OtherEvent, true)]
    [InlineData(Samples.Closed, false)]
    public async Task Events_and_closed_modals_are_acknowledged(string payload, bool isEvent)
    {
        await using var door = await FrontDoor.OpenAsync();

        var response = isEvent ? await door.PostJsonAsync(payload) : await door.PostInteractionAsync(payload);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(door.Inbox.Offered);
        Assert.Empty(door.Log.Complaints);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "type": "shortcut" }""")]
    [InlineData("""{ "type": "block_actions", "team": { "id": "T0ACME" }, "user": { "id": "U1" }, "actions": [] }""")]
    [InlineData("""{ "type": "block_actions", "team": { "id": "T0ACME" }, "user": { "id": "nobody" }, "actions": [ { "action_id": "a" } ] }""")]
    [InlineData("""{ "type": "view_submission", "team": { "id": "T0ACME" }, "user": { "id": "U1" }, "view": 7 }""")]
    [InlineData("""{ "type": "view_closed", "type": "view_closed", "team": { "id": "T0ACME" } }""")]
    [InlineData("""{ "type": "view_submission", "team": { "id": "T0ACME" }, "user": { "id": "U\ud800" }, "view": { "id": "\ud800" } }""")]
    public async Task What_is_not_as_documented_is_refused(string json)
    {
        await using var door = await FrontDoor.OpenAsync();

        await AssertRefusedAsync(door, await door.PostInteractionAsync(json), HttpStatusCode.BadRequest);
        await AssertRefusedAsync(door, await door.PostJsonAsync(json), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a=1&b=2")]
    [InlineData("command=%2Faccess")]
    [InlineData("command=%2Faccess&user_id=U1&user_id=U2&team_id=T0ACME")]
    [InlineData("command=%2Faccess&user_id=U1&team_id=T0ACME&text=%zz")]
    [InlineData("command=%2Faccess&user_id=U1&team_id=T0ACME&text=%f")]
    [InlineData("command=%2Faccess&user_id=U1&team_id=T0ACME&text=%ff%fe")]
    [InlineData("payload={}&payload={}")]
    public async Task A_form_that_is_no_command_is_refused(string form)
    {
        await using var door = await FrontDoor.OpenAsync();

        await AssertRefusedAsync(door, await door.PostAsync(Encoding.UTF8.GetBytes(form)), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_nobody_handles_is_refused()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Known = _ => false;

        foreach (var payload in new[] { Samples.Click, Samples.Choice, Samples.Submission, Samples.Suggestion })
            await AssertRefusedAsync(door, await door.PostInteractionAsync(payload), HttpStatusCode.BadRequest);

        await AssertRefusedAsync(door, await door.PostCommandAsync(), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_bug_in_the_conversation_is_no_server_error()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Known = _ => throw new InvalidOperationException("A bug.");

        await AssertRefusedAsync(door, await door.PostCommandAsync(), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_workspace_is_not_served()
    {
        await using var door = await FrontDoor.OpenAsync();

        foreach (var payload in Samples.All)
        {
            var elsewhere = payload.Replace("T0ACME", "T0EVIL", StringComparison.Ordinal);
            await AssertRefusedAsync(door, await door.PostInteractionAsync(elsewhere), HttpStatusCode.Forbidden);
        }

        await AssertRefusedAsync(door, await door.PostCommandAsync(team: "T0EVIL"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_organisation_is_served_where_it_is_configured_instead()
    {
        await using var door = await FrontDoor.OpenAsync(("Slack:WorkspaceId", null), ("Slack:EnterpriseId", "E0ACME"));
        var ours = Samples.Click.Replace("\"enterprise\": null", "\"enterprise\": { \"id\": \"E0ACME\" }", StringComparison.Ordinal);

        var served = await door.PostInteractionAsync(ours.Replace("\"team\": { \"id\": \"T0ACME\", \"domain\": \"acme\" }", "\"team\": null", StringComparison.Ordinal));
        var refused = await door.PostInteractionAsync(Samples.Click);

        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("access-alerts", false)]
    [InlineData("#access-alerts", false)]
    [InlineData("U0ADA", false)]
    [InlineData("C", false)]
    [InlineData("C0ALERTS", true)]
    [InlineData("G0ALERTS", true)]
    [InlineData("", true)]
    public async Task An_alerts_channel_is_named_by_its_id_or_not_at_all(string channel, bool starts)
    {
        var opening = async () => await (await FrontDoor.OpenAsync(("Slack:AlertsChannel", channel))).DisposeAsync();

        if (starts)
        {
            await opening();
        }
        else
        {
            Assert.Contains("Slack:AlertsChannel is not the id of a channel", (await Assert.ThrowsAsync<OptionsValidationException>(opening)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Slack:SigningSecret", "Slack__SigningSecret")]
    [InlineData("Slack:BotToken", "Slack__BotToken")]
    [InlineData("Slack:WorkspaceId", "Slack__WorkspaceId")]
    public async Task Without_its_settings_it_does_not_start_and_says_what_to_set(string setting, string says)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => FrontDoor.OpenAsync((setting, "")));

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(FrontDoor door, HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Empty(await BodyAsync(response));
        Assert.Empty(door.Inbox.Offered);
        Assert.Contains(door.Log.Lines, line => line.Level == LogLevel.Warning && line.Category.StartsWith("AccessBot.Slack", StringComparison.Ordinal));
    }

    private static Task<string> BodyAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(await BodyAsync(response));
    }

    // A stream that can't say how long it is, so that it is sent in chunks.
    private sealed class Unsized(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
