using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccessBot.Sandbox.Slack;

internal static class SlackSignature
{
    public static string Of(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v0:{timestamp}:")), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
