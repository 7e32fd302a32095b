using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>The tenant's authorization server: the authorization code flow of OpenID Connect, of which everything is in its discovery document.</summary>
/// <remarks>
/// <para>developers.onelogin.com/openid-connect/api/provider-config, …/authorization-code, …/authorization-code-grant; what these leave open is by RFC 6749, RFC 7636 and OpenID Connect Core 1.0.</para>
/// <para>In place of a password it asks who one is: everybody who could sign in is a link.</para>
/// </remarks>
internal static class OpenIdCalls
{
    private const string Html = "text/html; charset=utf-8";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    // The sample of the provider configuration.
    private static readonly string[] Scopes = ["openid", "name", "profile", "groups", "email", "phone"];

    public static OneLoginReply Discovery(OneLoginTenant tenant, OneLoginRequest request)
    {
        var issuer = Issuer(tenant, request);
        return OneLoginReply.Json(200, new
        {
            issuer,
            authorization_endpoint = $"{issuer}/auth",
            token_endpoint = $"{issuer}/token",
            jwks_uri = $"{issuer}/certs",
            response_types_supported = new[] { "code" },
            response_modes_supported = new[] { "query" },
            grant_types_supported = new[] { "authorization_code" },
            scopes_supported = Scopes,
            claims_supported = new[] { "sub", "iss", "email", "preferred_username", "name" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
            token_endpoint_auth_methods_supported = new[] { "client_secret_basic", "client_secret_post", "none" },
            code_challenge_methods_supported = new[] { "S256" },
        });
    }

    public static OneLoginReply Keys(OneLoginTenant tenant) => OneLoginReply.Json(200, tenant.SigningKey.PublicKeys());

    /// <summary>Asks who one is.</summary>
    public static OneLoginReply Ask(OneLoginTenant tenant, OneLoginRequest request) => Judge(tenant, request, app =>
    {
        var query = QueryString.Create(request.Query).Value;
        var people = tenant.Users.Where(CanSignIn).OrderBy(user => user.Name, StringComparer.Ordinal)
            .Select(user => $"""<li><a href="auth/as/{user.Id}{Encode(query)}">{Encode(user.Name)}</a> {Encode(user.Email)}</li>""");
        return Page(200, $"Sign in to {app.Name}", $"""
            <p>This is the sandbox's OneLogin. In place of a password it asks who you are:</p>
            <ul>
            {string.Join(Environment.NewLine, people)}
            </ul>
            <p><a href="auth/as/nobody{Encode(query)}">Turn back</a></p>
            """);
    });

    /// <summary>Somebody has said who they are, or has turned back.</summary>
    public static OneLoginReply Choose(OneLoginTenant tenant, OneLoginRequest request, string who) => Judge(tenant, request, app =>
    {
        if (who == "nobody")
        {
            return Back(request, "access_denied", "End-User aborted interaction");
        }

        if (!long.TryParse(who, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || tenant.FindUser(id) is not { } user || !CanSignIn(user))
        {
            return Page(403, "This user can't sign in", "<p>There is no such user, or they are not active.</p>");
        }

        var code = tenant.Apps.Issue(app, id, One(request, "redirect_uri")!, ScopesOf(request), One(request, "nonce"), One(request, "code_challenge"));
        return Back(request, ("code", code));
    });

    /// <summary>Gives a token for a code.</summary>
    public static OneLoginReply Token(OneLoginTenant tenant, OneLoginRequest request)
    {
        if (Client(tenant, request) is not { } app)
        {
            return Refuse(401, "invalid_client", "client authentication failed");
        }

        var form = QueryHelpers.ParseQuery(request.Body);
        if (form.GetValueOrDefault("grant_type") != "authorization_code")
        {
            return Refuse(400, "unsupported_grant_type", "unsupported grant_type requested");
        }

        var grant = tenant.Apps.Take(form.GetValueOrDefault("code").ToString());
        if (grant is null || grant.ClientId != app.ClientId || grant.RedirectUri != form.GetValueOrDefault("redirect_uri") || !IsProven(grant, form.GetValueOrDefault("code_verifier"))
            || tenant.FindUser(grant.User) is not { } user)
        {
            return Refuse(400, "invalid_grant", "grant request is invalid");
        }

        var token = new JsonObject
        {
            ["access_token"] = RandomNumberGenerator.GetHexString(40, lowercase: true),
            ["expires_in"] = (int)TokenLifetime.TotalSeconds,
            ["id_token"] = tenant.SigningKey.Sign(Claims(tenant, request, grant, user)),
            ["scope"] = string.Join(' ', grant.Scopes),
            ["token_type"] = "Bearer",
        };
        return OneLoginReply.Json(200, token);
    }

    private static JsonObject Claims(OneLoginTenant tenant, OneLoginRequest request, OpenIdCode grant, OneLoginUser user)
    {
        var now = tenant.Time.GetUtcNow();
        var claims = new JsonObject
        {
            ["sub"] = tenant.Behaviours.SubjectsAreOpaque ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id}")))[..32] + "-u" : $"{user.Id}",
            ["aud"] = grant.ClientId,
            ["iss"] = Issuer(tenant, request),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + TokenLifetime).ToUnixTimeSeconds(),
        };
        if (grant.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }

        if (grant.Scopes.Any(scope => scope is "email" or "profile"))
        {
            claims["email"] = user.Email;
        }

        if (grant.Scopes.Contains("profile", StringComparer.Ordinal))
        {
            claims["name"] = user.Name;
            claims["preferred_username"] = user.Username ?? user.Email;
        }

        tenant.Behaviours.IdTokensSay?.Invoke(claims);
        return claims;
    }

