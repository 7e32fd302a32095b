namespace AccessBot.Sandbox.Slack;

/// <summary>Slack's own client or server would not let this person do this, so nothing was sent.</summary>
public sealed class NotPossibleInSlackException : InvalidOperationException
{
    public NotPossibleInSlackException()
    {
    }

    public NotPossibleInSlackException(string message)
        : base(message)
    {
    }

    public NotPossibleInSlackException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
