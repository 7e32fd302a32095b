namespace AccessBot.Persistence;

/// <summary>The database can't be used, for a reason that the message tells an operator.</summary>
internal sealed class DatabaseStartException(string message, Exception inner) : Exception(message, inner);
