using System.Net.WebSockets;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Opens connections, each as far as Slack's hello.</summary>
internal sealed class SocketDialer(SocketTickets tickets, SocketDoor door, TimeProvider clock, ILogger<SlackSocket> logger)
{
    private static readonly TimeSpan LongestDial = TimeSpan.FromSeconds(20);

    /// <exception cref="SocketNotOpenedException">Not this time.</exception>
    /// <exception cref="SocketModeRefusedException">Not with these settings.</exception>
    public async Task<SlackSocket> DialAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(LongestDial, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return await OpenAsync(await tickets.TakeAsync(either.Token), either.Token);
        }
        catch (OperationCanceledException e) when (!stopping.IsCancellationRequested)
        {
            throw new SocketNotOpenedException($"it took longer than {LongestDial.TotalSeconds} s", inner: e);
        }
        catch (SlackUnavailableException e)
        {
            throw new SocketNotOpenedException(e.Message.TrimEnd('.'), e.RetryAfter, e);
        }
        catch (SlackApiException e)
        {
            throw new SocketNotOpenedException(e.Message.TrimEnd('.'), inner: e);
        }
        catch (WebSocketException e)
        {
            throw new SocketNotOpenedException("the connection failed", inner: e);
        }
        catch (OptionsValidationException e)
        {
            throw new SocketNotOpenedException("the settings are not valid any more", inner: e);
        }
    }

    private async Task<SlackSocket> OpenAsync(Uri ticket, CancellationToken cancel)
    {
        var socket = new SlackSocket(door, clock, logger);
        try
        {
            await socket.ConnectAsync(ticket, cancel);
            await Task.WhenAny(socket.Hello, socket.Leaving).WaitAsync(cancel);
            if (socket.Hello.IsCompleted)
                return socket;

            throw socket.Reason switch
            {
                SocketReason.Disabled => SocketModeRefusedException.TurnedOff(),
                SocketReason.TooMany => new SocketNotOpenedException("the app has 10 already, over all processes, and Slack allows no more"),
                { } reason => new SocketNotOpenedException($"Slack refused it ({reason})"),
                null => new SocketNotOpenedException("Slack ended it before its hello"),
            };
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }
}
