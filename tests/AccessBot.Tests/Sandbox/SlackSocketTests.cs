using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Sandbox;

/// <summary>The sandbox's side of Socket Mode, seen by a plain WebSocket.</summary>
public sealed class SlackSocketTests : SlackHost
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public SlackSocketTests() => Workspace.Reconfigure(settings => settings with { SocketMode = true });

    [Theory]
    [InlineData("xoxb-sandbox-000000000000", "not_allowed_token_type")]
    [InlineData("xapp-wrong", "invalid_auth")]
    [InlineData(null, "not_authed")]
    public async Task An_address_is_given_for_the_app_token_alone(string? token, string error)
    {
        var refused = await OpenAsync(token);
        var other = await CallAsync("auth.test", Workspace.Settings.AppToken);
        var given = await OpenAsync(Workspace.Settings.AppToken);

        Assert.Equal(error, refused.GetProperty("error").GetString());
        Assert.Equal("not_allowed_token_type", other.GetProperty("error").GetString());
        Assert.StartsWith("ws://127.0.0.1:", given.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_token_without_its_scope_gets_none()
    {
        Workspace.Reconfigure(settings => settings with { AppScopes = [] });

        var refused = await OpenAsync(Workspace.Settings.AppToken);

        Assert.Equal(("missing_scope", "connections:write"), (refused.GetProperty("error").GetString(), refused.GetProperty("needed").GetString()));
    }

    [Fact]
    public async Task An_address_is_good_for_one_connection_which_is_told_hello()
    {
        var url = (await OpenAsync(Workspace.Settings.AppToken)).GetProperty("url").GetString()!;
        using var first = new ClientWebSocket();
        using var second = new ClientWebSocket();

        await first.ConnectAsync(new Uri(url), CancellationToken.None);
        var hello = await NextAsync(first);

        await Assert.ThrowsAsync<WebSocketException>(() => second.ConnectAsync(new Uri(url), CancellationToken.None));
        Assert.Equal(("hello", 1, "A0ACCESSBOT"), (hello.GetProperty("type").GetString(), hello.GetProperty("num_connections").GetInt32(), hello.GetProperty("connection_info").GetProperty("app_id").GetString()));
    }

    [Fact]
    public async Task Deliveries_go_to_the_connections_in_turn_and_none_over_HTTP()
    {
        using var one = await ConnectAsync();
        using var two = await ConnectAsync();

        var first = AsAna.CommandAsync("/access", "a");
        var second = AsAna.CommandAsync("/access", "b");
        var (fromOne, fromTwo) = (await NextAsync(one), await NextAsync(two));
        await AcknowledgeAsync(one, fromOne);
        await AcknowledgeAsync(two, fromTwo);

        Assert.All([await first, await second], delivery => Assert.True(delivery.Acknowledged, delivery.Problem));
        Assert.Equal(["a", "b"], new[] { fromOne, fromTwo }.Select(e => e.GetProperty("payload").GetProperty("text").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(("slash_commands", true), (fromOne.GetProperty("type").GetString(), fromOne.GetProperty("accepts_response_payload").GetBoolean()));
        Assert.Empty(Received);
    }

    [Fact]
    public async Task What_the_acknowledgement_says_is_shown_as_over_HTTP()
    {
        using var bot = await ConnectAsync();

        var sending = AsAna.CommandAsync("/access");
        await AcknowledgeAsync(bot, await NextAsync(bot), new() { ["text"] = "Not now." });
        await sending;

        Assert.Equal("Not now.", Assert.Single(Workspace.Ephemerals(Ana)).Text);
    }

    [Fact]
    public async Task A_payload_where_none_is_taken_is_told()
    {
        using var bot = await ConnectAsync();

        var sending = AsAna.OpenHomeAsync();
        await AcknowledgeAsync(bot, await NextAsync(bot), new() { ["text"] = "Hello." });

        Assert.Contains("where none is taken", (await sending).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_connected_nobody_answering_and_a_lost_connection_are_failures_that_the_person_sees()
    {
        var nobody = await AsAna.CommandAsync("/access");
        using var bot = await ConnectAsync();
        var silent = AsAna.CommandAsync("/access");
        await NextAsync(bot);
        Time.Advance(TimeSpan.FromSeconds(3));
        var late = await silent;
        var interrupted = AsAna.CommandAsync("/access");
        await NextAsync(bot);
        Workspace.Sockets.Drop();
        var lost = await interrupted;

        Assert.Contains("no client is connected", nobody.Problem, StringComparison.Ordinal);
        Assert.True(late.TimedOut);
        Assert.Contains("lost before the acknowledgement", lost.Problem, StringComparison.Ordinal);
        Assert.All([nobody, late, lost], delivery => Assert.StartsWith("dispatch_failed", delivery.Problem, StringComparison.Ordinal));
        Assert.All([nobody, late, lost], delivery => Assert.False(delivery.Acknowledged));
    }

    [Fact]
    public async Task A_connection_too_many_is_told_so_and_closed()
    {
        var sockets = new List<ClientWebSocket>();
        for (var n = 0; n < SocketLinks.Most; n++)
        {
            sockets.Add(await ConnectAsync());
        }

        using var eleventh = await ConnectAsync(expected: "disconnect");

        await ClosedAsync(eleventh);
        Assert.Equal(SocketLinks.Most, Workspace.Sockets.Count);
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task An_end_is_announced_and_comes_ten_seconds_later()
    {
        using var bot = await ConnectAsync();

        var refreshing = Workspace.Sockets.RefreshAsync("refresh_requested");
        var announced = await NextAsync(bot);
        var still = AsAna.CommandAsync("/access");
        await AcknowledgeAsync(bot, await NextAsync(bot));
        Assert.True((await still).Acknowledged);
        Time.Advance(TimeSpan.FromSeconds(10));
        await refreshing;

        Assert.Equal(("disconnect", "refresh_requested"), (announced.GetProperty("type").GetString(), announced.GetProperty("reason").GetString()));
        await ClosedAsync(bot);
    }

    [Fact]
    public async Task A_connection_grows_old_where_it_is_to()
    {
        Workspace.Sockets.Lifetime = TimeSpan.FromMinutes(6);
        using var bot = await ConnectAsync();

        Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("warning", (await NextAsync(bot)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Turned_off_it_says_so_to_who_is_there_and_who_comes()
    {
        using var bot = await ConnectAsync();

        await Workspace.Sockets.DisableAsync();
        using var late = await ConnectAsync(expected: "disconnect");

        Assert.Equal("link_disabled", (await NextAsync(bot)).GetProperty("reason").GetString());
        await ClosedAsync(bot);
    }

    [Fact]
    public async Task Retries_come_with_their_number()
    {
        using var bot = await ConnectAsync();
        var sending = AsAna.OpenHomeAsync();
        var first = await NextAsync(bot);
        await AcknowledgeAsync(bot, first);

        var again = Workspace.Wire.ResendAsync(await sending, retryNumber: 2, retryReason: "timeout");
        var second = await NextAsync(bot);
        await AcknowledgeAsync(bot, second);

        Assert.True((await again).Acknowledged);
        Assert.Equal((2, "timeout"), (second.GetProperty("retry_attempt").GetInt32(), second.GetProperty("retry_reason").GetString()));
        Assert.Equal(first.GetProperty("payload").GetRawText(), second.GetProperty("payload").GetRawText());
    }

    private Task<JsonElement> OpenAsync(string? token) => CallAsync("apps.connections.open", token);

    private async Task<JsonElement> CallAsync(string method, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Client.BaseAddress!, method));
        using var client = new HttpClient();
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        return await ReadAsync(response);
    }

    private async Task<ClientWebSocket> ConnectAsync(string expected = "hello")
    {
        var before = Workspace.Sockets.Opened;
        var url = (await OpenAsync(Workspace.Settings.AppToken)).GetProperty("url").GetString()!;
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(url), CancellationToken.None);
        Assert.Equal(expected, (await NextAsync(socket)).GetProperty("type").GetString());
        if (expected == "hello")
        {
            await Workspace.WaitUntilAsync(workspace => workspace.Sockets.Opened > before, "the connection counts");
        }

        return socket;
    }

    private static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Limit);
        return JsonElement.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count));
    }

    private static async Task ClosedAsync(ClientWebSocket socket)
    {
        var part = await socket.ReceiveAsync(new byte[16], CancellationToken.None).WaitAsync(Limit);
        Assert.Equal(WebSocketMessageType.Close, part.MessageType);
    }

    private static Task AcknowledgeAsync(ClientWebSocket socket, JsonElement envelope, JsonObject? payload = null)
    {
        var acknowledgement = new JsonObject { ["envelope_id"] = envelope.GetProperty("envelope_id").GetString() };
        if (payload is not null)
        {
            acknowledgement["payload"] = payload;
        }

        return socket.SendAsync(Encoding.UTF8.GetBytes(acknowledgement.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }
}
