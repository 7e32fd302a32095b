namespace AccessBot.Core.Ports;

/// <summary>It can't be told now who is on call. Nobody counts as on call by that, nor as not.</summary>
/// <param name="message">What the service did, as a sentence for an operator.</param>
/// <param name="inner">What came of the call.</param>
public sealed class OnCallUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
