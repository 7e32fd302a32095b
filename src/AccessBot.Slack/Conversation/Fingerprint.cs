using System.Security.Cryptography;
using System.Text.Json;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Conversation;

/// <summary>Names what a message or a view shows, so that an update that would change nothing can be left out.</summary>
internal static class Fingerprint
{
    public static string Of(Message message) => Of<Message>(message);

    public static string Of(View view) => Of<View>(view);

    private static string Of<T>(T shown) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(shown, SlackJson.Options)));
}
