namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Slack won't have a connection with these settings, however often it is asked. The message is for an operator.</summary>
internal sealed class SocketModeRefusedException(string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>Somebody has turned Socket Mode off.</summary>
    public static SocketModeRefusedException TurnedOff() => new(
        "Slack:AppToken is of an app in which Socket Mode is off (link_disabled). Turn it on under Socket Mode at https://api.slack.com/apps , or set "
        + "Slack:Transport to Http; then start AccessBot again.");
}
