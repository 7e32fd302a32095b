using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackWebApiTests : SlackHost
{
    [Fact]
    public async Task A_call_needs_the_token_of_the_app()
    {
        Client.DefaultRequestHeaders.Authorization = null;
        var none = await CallAsync("auth.test", []);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "xoxb-other");

        var other = await CallAsync("auth.test", []);

        Assert.Equal("not_authed", Error(none));
        Assert.Equal("invalid_auth", Error(other));
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        Workspace.Reconfigure(settings => settings with { Scopes = ["users:read"] });

        var answer = await CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" });

        Assert.Equal("missing_scope", Error(answer));
        Assert.Equal("chat:write", answer.GetProperty("needed").GetString());
        Assert.Equal("users:read", answer.GetProperty("provided").GetString());
    }

    [Fact]
    public async Task An_unknown_method_and_broken_JSON_are_refused()
    {
        using var broken = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync("chat.postMessage", broken);

        Assert.Equal("unknown_method", Error(await CallAsync("chat.shout", [])));
        Assert.Equal("invalid_json", Error(await ReadAsync(response)));
    }

    [Fact]
    public async Task Forms_carry_blocks_as_text_and_reads_may_be_queries()
    {
        using var form = new FormUrlEncodedContent([new("channel", General), new("blocks", new JsonArray(Section("Hello")).ToJsonString())]);

        using var posted = await Client.PostAsync("chat.postMessage", form);
        using var read = await Client.GetAsync("users.info?user=" + Ana);
        using var written = await Client.GetAsync($"chat.postMessage?channel={General}&text=Hello");

        Assert.True((await ReadAsync(posted)).GetProperty("ok").GetBoolean());
        Assert.Equal("section", Assert.Single(Workspace.Messages(General)).Blocks[0].GetProperty("type").GetString());
        Assert.Equal("ana", (await ReadAsync(read)).GetProperty("user").GetProperty("name").GetString());
        Assert.Equal(405, (int)written.StatusCode);
    }

    [Theory]
    [InlineData("C0NOWHERE", "channel_not_found")]
    [InlineData("C0SECRET", "channel_not_found")]
    [InlineData("C0OTHER", "not_in_channel")]
    [InlineData("C0OLD", "is_archived")]
    public async Task A_message_needs_a_channel_that_the_app_is_in(string channel, string error)
    {
        Workspace.Add(new SlackChannel("C0SECRET", "secret") { IsPrivate = true, Members = [Ana] });
        Workspace.Add(new SlackChannel("C0OTHER", "other") { Members = [Ana] });
        Workspace.Add(new SlackChannel("C0OLD", "old") { IsArchived = true, Members = [Workspace.Settings.BotUserId] });

        var answer = await CallAsync("chat.postMessage", new() { ["channel"] = channel, ["text"] = "Hello" });

        Assert.Equal(error, Error(answer));
    }

    [Fact]
    public async Task A_message_to_a_person_opens_the_direct_message_with_them()
    {
        var posted = await CallAsync("chat.postMessage", new() { ["channel"] = Ana, ["text"] = "Hello" });
        var opened = await CallAsync("conversations.open", new() { ["users"] = Ana });

        var id = posted.GetProperty("channel").GetString();
        Assert.StartsWith("D", id, StringComparison.Ordinal);
        Assert.Equal(id, opened.GetProperty("channel").GetProperty("id").GetString());
        Assert.Equal("Hello", Assert.Single(Workspace.DirectMessages(Ana)).Text);
        Assert.Empty(Workspace.DirectMessages(Ben));
    }

    [Fact]
    public async Task A_conversation_with_several_people_is_one_and_the_same_and_all_of_them_read_it()
    {
        var opened = await CallAsync("conversations.open", new() { ["users"] = $"{Ana},{Ben}" });
        var again = await CallAsync("conversations.open", new() { ["users"] = $"{Ben},{Ana}" });
        var id = opened.GetProperty("channel").GetProperty("id").GetString()!;
        var posted = await CallAsync("chat.postMessage", new() { ["channel"] = id, ["text"] = "Hello" });

        Assert.True(posted.GetProperty("ok").GetBoolean());
        Assert.Equal(id, again.GetProperty("channel").GetProperty("id").GetString());
        Assert.Equal("Hello", Assert.Single(Workspace.Messages(id)).Text);
        Assert.Empty(Workspace.DirectMessages(Ana));
        Assert.Empty(Workspace.DirectMessages(Ben));
    }

    [Theory]
    [InlineData("", "invalid_arguments")]
    [InlineData("U0ANA,U0NOBODY", "user_not_found")]
    [InlineData("U0ANA,U0GONE", "user_disabled")]
    [InlineData("U0ANA,U0ACCESSBOT", "cannot_dm_bot")]
    [InlineData("U1,U2,U3,U4,U5,U6,U7,U8,U9", "too_many_users")]
    public async Task A_conversation_with_several_people_needs_each_of_them(string users, string error)
    {
        Workspace.Add(new SlackPerson("U0GONE", "gone", "Gone", "gone@acme.test") { Deleted = true });

        var answer = await CallAsync("conversations.open", new() { ["users"] = users });

        Assert.Equal(error, Error(answer));
    }

    [Fact]
    public async Task A_conversation_with_several_people_takes_a_scope_of_its_own()
    {
        Workspace.Reconfigure(settings => settings with { Scopes = settings.Scopes.Remove("mpim:write") });

        var several = await CallAsync("conversations.open", new() { ["users"] = $"{Ana},{Ben}" });
        var one = await CallAsync("conversations.open", new() { ["users"] = Ana });

        Assert.Equal("missing_scope", Error(several));
        Assert.Equal("mpim:write", several.GetProperty("needed").GetString());
        Assert.True(one.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_answer_in_a_thread_needs_the_message_that_it_answers()
    {
        var message = await PostAsync([Section("Hello")]);

        var answer = await CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Yes", ["thread_ts"] = message.Ts, ["reply_broadcast"] = true });
        var lost = await CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Yes", ["thread_ts"] = "1.000001" });

        Assert.True(answer.GetProperty("ok").GetBoolean());
        Assert.Equal((message.Ts, true), (Workspace.Messages(General)[^1].ThreadTs, Workspace.Messages(General)[^1].IsBroadcast));
        Assert.Equal("thread_not_found", Error(lost));
    }

    [Fact]
    public async Task An_update_with_text_alone_takes_the_blocks_away_and_the_history_stays()
    {
        var message = await PostAsync(Buttons(Button("approve", "1")));

        var answer = await CallAsync("chat.update", new() { ["channel"] = General, ["ts"] = message.Ts, ["text"] = "Done" });

        Assert.True(answer.GetProperty("ok").GetBoolean());
        var now = Assert.Single(Workspace.Messages(General));
        Assert.True(now.IsEdited);
        Assert.Equal(0, now.Blocks.GetArrayLength());
        Assert.Equal(["A request", "Done"], now.Versions.Select(version => version.Text));
    }

    [Fact]
    public async Task Only_the_apps_own_standing_messages_can_be_updated()
    {
        var own = await PostAsync([Section("Hello")]);
        var foreign = AsAna.Say(General, "Hi");
        var ephemeral = await CallAsync("chat.postEphemeral", new() { ["channel"] = General, ["user"] = Ana, ["text"] = "Psst" });

        Assert.Equal("cant_update_message", Error(await UpdateAsync(General, foreign.Ts, "No")));
        Assert.Equal("message_not_found", Error(await UpdateAsync(General, ephemeral.GetProperty("message_ts").GetString()!, "No")));
        Assert.Equal("message_not_found", Error(await UpdateAsync(General, "1.000001", "No")));
        Assert.Equal("channel_not_found", Error(await UpdateAsync(Ana, own.Ts, "No")));
        Assert.Equal("msg_too_long", Error(await UpdateAsync(General, own.Ts, new('a', 4001))));
        Assert.Equal("no_text", Error(await CallAsync("chat.update", new() { ["channel"] = General, ["ts"] = own.Ts })));
    }

    [Fact]
    public async Task Nobody_outside_the_channel_gets_an_ephemeral_message()
    {
        Workspace.ChangeChannel(General, channel => channel with { Members = channel.Members.Remove(Ben) });

        var answer = await CallAsync("chat.postEphemeral", new() { ["channel"] = General, ["user"] = Ben, ["text"] = "Psst" });

        Assert.Equal("user_not_in_channel", Error(answer));
    }

    [Fact]
    public async Task An_address_is_told_only_to_those_with_the_scope_for_it()
    {
        var with = await CallAsync("users.info", new() { ["user"] = Ana });
        Workspace.Reconfigure(settings => settings with { Scopes = settings.Scopes.Remove("users:read.email") });

        var without = await CallAsync("users.info", new() { ["user"] = Ana });

        Assert.Equal("ana@acme.test", with.GetProperty("user").GetProperty("profile").GetProperty("email").GetString());
        Assert.False(without.GetProperty("user").GetProperty("profile").TryGetProperty("email", out _));
        Assert.Equal(3600, with.GetProperty("user").GetProperty("tz_offset").GetInt32());
    }

    [Fact]
    public async Task A_deactivated_person_is_not_found_by_address_but_by_id()
    {
        Workspace.ChangePerson(Ana, person => person with { Deleted = true });

        var byAddress = await CallAsync("users.lookupByEmail", new() { ["email"] = "ana@acme.test" });
        var byId = await CallAsync("users.info", new() { ["user"] = Ana });

        Assert.Equal("users_not_found", Error(byAddress));
        Assert.True(byId.GetProperty("user").GetProperty("deleted").GetBoolean());
        Assert.Equal("user_not_found", Error(await CallAsync("users.info", new() { ["user"] = "U0NOBODY" })));
        Assert.Throws<NotPossibleInSlackException>(() => AsAna.Say(General, "Still here"));
    }

    [Fact]
    public async Task Members_come_in_pages()
    {
        var members = new List<string>();
        var cursor = "";
        do
        {
            var page = await CallAsync("conversations.members", new() { ["channel"] = General, ["limit"] = 2, ["cursor"] = cursor });
            members.AddRange(page.GetProperty("members").EnumerateArray().Select(member => member.GetString()!));
            cursor = page.GetProperty("response_metadata").GetProperty("next_cursor").GetString()!;
        }
        while (cursor.Length > 0);

        Assert.Equal([Workspace.Settings.BotUserId, Ana, Ben], members);
        Assert.Equal("invalid_cursor", Error(await CallAsync("conversations.members", new() { ["channel"] = General, ["cursor"] = "x" })));
        Assert.Equal("invalid_limit", Error(await CallAsync("conversations.members", new() { ["channel"] = General, ["limit"] = 1000 })));
    }

    [Fact]
    public async Task A_group_is_listed_if_it_exists_and_the_plan_has_groups()
    {
        Workspace.Add(new SlackUserGroup("S0SRE", "sre") { Members = [Ben] });
        var listed = await CallAsync("usergroups.users.list", new() { ["usergroup"] = "S0SRE" });
        var unknown = await CallAsync("usergroups.users.list", new() { ["usergroup"] = "S0NONE" });
        Workspace.Reconfigure(settings => settings with { PaidPlan = false });

        var free = await CallAsync("usergroups.users.list", new() { ["usergroup"] = "S0SRE" });

        Assert.Equal(Ben, listed.GetProperty("users")[0].GetString());
        Assert.Equal("no_such_subteam", Error(unknown));
        Assert.Equal("plan_upgrade_required", Error(free));
    }

    [Fact]
    public async Task A_channel_shared_with_another_organization_says_so()
    {
        Workspace.ChangeChannel(General, channel => channel with { IsExternallyShared = true });

        var answer = await CallAsync("conversations.info", new() { ["channel"] = General });

        Assert.True(answer.GetProperty("channel").GetProperty("is_ext_shared").GetBoolean());
        Assert.True(answer.GetProperty("channel").GetProperty("is_member").GetBoolean());
    }

    [Fact]
    public async Task Messages_posted_at_one_instant_each_have_their_own_ts()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" })));

        var stamps = Workspace.Messages(General).Select(message => message.Ts).ToArray();
        Assert.Equal(50, stamps.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(stamps.Order(StringComparer.Ordinal), stamps);
    }

    [Fact]
    public async Task Every_call_is_kept_with_what_came_of_it()
    {
        await CallAsync("auth.test", []);
        await CallAsync("users.info", new() { ["user"] = "U0NOBODY" });

        Assert.Equal([("auth.test", null), ("users.info", "user_not_found")], Workspace.Calls.Select(call => (call.Method, call.Error)));
        Assert.Equal("U0NOBODY", Workspace.Calls[1].Arguments.GetProperty("user").GetString());
    }

    private static string? Error(JsonElement answer) => answer.TryGetProperty("error", out var error) ? error.GetString() : null;

    private Task<JsonElement> UpdateAsync(string channel, string ts, string text) =>
        CallAsync("chat.update", new() { ["channel"] = channel, ["ts"] = ts, ["text"] = text });
}
