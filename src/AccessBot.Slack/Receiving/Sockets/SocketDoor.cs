using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>The door for Socket Mode: what comes by a connection is genuine, since Slack was called and not the other way round.</summary>
internal sealed partial class SocketDoor(SlackDispatcher dispatcher, ILogger<SocketDoor> logger)
{
    private const string Events = "events_api";

    /// <summary>Has one envelope dispatched, and says what it is acknowledged with.</summary>
    /// <returns>
    /// The acknowledgement; null if there is none, upon which Slack tells the person that it failed. That is so for what is refused: over
    /// HTTP it would be a 4xx, and an acknowledged modal would close as if its form had been taken.
    /// </returns>
    public async Task<byte[]?> HandleAsync(Envelope envelope)
    {
        if (envelope.Id is not { Length: > 0 } id)
        {
            Log.Nameless(logger, envelope.Type);
            return null;
        }

        if (envelope.Type is not ("slash_commands" or "interactive" or Events))
        {
            // Unacknowledged it would come again, and be as unknown.
            Log.Unknown(logger, envelope.Type);
            return Acknowledge(id);
        }

        if (envelope.Retry > 0)
            Log.Retry(logger, envelope.Type, envelope.Retry);

        var reply = await DispatchAsync(envelope);

        // Nobody waits for an event, and Slack stops sending events to who takes too few of them.
        if (reply is not { Status: 200 })
            return envelope.Type == Events ? Acknowledge(id) : null;

        if (reply.Body.Length > 0 && !envelope.TakesAnswer)
            Log.Unsaid(logger, envelope.Type);

        return Acknowledge(id, envelope.TakesAnswer ? reply.Body : "");
    }

    private async Task<SlackReply?> DispatchAsync(Envelope envelope)
    {
        try
        {
            var body = envelope.Payload ?? throw new UnreadablePayloadException("it has no payload");
            var payload = envelope.Type == "slash_commands" ? PayloadReader.Command(body) : PayloadReader.Json(body);
            return await dispatcher.DispatchAsync(payload, body);
        }
        catch (UnreadablePayloadException e)
        {
            Log.Refused(logger, envelope.Type, e.Message);
            return null;
        }
        catch (Exception e)
        {
            // A bug, or settings that were changed to something that would not have let it start.
            Log.Failed(logger, envelope.Type, e);
            return null;
        }
    }

    /// <param name="id">The envelope's.</param>
    /// <param name="payload">JSON; empty for none.</param>
    private static byte[] Acknowledge(string id, string payload = "") => Encoding.UTF8.GetBytes(
        payload.Length == 0 ? $$"""{"envelope_id":{{JsonSerializer.Serialize(id)}}}""" : $$"""{"envelope_id":{{JsonSerializer.Serialize(id)}},"payload":{{payload}}}""");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Slack sent an envelope of the kind {Type} without an id; it is left alone.")]
        public static partial void Nameless(ILogger logger, string type);

        [LoggerMessage(LogLevel.Warning, "Slack sent an envelope of the kind {Type}, which AccessBot doesn't know; it is acknowledged and left alone.")]
        public static partial void Unknown(ILogger logger, string type);

        [LoggerMessage(LogLevel.Warning, "An envelope of the kind {Type} was refused: {Why}.")]
        public static partial void Refused(ILogger logger, string type, string why);

        [LoggerMessage(LogLevel.Error, "An envelope of the kind {Type} could not be dispatched.")]
        public static partial void Failed(ILogger logger, string type, Exception exception);

        [LoggerMessage(LogLevel.Information, "Slack sends an envelope of the kind {Type} again (attempt {Attempt}).")]
        public static partial void Retry(ILogger logger, string type, int attempt);

        [LoggerMessage(LogLevel.Warning, "Slack takes no answer with an envelope of the kind {Type}; what there was to say is not said.")]
        public static partial void Unsaid(ILogger logger, string type);
    }
}
