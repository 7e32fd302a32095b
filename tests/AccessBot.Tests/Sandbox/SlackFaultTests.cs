using System.Net;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackFaultTests : SlackHost
{
    [Fact]
    public async Task Being_down_lasts_until_it_is_ended()
    {
        Workspace.Faults.Down();

        using var first = await Client.GetAsync("auth.test");
        using var second = await Client.GetAsync("auth.test");
        Workspace.Faults.Clear();
        using var third = await Client.GetAsync("auth.test");

        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK],
            [first.StatusCode, second.StatusCode, third.StatusCode]);
    }

    [Fact]
    public async Task A_limit_says_how_long_to_wait_and_ends_after_its_calls()
    {
        Workspace.Faults.RateLimit(7, "auth.test", times: 1);

        using var other = await Client.GetAsync("users.info?user=" + Ana);
        using var limited = await Client.GetAsync("auth.test");
        using var after = await Client.GetAsync("auth.test");

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), limited.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task An_error_can_be_asked_for_by_name()
    {
        Workspace.Faults.Refuse("internal_error", "chat.postMessage");

        var answer = await CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" });

        Assert.Equal("internal_error", answer.GetProperty("error").GetString());
        Assert.Empty(Workspace.Messages(General));
    }

    [Fact]
    public async Task A_connection_dropped_before_the_effect_leaves_nothing_behind()
    {
        Workspace.Faults.DropBefore("chat.postMessage");

        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" }));

        Assert.Empty(Workspace.Messages(General));
        Assert.Equal(0, Assert.Single(Workspace.Calls).Status);
    }

    [Fact]
    public async Task A_connection_dropped_after_the_effect_leaves_the_message()
    {
        Workspace.Faults.DropAfter("chat.postMessage");

        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" }));

        Assert.Equal("Hello", Assert.Single(Workspace.Messages(General)).Text);
    }

    [Fact]
    public async Task A_slow_call_waits_on_the_clock_and_is_done_though_its_caller_has_left()
    {
        using var impatience = new CancellationTokenSource();
        Workspace.Faults.Slow(TimeSpan.FromSeconds(30), "chat.postMessage", times: 1);
        using var content = new FormUrlEncodedContent([new("channel", General), new("text", "Late")]);

        var call = Client.PostAsync("chat.postMessage", content, impatience.Token);
        await Workspace.WaitUntilAsync(workspace => workspace.Faults.Waiting == 1, "the call to be held up");
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Time.Advance(TimeSpan.FromSeconds(30));
        await Workspace.WaitUntilAsync(workspace => workspace.Messages(General).Count == 1, "the message");

        Assert.Equal("Late", Workspace.Messages(General)[0].Text);
    }

    [Fact]
    public async Task One_message_a_second_and_channel_is_all_that_is_taken_when_limits_are_on()
    {
        Workspace.Reconfigure(settings => settings with { RateLimits = true });
        using var content = new FormUrlEncodedContent([new("channel", General), new("text", "Hello")]);

        using var first = await Client.PostAsync("chat.postMessage", content);
        using var second = await Client.PostAsync("chat.postMessage", content);
        Time.Advance(TimeSpan.FromSeconds(1));
        using var third = await Client.PostAsync("chat.postMessage", content);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [first.StatusCode, second.StatusCode, third.StatusCode]);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_short_burst_is_tolerated_and_has_to_be_made_up_for()
    {
        Workspace.Reconfigure(settings => settings with { RateLimits = true, PostBurst = 3 });
        var taken = new List<bool>();
        for (var i = 0; i < 5; i++)
        {
            taken.Add(await PostsAsync());
        }

        Time.Advance(TimeSpan.FromSeconds(1));
        taken.AddRange([await PostsAsync(), await PostsAsync()]);
        Time.Advance(TimeSpan.FromSeconds(3));
        taken.AddRange([await PostsAsync(), await PostsAsync(), await PostsAsync(), await PostsAsync()]);

        Assert.Equal([true, true, true, false, false, true, false, true, true, true, false], taken);

        async Task<bool> PostsAsync() => (await CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" })).GetProperty("ok").GetBoolean();
    }

    [Fact]
    public async Task What_only_one_person_sees_and_other_channels_are_not_counted()
    {
        Workspace.Reconfigure(settings => settings with { RateLimits = true });

        await CallAsync("chat.postMessage", new() { ["channel"] = General, ["text"] = "Hello" });
        var seen = await CallAsync("chat.postEphemeral", new() { ["channel"] = General, ["user"] = Ana, ["text"] = "Hello" });
        var direct = await CallAsync("chat.postMessage", new() { ["channel"] = Ana, ["text"] = "Hello" });

        Assert.True(seen.GetProperty("ok").GetBoolean());
        Assert.True(direct.GetProperty("ok").GetBoolean());
    }
}