    /// <summary>Whether somebody is asked at all. Whoever is not known to be the app's, is told and sent nowhere.</summary>
    private static OneLoginReply Judge(OneLoginTenant tenant, OneLoginRequest request, Func<OpenIdApp, OneLoginReply> answer)
    {
        if (tenant.Apps.Find(One(request, "client_id")) is not { } app)
        {
            return Page(400, "invalid_client", "<p>client is invalid</p>");
        }

        if (One(request, "redirect_uri") is not { } redirect || !app.RedirectUris.Contains(redirect, StringComparer.Ordinal))
        {
            return Page(400, "redirect_uri_mismatch", "<p>redirect_uri did not match any client's registered redirect_uri</p>");
        }

        var scopes = ScopesOf(request);
        var challenge = One(request, "code_challenge");
        return One(request, "response_type") != "code" ? Back(request, "unsupported_response_type", "unsupported response_type requested")
            : One(request, "response_mode") is not (null or "query") ? Back(request, "invalid_request", "this sandbox answers by query only")
            : !scopes.Contains("openid", StringComparer.Ordinal) ? Back(request, "invalid_scope", "openid scope must be requested")
            : scopes.Contains("offline_access", StringComparer.Ordinal) ? Back(request, "invalid_scope", "offline_access is not supported on this grant type")
            : challenge is null && app.TokenEndpoint == TokenEndpointMethod.Pkce ? Back(request, "invalid_request", "code_challenge is required")
            : challenge is not null && One(request, "code_challenge_method") != "S256" ? Back(request, "invalid_request", "code_challenge_method must be S256")
            : answer(app);
    }

    private static OpenIdApp? Client(OneLoginTenant tenant, OneLoginRequest request)
    {
        var form = QueryHelpers.ParseQuery(request.Body);
        var (inForm, secretInForm) = (form.GetValueOrDefault("client_id").ToString(), form.TryGetValue("client_secret", out var posted) ? posted.ToString() : null);
        var inHeader = request.Authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? request.Credentials() : null;
        return tenant.Apps.Find(inHeader?.ClientId ?? inForm) is { } app && (app.TokenEndpoint switch
        {
            TokenEndpointMethod.Basic => inHeader?.ClientSecret == app.ClientSecret,
            TokenEndpointMethod.Post => inHeader is null && secretInForm == app.ClientSecret,
            _ => inHeader is null && secretInForm is null,
        }) ? app : null;
    }

    private static bool IsProven(OpenIdCode grant, string? verifier) =>
        grant.Challenge is null || (verifier is not null && WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == grant.Challenge);

    private static bool CanSignIn(OneLoginUser user) => user is { Status: 1, State: 1 };

    private static string Issuer(OneLoginTenant tenant, OneLoginRequest request) => tenant.Behaviours.Issuer ?? $"{request.Root}/oidc/2";

    private static string[] ScopesOf(OneLoginRequest request) => One(request, "scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? One(OneLoginRequest request, string name) => request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    private static OneLoginReply Back(OneLoginRequest request, string error, string description) => Back(request, ("error", error), ("error_description", description));

    private static OneLoginReply Back(OneLoginRequest request, params IEnumerable<(string Name, string Value)> answer) => new()
    {
        Status = 302,
        Headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Location"] = QueryHelpers.AddQueryString(
                One(request, "redirect_uri")!, answer.Append(("state", One(request, "state")!)).Where(one => one.Item2 is not null).Select(one => KeyValuePair.Create(one.Item1, (string?)one.Item2))),
        },
    };

    private static OneLoginReply Refuse(int status, string error, string description) => OneLoginReply.Json(status, new { error, error_description = description });

    private static OneLoginReply Page(int status, string title, string body) => new()
    {
        Status = status,
        ContentType = Html,
        Body = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>{Encode(title)}</title></head>
            <body>
            <h1>{Encode(title)}</h1>
            {body}
            </body>
            </html>

            """,
    };

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
