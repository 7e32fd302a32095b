using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AccessBot.Sandbox.Slack;

// Where the bot connects to. The handshake is done by hand, so that the connection's own bytes are at hand: for pings, and for silence.
internal sealed class SocketEndpoint(SlackWorkspace workspace)
{
    // https://www.rfc-editor.org/rfc/rfc6455#section-1.3
    private const string Key = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public async Task AcceptAsync(HttpContext context)
    {
        var (delay, fault) = workspace.Faults.Take(SocketLinks.Method);
        if (delay > TimeSpan.Zero)
        {
            await workspace.Faults.HoldAsync(Task.Delay(delay, workspace.Time, context.RequestAborted));
        }

        if (fault is { Kind: FaultKind.DropBefore or FaultKind.DropAfter })
        {
            context.Abort();
            return;
        }

        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var key = context.Request.Headers.SecWebSocketKey.ToString();
        if (fault is not null || upgrade is not { IsUpgradableRequest: true } || key.Length == 0 || !workspace.Sockets.Use(context.Request.Query["ticket"].ToString()))
        {
            context.Response.StatusCode = fault is { Kind: FaultKind.Status } ? fault.Status : StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Accept(key);
        using var link = new SocketLink(workspace, await upgrade.UpgradeAsync(), context.Abort);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await workspace.Sockets.ServeAsync(link, gone.Token);
    }

    // SHA-1 is what the handshake's RFC has; it protects nothing.
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Key)));
}
