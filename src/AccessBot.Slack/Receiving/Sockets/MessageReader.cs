using System.Net.WebSockets;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Puts the fragments of a connection's messages together.</summary>
internal sealed class MessageReader(WebSocket socket)
{
    // As much as the HTTP door takes, twice: escaped in an envelope it is longer than in a form.
    public const int MostBytes = 1024 * 1024;

    private readonly byte[] _chunk = new byte[16 * 1024];

    /// <summary>The next message; null if the other side closes. One that is too large, or is no text, is passed over.</summary>
    /// <returns>The text, and whether it was passed over instead.</returns>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<(ReadOnlyMemory<byte> Text, bool IsUnusable)?> NextAsync()
    {
        var text = new MemoryStream();
        var isUnusable = false;
        while (true)
        {
            // Not to be cancelled: that would break the connection before what is in hand is acknowledged.
            var part = await socket.ReceiveAsync(_chunk.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            isUnusable |= part.MessageType != WebSocketMessageType.Text || text.Length + part.Count > MostBytes;
            if (!isUnusable)
                text.Write(_chunk, 0, part.Count);

            if (part.EndOfMessage)
                return (text.GetBuffer().AsMemory(0, (int)text.Length), isUnusable);
        }
    }
}
