using System.Text.Json;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Text from a connection becomes an envelope; what is in it is read later, by <see cref="PayloadReader"/>.</summary>
internal static class EnvelopeReader
{
    // As for payloads: two values for one name can be read in two ways.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="UnreadablePayloadException">It is no envelope.</exception>
    public static Envelope Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(SlackForm.Text(message.Span), Strict);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UnreadablePayloadException("the JSON is broken", e);
        }
    }

    private static Envelope Read(JsonElement json) => new(Text(json, "type") ?? throw new UnreadablePayloadException("it has no readable 'type'"))
    {
        Id = Text(json, "envelope_id"),
        Payload = Part(json, "payload") is { ValueKind: JsonValueKind.Object } payload ? payload.GetRawText() : null,
        TakesAnswer = Part(json, "accepts_response_payload").ValueKind == JsonValueKind.True,
        Reason = Text(json, "reason"),
        Retry = Part(json, "retry_attempt") is { ValueKind: JsonValueKind.Number } retry && retry.TryGetInt32(out var count) ? count : 0,
    };

    private static JsonElement Part(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement json, string name) => Part(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
