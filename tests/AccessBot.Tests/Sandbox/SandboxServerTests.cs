using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox;

namespace AccessBot.Tests.Sandbox;

public sealed class SandboxServerTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.10")]
    [InlineData("::")]
    public async Task It_listens_on_no_address_that_others_can_reach(string address)
    {
        var options = new SandboxOptions { Address = IPAddress.Parse(address) };

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("loopback address only", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    public async Task It_answers_to_its_own_name_only(string host, HttpStatusCode status)
    {
        await using var sandbox = await StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, sandbox.Url) { Headers = { Host = host } };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_page_and_its_parts_are_inside_the_assembly()
    {
        await using var sandbox = await StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Url };

        var page = await client.GetStringAsync("", TestContext.Current.CancellationToken);
        var script = await client.GetAsync("app.js", TestContext.Current.CancellationToken);

        Assert.Contains("AccessBot sandbox", page, StringComparison.Ordinal);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Another_sites_form_can_not_do_anything()
    {
        await using var sandbox = await StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Url };
        using var form = new StringContent("""{"as":"U0RITA","channel":"C0GENERAL","text":"hello"}""", mediaType: new("text/plain"));

        using var response = await client.PostAsync("page/say", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Empty(sandbox.Slack.Messages(Cast.General));
    }

    [Fact]
    public async Task What_Slack_would_not_let_a_person_do_is_told_to_them()
    {
        await using var sandbox = await StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Url };

        using var response = await client.PostAsJsonAsync("page/say", new { @as = Cast.Stella.SlackId, channel = Cast.General, text = "/access" }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains(" belongs to another workspace", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_change_of_either_system_reaches_the_page()
    {
        await using var sandbox = await StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.Url };
        await using var stream = await client.GetStreamAsync("page/events?as=U0RITA", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var first = await NextAsync(reader);

        sandbox.OneLogin.AddByHand(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);
        var second = await NextAsync(reader);
        sandbox.Slack.As(Cast.Ben.SlackId).Say(Cast.General, "hello");
        var third = await NextAsync(reader);

        Assert.Single(Holders(first));
        Assert.Equal("Petra Kade, Rita Vale", string.Join(", ", Holders(second).Select(h => h!["name"]!.GetValue<string>())));
        Assert.Contains("hello", third["conversations"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cast_is_the_same_in_both_systems()
    {
        await using var sandbox = await StartAsync();

        var emails = sandbox.Slack.People.ToDictionary(p => p.Id, p => p.Email, StringComparer.Ordinal);

        Assert.All(sandbox.OneLogin.Users, u => Assert.Equal(u.Email, emails[Cast.All.Single(m => m.OneLoginId == u.Id).SlackId]));
        Assert.DoesNotContain(sandbox.OneLogin.Users, u => u.Email == Cast.Nils.Email);
        Assert.True(sandbox.OneLogin.Memberships.Holds(Cast.ProductionAdmin, Cast.Petra.OneLoginId!.Value));
    }

    [Theory]
    [InlineData("", 5080, null)]
    [InlineData("--port 0", 0, null)]
    [InlineData("--port 99999", 5080, "--port needs a number from 0 to 65535.")]
    [InlineData("--port", 5080, "--port needs a number from 0 to 65535.")]
    [InlineData("--accessbot /no/such", 5080, "--accessbot needs the path of a file; there is none at /no/such.")]
    [InlineData("--prot 1", 5080, "There is no option --prot. The options are --port, --accessbot, --socket-mode and --help.")]
    [InlineData("--socket-mode --port 0", 0, null)]
    public void The_command_line_is_read_or_refused_with_a_reason(string line, int port, string? error)
    {
        var read = CommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((port, error, line.Contains("--socket-mode", StringComparison.Ordinal)), (read.Port, read.Error, read.SocketMode));
    }

    private static Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, TestContext.Current.CancellationToken);

    private static JsonArray Holders(JsonNode state) => state["roles"]!.AsArray().Single(r => r!["id"]!.GetValue<long>() == Cast.ProductionAdmin)!["holders"]!.AsArray();

    private static async Task<JsonNode> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line["data: ".Length..])!;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
