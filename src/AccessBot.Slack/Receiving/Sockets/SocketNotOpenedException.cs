namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>There is no connection this time; it is tried again. The message holds nothing of its address, which is a secret.</summary>
internal sealed class SocketNotOpenedException(string why, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(why, inner)
{
    /// <summary>How long Slack asked to be left alone for; null if it didn't say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
