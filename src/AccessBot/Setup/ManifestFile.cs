using System.Text.Json;

namespace AccessBot.Setup;

/// <summary>The manifest that setup has written before.</summary>
internal static class ManifestFile
{
    public const string Name = "slack-manifest.json";

    /// <summary>Where it has Slack post to, without the path; null if it isn't there, or is for Socket Mode. No setting has that.</summary>
    public static string? AddressIn(string path)
    {
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllText(path));
            return manifest.RootElement.GetProperty("settings").GetProperty("interactivity").TryGetProperty("request_url", out var url)
                && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) + Before(address.AbsolutePath) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Before(string path) => path.EndsWith("/slack/events", StringComparison.Ordinal) ? path[..^"/slack/events".Length] : path;
}
