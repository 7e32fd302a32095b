namespace AccessBot.Secrets;

/// <summary>A secret could not be had. The message is for operators, says what to do, and follows "OneLogin:ClientSecret can't be read: ".</summary>
internal sealed class SecretException(string message, Exception? inner = null) : Exception(message, inner);
