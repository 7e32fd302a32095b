namespace AccessBot.Sandbox.OneLogin;

/// <summary>What an app's <em>Token Endpoint</em> is set to (developers.onelogin.com/openid-connect/api/authorization-code-grant).</summary>
public enum TokenEndpointMethod
{
    /// <summary>Id and secret in the header.</summary>
    Basic,

    /// <summary>Both in the form.</summary>
    Post,

    /// <summary><em>None (PKCE)</em>: no secret, and the code is worth nothing without its verifier, which the other two don't ask for.</summary>
    Pkce,
}
