namespace AccessBot.Core.Ports;

/// <summary>Slack could not answer a question about people; it may later.</summary>
public sealed class WorkspaceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
