namespace AccessBot.Core.Ports;

/// <summary>The database does not answer. Nothing was changed, as far as can be told; the same call may work later.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
