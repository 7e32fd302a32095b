namespace AccessBot.Tests.Support;

/// <summary>How Slack's deliveries come to AccessBot.</summary>
public enum Door
{
    Http,
    Sockets,
}
