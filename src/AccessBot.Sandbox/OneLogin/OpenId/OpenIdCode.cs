namespace AccessBot.Sandbox.OneLogin;

/// <summary>What an authorization code stands for.</summary>
internal sealed record OpenIdCode(string ClientId, long User, string RedirectUri, IReadOnlyList<string> Scopes, string? Nonce, string? Challenge, DateTimeOffset ExpiresAt);
