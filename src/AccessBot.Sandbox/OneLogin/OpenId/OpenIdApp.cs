namespace AccessBot.Sandbox.OneLogin;

/// <summary>An app of the kind <em>OpenId Connect (OIDC)</em>, as it is set up in OneLogin (developers.onelogin.com/openid-connect/connect-to-onelogin).</summary>
public sealed record OpenIdApp
{
    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>What people see that they sign in to.</summary>
    public required string Name { get; init; }

    /// <summary>Where browsers may be sent back to, each as a whole.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>How its secret comes to the token endpoint; OneLogin's own default is Basic.</summary>
    public TokenEndpointMethod TokenEndpoint { get; init; } = TokenEndpointMethod.Basic;
}
