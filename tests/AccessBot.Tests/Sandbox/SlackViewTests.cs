using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackViewTests : SlackHost
{
    [Fact]
    public async Task A_trigger_opens_one_modal_within_three_seconds()
    {
        var trigger = await TriggerAsync();
        Time.Advance(TimeSpan.FromSeconds(3));

        var first = await OpenWithAsync(trigger, Modal());
        var second = await OpenWithAsync(trigger, Modal());

        Assert.True(first.GetProperty("ok").GetBoolean());
        Assert.Equal("exchanged_trigger_id", Error(second));
        Assert.Equal(first.GetProperty("view").GetProperty("id").GetString(), Workspace.OpenView(Ana)?.Id);
        Assert.Null(Workspace.OpenView(Ben));
    }

    [Fact]
    public async Task A_trigger_is_no_good_after_three_seconds_nor_when_it_was_made_up()
    {
        var trigger = await TriggerAsync();
        Time.Advance(TimeSpan.FromMilliseconds(3001));

        Assert.Equal("expired_trigger_id", Error(await OpenWithAsync(trigger, Modal())));
        Assert.Equal("invalid_trigger_id", Error(await OpenWithAsync("1.2.3", Modal())));
        Assert.Null(Workspace.OpenView(Ana));
    }

    [Fact]
    public async Task A_refused_view_is_pointed_at_and_leaves_the_trigger_good()
    {
        var trigger = await TriggerAsync();
        var view = Modal(Input("reason", new() { ["type"] = "plain_text_input" }));
        view.Remove("submit");
        view["title"]!["text"] = new string('a', 25);

        var refused = await OpenWithAsync(trigger, view);
        var opened = await OpenWithAsync(trigger, Modal());

        Assert.Equal("invalid_arguments", Error(refused));
        Assert.Equal(
            ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]", "[ERROR] missing required field: submit [json-pointer:/view]"],
            refused.GetProperty("response_metadata").GetProperty("messages").EnumerateArray().Select(message => message.GetString()!));
        Assert.True(opened.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_view_of_more_than_250_kilobytes_is_too_large()
    {
        var view = Modal([.. Enumerable.Range(0, 90).Select(_ => Section(new('a', 2999)))]);

        Assert.Equal("view_too_large", Error(await OpenAsync(view)));
    }

    [Fact]
    public async Task An_update_against_an_old_hash_is_refused_and_so_is_an_empty_hash()
    {
        var view = (await OpenAsync(Modal())).GetProperty("view");
        var id = view.GetProperty("id").GetString();
        var hash = view.GetProperty("hash").GetString();

        var first = await CallAsync("views.update", new() { ["view_id"] = id, ["hash"] = hash, ["view"] = Modal(Section("1")) });
        var second = await CallAsync("views.update", new() { ["view_id"] = id, ["hash"] = hash, ["view"] = Modal(Section("2")) });
        var empty = await CallAsync("views.update", new() { ["view_id"] = id, ["hash"] = "", ["view"] = Modal(Section("3")) });
        var unknown = await CallAsync("views.update", new() { ["view_id"] = "V0", ["view"] = Modal() });

        Assert.True(first.GetProperty("ok").GetBoolean());
        Assert.Equal("hash_conflict", Error(second));
        Assert.Equal("hash_conflict", Error(empty));
        Assert.Equal("not_found", Error(unknown));
        Assert.Equal("1", Workspace.OpenView(Ana)!.Blocks[0].GetProperty("text").GetProperty("text").GetString());
    }

    [Fact]
    public async Task What_is_typed_survives_an_update_where_both_ids_stay()
    {
        var view = (await OpenAsync(Modal(
            Input("kept", new() { ["type"] = "plain_text_input" }), Input("renamed", new() { ["type"] = "plain_text_input" })))).GetProperty("view");
        AsAna.Fill(new() { { "kept", "it", "still here" }, { "renamed", "it", "gone" } });

        await CallAsync("views.update", new()
        {
            ["view_id"] = view.GetProperty("id").GetString(),
            ["view"] = Modal(Input("kept", new() { ["type"] = "plain_text_input" }), Input("other", new() { ["type"] = "plain_text_input" })),
        });

        var values = Workspace.OpenView(Ana)!.Values;
        Assert.Equal("still here", values[("kept", "it")].GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.Null, values[("other", "it")].GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task Three_views_are_stacked_and_no_more()
    {
        await OpenAsync(Modal());
        for (var push = 0; push < 2; push++)
        {
            var pushed = await CallAsync("views.push", new() { ["trigger_id"] = await TriggerAsync(), ["view"] = Modal() });
            Assert.True(pushed.GetProperty("ok").GetBoolean());
        }

        var fourth = await CallAsync("views.push", new() { ["trigger_id"] = await TriggerAsync(), ["view"] = Modal() });

        Assert.Equal("push_limit_reached", Error(fourth));
        Assert.NotEqual(Workspace.OpenView(Ana)!.Id, Workspace.OpenView(Ana)!.RootId);
    }

    [Fact]
    public async Task An_external_id_is_had_once()
    {
        var view = Modal();
        view["external_id"] = "only";
        await OpenAsync(view.DeepClone().AsObject());
        var home = new JsonObject { ["type"] = "home", ["external_id"] = "only", ["blocks"] = new JsonArray() };

        var published = await CallAsync("views.publish", new() { ["user_id"] = Ben, ["view"] = home });
        var updated = await CallAsync("views.update", new() { ["external_id"] = "only", ["view"] = view });

        Assert.Equal("duplicate_external_id", Error(published));
        Assert.True(updated.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_home_is_told_of_when_opened_with_its_view_once_there_is_one()
    {
        await AsAna.OpenHomeAsync();
        var home = new JsonObject { ["type"] = "home", ["blocks"] = new JsonArray(Section("Welcome")) };
        await CallAsync("views.publish", new() { ["user_id"] = Ana, ["view"] = home });

        await AsAna.OpenHomeAsync();

        var events = Received.Select(received => JsonNode.Parse(received.Body)!["event"]!).ToArray();
        Assert.Null(events[0]["view"]);
        Assert.Equal(Workspace.Home(Ana)!.Hash, events[1]["view"]!["hash"]!.GetValue<string>());
        Assert.Equal("app_home_opened", events[1]["type"]!.GetValue<string>());
    }

    private static string? Error(JsonElement answer) => answer.TryGetProperty("error", out var error) ? error.GetString() : null;

    private Task<JsonElement> OpenWithAsync(string trigger, JsonObject view) =>
        CallAsync("views.open", new() { ["trigger_id"] = trigger, ["view"] = view });
}
