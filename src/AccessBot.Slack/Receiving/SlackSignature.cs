using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace AccessBot.Slack.Receiving;

/// <summary>Whether Slack sent something, and lately.</summary>
/// <remarks>https://docs.slack.dev/authentication/verifying-requests-from-slack</remarks>
internal static class SlackSignature
{
    public const string Header = "X-Slack-Signature";
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    private const string Version = "v0=";

    // Both ways: a signature for next week would be good for replays until then.
    private const long MostSkewSeconds = 300;

    public static bool IsGood(string secret, StringValues timestamp, StringValues signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        Span<byte> claimed = stackalloc byte[SHA256.HashSizeInBytes];
        if (!MayBeGood(timestamp, signature, claimed, now))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Compute(secret, timestamp.ToString(), body, expected);
        return CryptographicOperations.FixedTimeEquals(claimed, expected);
    }

    /// <summary>Whether it is made like one of now, by whatever secret.</summary>
    public static bool MayBeGood(StringValues timestamp, StringValues signature, DateTimeOffset now) =>
        MayBeGood(timestamp, signature, stackalloc byte[SHA256.HashSizeInBytes], now);

    private static bool MayBeGood(StringValues timestamp, StringValues signature, Span<byte> claimed, DateTimeOffset now) =>
        timestamp.Count == 1 && signature.Count == 1
        && long.TryParse(timestamp.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && IsRecent(seconds, now.ToUnixTimeSeconds())
        && TryReadHex(signature.ToString(), claimed);

    private static bool IsRecent(long seconds, long now) => seconds >= now - MostSkewSeconds && seconds <= now + MostSkewSeconds;

    private static void Compute(string secret, string timestamp, ReadOnlySpan<byte> body, Span<byte> signature)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes($"v0:{timestamp}:"));
        hash.AppendData(body);
        hash.GetHashAndReset(signature);
    }

    private static bool TryReadHex(string signature, Span<byte> bytes) =>
        signature.Length == Version.Length + (2 * bytes.Length)
        && signature.StartsWith(Version, StringComparison.Ordinal)
        && Convert.FromHexString(signature.AsSpan(Version.Length), bytes, out _, out var written) == System.Buffers.OperationStatus.Done
        && written == bytes.Length;
}
