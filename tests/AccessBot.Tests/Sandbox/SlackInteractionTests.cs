using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackInteractionTests : SlackHost
{
    [Fact]
    public async Task A_click_carries_who_where_and_what_the_button_holds()
    {
        var message = await PostAsync(Buttons(Button("approve", "request-1")));

        var first = Payload(await AsAna.ClickAsync(message, "approve"));
        var second = Payload(await AsAna.ClickAsync(message, "approve"));

        Assert.Equal("block_actions", first.GetProperty("type").GetString());
        Assert.Equal(Ana, first.GetProperty("user").GetProperty("id").GetString());
        Assert.Equal("T0SANDBOX", first.GetProperty("user").GetProperty("team_id").GetString());
        Assert.Equal(General, first.GetProperty("channel").GetProperty("id").GetString());
        Assert.Equal(message.Ts, first.GetProperty("container").GetProperty("message_ts").GetString());
        Assert.Equal(message.Ts, first.GetProperty("message").GetProperty("ts").GetString());
        Assert.Equal("request-1", first.GetProperty("actions")[0].GetProperty("value").GetString());
        Assert.Equal("decide", first.GetProperty("actions")[0].GetProperty("block_id").GetString());
        Assert.NotEqual(ActionTs(first), ActionTs(second));
        Assert.NotEqual(first.GetProperty("trigger_id").GetString(), second.GetProperty("trigger_id").GetString());
    }

    [Fact]
    public async Task A_button_that_is_gone_can_only_be_clicked_on_a_copy_that_was_still_open()
    {
        var copy = await PostAsync(Buttons(Button("approve", "request-1")));
        await CallAsync("chat.update", new() { ["channel"] = General, ["ts"] = copy.Ts, ["text"] = "Done" });

        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.ClickAsync(copy, "approve"));
        var delivery = await AsAna.ClickStaleAsync(copy, "approve");

        Assert.Single(Received);
        Assert.Equal("request-1", Payload(delivery).GetProperty("actions")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Who_is_not_in_the_channel_can_only_forge_a_click()
    {
        var message = await PostAsync(Buttons(Button("approve", "request-1")));
        Workspace.ChangeChannel(General, channel => channel with { Members = channel.Members.Remove(Ben) });

        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => Workspace.As(Ben).ClickAsync(message, "approve"));
        var forged = Payload(await Workspace.As(Ben).ForgeClickAsync(message, "approve", new() { Value = "request-2", UserTeamId = "T0OTHER" }));

        Assert.Equal("request-2", forged.GetProperty("actions")[0].GetProperty("value").GetString());
        Assert.Equal("T0OTHER", forged.GetProperty("user").GetProperty("team_id").GetString());
        Assert.Equal("T0SANDBOX", forged.GetProperty("team").GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_ephemeral_message_is_clicked_by_its_reader_and_not_sent_along()
    {
        await CallAsync("chat.postEphemeral", new() { ["channel"] = General, ["user"] = Ana, ["text"] = "Sure?", ["blocks"] = Buttons(Button("sure", "1")) });
        var message = Assert.Single(Workspace.Ephemerals(Ana));

        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => Workspace.As(Ben).ClickAsync(message, "sure"));
        var payload = Payload(await AsAna.ClickAsync(message, "sure"));

        Assert.True(payload.GetProperty("container").GetProperty("is_ephemeral").GetBoolean());
        Assert.False(payload.TryGetProperty("message", out _));
    }

    [Fact]
    public async Task A_shortcut_has_a_trigger_and_no_place_and_one_of_a_message_has_the_message()
    {
        var message = AsAna.Say(General, "The database is down");

        var anywhere = Payload(await Workspace.As(Ben).ShortcutAsync("ask"));
        var there = Payload(await Workspace.As(Ben).ShortcutOnAsync(message, "ask.about"));

        Assert.Equal(("shortcut", "ask", Ben), (anywhere.GetProperty("type").GetString(), anywhere.GetProperty("callback_id").GetString(), anywhere.GetProperty("user").GetProperty("id").GetString()));
        Assert.NotEmpty(anywhere.GetProperty("trigger_id").GetString()!);
        Assert.All(["channel", "message", "message_ts", "response_url"], name => Assert.False(anywhere.TryGetProperty(name, out _)));
        Assert.Equal(("message_action", "ask.about"), (there.GetProperty("type").GetString(), there.GetProperty("callback_id").GetString()));
        Assert.Equal((General, message.Ts, message.Ts), (there.GetProperty("channel").GetProperty("id").GetString(), there.GetProperty("message_ts").GetString(), there.GetProperty("message").GetProperty("ts").GetString()));
        Assert.Equal(("The database is down", Ana), (there.GetProperty("message").GetProperty("text").GetString(), there.GetProperty("message").GetProperty("user").GetString()));
        Assert.NotEmpty(there.GetProperty("response_url").GetString()!);
        Assert.NotEqual(anywhere.GetProperty("action_ts").GetString(), there.GetProperty("action_ts").GetString());
    }

    [Fact]
    public async Task A_shortcut_that_the_person_or_the_message_does_not_have_can_not_be_used()
    {
        Workspace.Add(new SlackPerson("U0FAR", "far", "Far", "far@else.test") { TeamId = "T0ELSE" });
        await CallAsync("chat.postEphemeral", new() { ["channel"] = General, ["user"] = Ana, ["text"] = "Psst" });
        var message = AsAna.Say(General, "Hello");

        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.ShortcutAsync("unknown"));
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.ShortcutAsync("ask.about"));
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.ShortcutOnAsync(Workspace.Ephemerals(Ana)[0], "ask.about"));
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => Workspace.As("U0FAR").ShortcutAsync("ask"));
        Workspace.Reconfigure(settings => settings with { Scopes = settings.Scopes.Remove("commands") });
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.ShortcutOnAsync(message, "ask.about"));
        Assert.Empty(Received);
    }

    [Fact]
    public async Task A_submission_states_every_input_the_untouched_as_null_or_as_they_began()
    {
        await OpenAsync(Modal(
            Input("reason", Text()),
            Input("note", Text(), optional: true),
            Input("target", Select("production", "staging")),
            Input("duration", new() { ["type"] = "static_select", ["options"] = new JsonArray(Option("30m"), Option("1h")), ["initial_option"] = Option("30m") }),
            Input("days", new() { ["type"] = "checkboxes", ["options"] = new JsonArray(Option("mo"), Option("tu")) }, optional: true)));

        var delivery = await AsAna.SubmitAsync(new() { { "reason", "it", "Deploy" }, { "target", "it", "staging" } });

        var view = Payload(delivery).GetProperty("view");
        var values = view.GetProperty("state").GetProperty("values");
        Assert.Equal("Deploy", values.GetProperty("reason").GetProperty("it").GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.Null, values.GetProperty("note").GetProperty("it").GetProperty("value").ValueKind);
        Assert.Equal("staging", SelectedIn(values, "target"));
        Assert.Equal("30m", SelectedIn(values, "duration"));
        Assert.Equal(0, values.GetProperty("days").GetProperty("it").GetProperty("selected_options").GetArrayLength());
        Assert.Equal("ask", view.GetProperty("callback_id").GetString());
        Assert.Null(Workspace.OpenView(Ana));
    }

    [Fact]
    public async Task The_client_sends_no_modal_that_is_incomplete_too_long_or_made_up()
    {
        await OpenAsync(Modal(
            Input("reason", new() { ["type"] = "plain_text_input", ["min_length"] = 3, ["max_length"] = 5 }), Input("target", Select("production"))));
        Received.Clear();

        await Refuses([]);
        await Refuses(new() { { "reason", "it", "ab" }, { "target", "it", "production" } });
        await Refuses(new() { { "reason", "it", "abcdef" } });
        await Refuses(new() { { "reason", "it", "abcd" }, { "target", "it", "staging" } });

        Assert.Empty(Received);

        async Task Refuses(FormValues values) => await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.SubmitAsync(values));
    }

    [Fact]
    public async Task Errors_are_shown_at_their_fields_and_the_modal_stays()
    {
        await OpenAsync(Modal(Input("reason", Text()), Section("No input")));
        ReplyWith(new() { ["response_action"] = "errors", ["errors"] = new JsonObject { ["reason"] = "Too vague." } });

        var delivery = await AsAna.SubmitAsync(new() { { "reason", "it", "Stuff" } });

        Assert.Null(delivery.Problem);
        Assert.Equal("Too vague.", Workspace.OpenView(Ana)!.Errors["reason"]);
        Assert.Equal("Stuff", Workspace.OpenView(Ana)!.Values[("reason", "it")].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("""{"response_action":"errors","errors":{"nowhere":"Too vague."}}""")]
    [InlineData("""{"response_action":"errors","errors":{}}""")]
    [InlineData("""{"response_action":"update","view":{"type":"modal"}}""")]
    [InlineData("""{"response_action":"dance"}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    public async Task A_reply_that_makes_no_sense_is_trouble_for_the_person(string reply)
    {
        await OpenAsync(Modal(Input("reason", Text())));
        Reply = context =>
        {
            context.Response.ContentType = "application/json";
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, reply);
        };

        var delivery = await AsAna.SubmitAsync(new() { { "reason", "it", "Stuff" } });

        Assert.Contains("trouble", delivery.Problem, StringComparison.Ordinal);
        Assert.NotNull(Workspace.OpenView(Ana));
    }

    [Fact]
    public async Task A_reply_may_push_a_view_update_it_and_clear_them_all()
    {
        await OpenAsync(Modal(Section("First")));
        var root = Workspace.OpenView(Ana)!;

        ReplyWith(new() { ["response_action"] = "push", ["view"] = Modal(Section("Second")) });
        await AsAna.SubmitAsync();
        var pushed = Workspace.OpenView(Ana)!;
        ReplyWith(new() { ["response_action"] = "update", ["view"] = Modal(Section("Third")) });
        await AsAna.SubmitAsync();
        var updated = Workspace.OpenView(Ana)!;
        ReplyWith(new() { ["response_action"] = "clear" });
        await AsAna.SubmitAsync();

        Assert.Equal(root.Id, pushed.PreviousId);
        Assert.Equal(pushed.Id, updated.Id);
        Assert.NotEqual(pushed.Hash, updated.Hash);
        Assert.Null(Workspace.OpenView(Ana));
    }

    [Fact]
    public async Task A_closed_modal_is_told_of_only_if_it_wanted_that()
    {
        var view = Modal();
        view["notify_on_close"] = true;
        await OpenAsync(view);
        var told = await AsAna.CloseModalAsync();
        await OpenAsync(Modal());

        var untold = await AsAna.CloseModalAsync(all: true);

        var payload = Payload(Assert.Single(told));
        Assert.Equal("view_closed", payload.GetProperty("type").GetString());
        Assert.False(payload.GetProperty("is_cleared").GetBoolean());
        Assert.Empty(untold);
        Assert.Null(Workspace.OpenView(Ana));
    }

    [Fact]
    public async Task Suggested_options_can_be_chosen_and_a_hundred_and_one_are_refused()
    {
        await OpenAsync(Modal(Input("target", new() { ["type"] = "external_select", ["min_query_length"] = 1 })));
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.SuggestAsync("it", ""));
        ReplyWith(new() { ["options"] = new JsonArray([.. Enumerable.Range(0, 101).Select(number => Option("o" + number))]) });
        var tooMany = await AsAna.SuggestAsync("it", "o");
        ReplyWith(new() { ["options"] = new JsonArray(Option("production")) });
        var suggested = await AsAna.SuggestAsync("it", "prod");
        Reply = _ => Task.CompletedTask;

        var delivery = await AsAna.SubmitAsync(new() { { "target", "it", "production" } });

        Assert.Contains("no more than 100 items", tooMany.Delivery.Problem, StringComparison.Ordinal);
        Assert.Empty(tooMany.Options);
        Assert.Equal(["production"], suggested.Values);
        Assert.Equal("prod", Payload(suggested.Delivery).GetProperty("value").GetString());
        Assert.Equal("production", SelectedIn(Payload(delivery).GetProperty("view").GetProperty("state").GetProperty("values"), "target"));
    }

    [Fact]
    public async Task Suggestions_come_in_groups_or_plain_and_not_as_both()
    {
        await OpenAsync(Modal(Input("target", new() { ["type"] = "external_select", ["min_query_length"] = 0 })));
        var group = new JsonObject { ["label"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Cloud" }, ["options"] = new JsonArray(Option("production")) };
        ReplyWith(new() { ["option_groups"] = new JsonArray(group.DeepClone()) });
        var grouped = await AsAna.SuggestAsync("it", "");
        ReplyWith(new() { ["option_groups"] = new JsonArray(group.DeepClone()), ["options"] = new JsonArray(Option("staging")) });

        var both = await AsAna.SuggestAsync("it", "");

        Assert.Equal(["production"], grouped.Values);
        Assert.Contains("only one of", both.Delivery.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Menus_of_people_offer_those_of_the_workspace_and_times_come_in_seconds()
    {
        await OpenAsync(Modal(Input("who", new() { ["type"] = "multi_users_select" }), Input("when", new() { ["type"] = "datetimepicker" }), Input("count", new() { ["type"] = "number_input", ["is_decimal_allowed"] = false })));
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.SubmitAsync(new() { { "who", "it", "U0NOBODY" } }));

        var values = Payload(await AsAna.SubmitAsync(new() { { "who", "it", Ben, Ana }, { "when", "it", "1767323045" }, { "count", "it", "7" } }))
            .GetProperty("view").GetProperty("state").GetProperty("values");

        Assert.Equal([Ben, Ana], values.GetProperty("who").GetProperty("it").GetProperty("selected_users").EnumerateArray().Select(user => user.GetString()!));
        Assert.Equal(1767323045, values.GetProperty("when").GetProperty("it").GetProperty("selected_date_time").GetInt64());
        Assert.Equal("7", values.GetProperty("count").GetProperty("it").GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_choice_that_the_bot_wants_to_hear_of_comes_with_the_state_of_the_view()
    {
        var dispatching = Input("target", Select("production", "staging"));
        dispatching["dispatch_action"] = true;
        await OpenAsync(Modal(dispatching, Input("reason", new() { ["type"] = "plain_text_input", ["action_id"] = "text" })));
        await Assert.ThrowsAsync<NotPossibleInSlackException>(() => AsAna.ClickInModalAsync("text", ["Deploy"]));

        var payload = Payload(await AsAna.ClickInModalAsync("it", ["staging"]));

        Assert.Equal("staging", payload.GetProperty("actions")[0].GetProperty("selected_option").GetProperty("value").GetString());
        Assert.Equal("staging", SelectedIn(payload.GetProperty("view").GetProperty("state").GetProperty("values"), "target"));
        Assert.Equal("view", payload.GetProperty("container").GetProperty("type").GetString());
        Assert.False(payload.TryGetProperty("response_url", out _));
    }

    private static JsonObject Text() => new() { ["type"] = "plain_text_input" };

    private static JsonObject Select(params string[] values) =>
        new() { ["type"] = "static_select", ["options"] = new JsonArray([.. values.Select(Option)]) };

    private static string? SelectedIn(JsonElement values, string block) =>
        values.GetProperty(block).GetProperty("it").GetProperty("selected_option").GetProperty("value").GetString();

    private static string? ActionTs(JsonElement payload) => payload.GetProperty("actions")[0].GetProperty("action_ts").GetString();
}
