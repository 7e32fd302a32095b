namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Slack's words for why a connection has to end that lead to something else than another one.</summary>
internal static class SocketReason
{
    /// <summary>Somebody has turned Socket Mode off.</summary>
    public const string Disabled = "link_disabled";

    /// <summary>There are ten already, which is the most that an app may have.</summary>
    public const string TooMany = "too_many_websockets";
}
