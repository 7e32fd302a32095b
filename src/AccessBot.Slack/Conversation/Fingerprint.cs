using System.Security.Cryptography;
using System.Text.Json;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Conversation;

/// <summary>Names what a message shows, so that an update that would change nothing can be left out.</summary>
internal static class Fingerprint
{
    public static string Of(Message message) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(message, SlackJson.Options)));
}
