namespace AccessBot.Slack.Conversation;

/// <summary>Remembers in the form in which channel the command was typed, ahead of what <see cref="OfferedFlows"/> remembers there.</summary>
/// <remarks>
/// It comes back through the person's client, and decides only in which channel that the bot is in a request is announced: they might
/// as well have typed the command there.
/// </remarks>
internal static class CommandPlace
{
    /// <summary>The most characters that it takes.</summary>
    public const int Longest = LongestId + 1;

    private const int LongestId = 64;
    private const char End = '>';

    public static string Write(string? channel, string rest) => IsId(channel) ? $"{channel}{End}{rest}" : rest;

    /// <summary>The channel; null if none is there.</summary>
    public static string? ChannelIn(string? metadata) =>
        metadata?.IndexOf(End, StringComparison.Ordinal) is >= 0 and var end && IsId(metadata[..end]) ? metadata[..end] : null;

    /// <summary>What stands behind it.</summary>
    public static string RestOf(string? metadata) => metadata is null ? "" : metadata[(metadata.IndexOf(End, StringComparison.Ordinal) + 1)..];

    private static bool IsId(string? channel) => channel is { Length: > 0 and <= LongestId } && channel.All(char.IsAsciiLetterOrDigit);
}
