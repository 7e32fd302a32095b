namespace AccessBot.Sandbox.OneLogin;

/// <summary>An API credential: what a client presents to get a token.</summary>
public sealed record OneLoginCredential
{
    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    public required OneLoginScope Scope { get; init; }

    /// <summary>Who made the credential: what is done with it is shown as theirs.</summary>
    public required OneLoginActor Owner { get; init; }

    /// <summary>
    /// The user who made the credential was deleted: the token endpoint then answers 500, not 401
    /// (developers.onelogin.com/api-docs/2/oauth20-tokens/generate-tokens-2).
    /// </summary>
    public bool OwnerDeleted { get; init; }
}
