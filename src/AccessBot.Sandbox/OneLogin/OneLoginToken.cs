namespace AccessBot.Sandbox.OneLogin;

internal sealed record OneLoginToken(string Value, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
