namespace AccessBot.Slack;

/// <summary>How Slack's deliveries come.</summary>
public enum SlackTransport
{
    /// <summary>Slack posts them to <c>/slack/events</c>, signed.</summary>
    Http,

    /// <summary>AccessBot connects to Slack, which sends them down the connection: no public address is needed.</summary>
    SocketMode,
}
