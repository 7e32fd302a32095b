using System.Net;
using System.Net.Http.Json;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackResponseUrlTests : SlackHost
{
    [Fact]
    public async Task Five_answers_are_taken_and_a_sixth_is_not()
    {
        var url = Field(await AsAna.CommandAsync("/access"), "response_url");

        var statuses = new List<HttpStatusCode>();
        for (var use = 0; use < 6; use++)
        {
            using var response = await Client.PostAsJsonAsync(url, new { text = "Hello" });
            statuses.Add(response.StatusCode);
        }

        Assert.All(statuses.Take(5), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.NotFound, statuses[5]);
        Assert.Equal("used_url", Workspace.Calls[^1].Error);
        Assert.Equal(5, Workspace.Ephemerals(Ana).Count);
    }

    [Fact]
    public async Task After_half_an_hour_no_answer_is_taken()
    {
        var url = Field(await AsAna.CommandAsync("/access"), "response_url");
        Time.Advance(TimeSpan.FromMinutes(30));
        using var inTime = await Client.PostAsJsonAsync(url, new { text = "Hello" });
        Time.Advance(TimeSpan.FromSeconds(1));

        using var late = await Client.PostAsJsonAsync(url, new { text = "Hello" });

        Assert.Equal(HttpStatusCode.OK, inTime.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Contains("expired_url", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_a_click_replaces_or_deletes_the_message_if_it_says_so()
    {
        var message = await PostAsync(Buttons(Button("approve", "1")));
        var url = Payload(await AsAna.ClickAsync(message, "approve")).GetProperty("response_url").GetString()!;

        using var told = await Client.PostAsJsonAsync(url, new { text = "Only for you" });
        using var replaced = await Client.PostAsJsonAsync(url, new { text = "Approved", replace_original = true });
        var afterReplacing = Workspace.Messages(General);
        using var deleted = await Client.PostAsJsonAsync(url, new { delete_original = true });

        Assert.Equal("Only for you", Assert.Single(Workspace.Ephemerals(Ana)).Text);
        Assert.Equal("Approved", Assert.Single(afterReplacing).Text);
        Assert.Equal(0, afterReplacing[0].Blocks.GetArrayLength());
        Assert.Empty(Workspace.Messages(General));
    }

    [Fact]
    public async Task An_answer_in_channel_is_for_all_and_an_empty_one_is_refused()
    {
        var url = Field(await AsAna.CommandAsync("/access", channelId: General), "response_url");

        using var open = await Client.PostAsJsonAsync(url, new { text = "Hello", response_type = "in_channel" });
        using var empty = await Client.PostAsJsonAsync(url, new { text = "" });

        Assert.Equal("Hello", Assert.Single(Workspace.Messages(General)).Text);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
    }
}
