namespace AccessBot.Core.Ports;

/// <summary>A webhook did not take what was posted to it. The message says why, and nothing of the address.</summary>
public sealed class WebhookException(string message, bool isFinal, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it is of no use to post it again.</summary>
    public bool IsFinal { get; } = isFinal;
}
