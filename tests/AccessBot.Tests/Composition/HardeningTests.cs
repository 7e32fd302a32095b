using System.Net;
using System.Net.Sockets;
using System.Text;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Composition;

/// <summary>What strangers get from the web server, over a real socket.</summary>
public sealed class HardeningTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("GET", "/healthz/live", 200)]
    [InlineData("GET", "/healthz/ready", 200)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/no/such/page", 404)]
    [InlineData("POST", "/slack/events", 415)]
    public async Task Every_answer_tells_browsers_to_do_nothing_with_it_and_nobody_what_serves_it(string method, string path, int status)
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.PossibleComplaints.Add("refused with 415");
        using var http = new HttpClient { BaseAddress = journey.Bot.Address };

        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", One(answer, "Referrer-Policy"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", One(answer, "Content-Security-Policy"));
        Assert.True(answer.Headers.CacheControl?.NoStore, $"{answer.Headers.CacheControl}");
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Theory]
    [InlineData("a body that is larger than any of Slack's", 413)]
    [InlineData("more headers than anybody needs", 431)]
    [InlineData("a line that doesn't end", 414)]
    [InlineData("no HTTP", 400)]
    public async Task What_is_too_much_is_refused_and_not_read(string what, int status)
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.PossibleComplaints.Add("refused with 413");
        var request = what switch
        {
            "a body that is larger than any of Slack's" => "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n",
            "more headers than anybody needs" => $"GET /healthz/live HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: y\r\n"))}\r\n",
            "a line that doesn't end" => $"GET /{new string('x', 10_000)} HTTP/1.1\r\n",
            _ => "nothing that a web server knows\r\n\r\n",
        };

        var answer = await SaidAsync(journey.Bot.Address, request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    /// <summary>Whoever forges them gains nothing, as nobody reads them.</summary>
    [Fact]
    public async Task Headers_that_a_proxy_would_add_change_no_answer()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        var plain = "GET /healthz/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

        var answer = await SaidAsync(journey.Bot.Address, $"{plain}\r\n");
        var forwarded = await SaidAsync(
            journey.Bot.Address, $"{plain}X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Prefix: /evil\r\nForwarded: for=10.0.0.1;proto=https;host=evil.example\r\n\r\n");

        Assert.Equal(WithoutDate(answer), WithoutDate(forwarded));
    }

    private static string WithoutDate(string answer) => string.Join('\n', answer.Split('\n').Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)));

    private static string? One(HttpResponseMessage answer, string header) => Assert.Single(answer.Headers.GetValues(header));

    private static async Task<string> SaidAsync(Uri address, string request)
    {
        using var patience = new CancellationTokenSource(Limit, TimeProvider.System);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        var said = new StringBuilder();
        var buffer = new byte[4096];
        while (!said.ToString().Contains("\r\n", StringComparison.Ordinal) || request.Contains("Connection: close", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, patience.Token);
            if (read == 0)
            {
                break;
            }

            said.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return said.ToString();
    }
}
