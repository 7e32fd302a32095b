namespace AccessBot.Sandbox.OneLogin;

/// <summary>One time that a user was logged out through the API.</summary>
public sealed record EndedSessions(long UserId, DateTimeOffset At);
