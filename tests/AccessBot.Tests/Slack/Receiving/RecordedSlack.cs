using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace AccessBot.Tests.Slack.Receiving;

/// <summary>The far end of the Web API client's wire: says yes, and keeps what was said.</summary>
internal sealed class RecordedSlack : HttpMessageHandler
{
    private readonly Channel<(string Address, JsonElement Body)> _said = Channel.CreateUnbounded<(string Address, JsonElement Body)>();

    public async Task<(string Address, JsonElement Body)> NextAsync() =>
        await _said.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        _said.Writer.TryWrite((request.RequestUri!.AbsoluteUri, JsonElement.Parse(body)));
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("""{ "ok": true, "channel": "D1", "ts": "1.1" }""", Encoding.UTF8, "application/json"),
        };
    }
}
