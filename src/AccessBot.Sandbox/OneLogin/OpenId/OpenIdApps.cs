using System.Security.Cryptography;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>The tenant's apps that sign people in by OpenID Connect, and the codes that are out.</summary>
public sealed class OpenIdApps
{
    /// <summary>OneLogin doesn't say how long it takes a code; its authorization server is others' work (node-oidc-provider), in which it is a minute.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, OpenIdApp> _apps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenIdCode> _codes = new(StringComparer.Ordinal);

    internal OpenIdApps(TimeProvider time) => _time = time;

    public OpenIdApp Add(string name, TokenEndpointMethod tokenEndpoint, params IReadOnlyList<string> redirectUris)
    {
        var app = new OpenIdApp { ClientId = Guid.NewGuid().ToString(), ClientSecret = NewSecret(), Name = name, TokenEndpoint = tokenEndpoint, RedirectUris = redirectUris };
        lock (_gate)
        {
            _apps.Add(app.ClientId, app);
        }

        return app;
    }

    /// <summary>Gives the app a new secret (<em>Regenerate client secret</em>); the old one is refused from now on.</summary>
    public OpenIdApp Rotate(string clientId) => Change(clientId, app => app with { ClientSecret = NewSecret() });

    public OpenIdApp Change(string clientId, Func<OpenIdApp, OpenIdApp> change)
    {
        lock (_gate)
        {
            return _apps[clientId] = change(_apps[clientId]);
        }
    }

    internal OpenIdApp? Find(string? clientId)
    {
        lock (_gate)
        {
            return clientId is null ? null : _apps.GetValueOrDefault(clientId);
        }
    }

    internal string Issue(OpenIdApp app, long user, string redirectUri, IReadOnlyList<string> scopes, string? nonce, string? challenge)
    {
        var code = NewSecret();
        lock (_gate)
        {
            _codes.Add(code, new OpenIdCode(app.ClientId, user, redirectUri, scopes, nonce, challenge, _time.GetUtcNow() + CodeLifetime));
        }

        return code;
    }

    /// <summary>What a code stands for, once; null when there is none, it was taken or is too old.</summary>
    internal OpenIdCode? Take(string code)
    {
        lock (_gate)
        {
            return _codes.Remove(code, out var taken) && taken.ExpiresAt > _time.GetUtcNow() ? taken : null;
        }
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);
}
