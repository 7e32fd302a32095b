using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.OneLogin;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessBot.Tests.Sandbox;

/// <summary>The tenant's authorization server takes what OneLogin's takes, and refuses the rest.</summary>
public sealed class OneLoginOpenIdTests
{
    private const string Back = "https://app.acme.test/back";
    private const string Verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";

    [Fact]
    public async Task Its_discovery_document_says_where_everything_is()
    {
        await using var host = await OneLoginHost.StartAsync();

        var said = (await host.GetAsync("oidc/2/.well-known/openid-configuration")).Json!;

        var issuer = $"{host.Client.BaseAddress}oidc/2";
        Assert.Equal(issuer, said["issuer"]!.GetValue<string>());
        Assert.Equal([$"{issuer}/auth", $"{issuer}/token", $"{issuer}/certs"], new[] { "authorization_endpoint", "token_endpoint", "jwks_uri" }.Select(name => said[name]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(TokenEndpointMethod.Basic)]
    [InlineData(TokenEndpointMethod.Post)]
    [InlineData(TokenEndpointMethod.Pkce)]
    public async Task Somebody_signs_in_and_the_token_says_who_it_is_and_is_signed(TokenEndpointMethod method)
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", method, Back);

        var page = await host.GetAsync(Ask(app));
        var code = await CodeAsync(host, app);
        var answer = await RedeemAsync(host, app, code);

        Assert.Contains("Rita Vale", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var parts = answer.Json!["id_token"]!.GetValue<string>().Split('.');
        var key = (await host.GetAsync("oidc/2/certs")).Json!["keys"]![0]!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = WebEncoders.Base64UrlDecode(key["n"]!.GetValue<string>()), Exponent = WebEncoders.Base64UrlDecode(key["e"]!.GetValue<string>()) });
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claims = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[1]))!;
        Assert.Equal(
            ("11", app.ClientId, $"{host.Client.BaseAddress}oidc/2", "a-nonce", "rita@acme.test", host.Time.GetUtcNow().ToUnixTimeSeconds(), host.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds()),
            (Text("sub"), Text("aud"), Text("iss"), Text("nonce"), Text("email"), claims["iat"]!.GetValue<long>(), claims["exp"]!.GetValue<long>()));

        string Text(string name) => claims[name]!.GetValue<string>();
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("redirect_uri", "https://evil.test/back")]
    [InlineData("redirect_uri", Back + "/more")]
    public async Task Who_is_not_known_to_be_the_app_s_is_sent_nowhere(string name, string value)
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", TokenEndpointMethod.Post, Back);

        Assert.Equal(HttpStatusCode.BadRequest, (await host.GetAsync(Ask(app, (name, value)))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.GetAsync(Choose(app, OneLoginHost.Rita, (name, value)))).Status);
    }

    [Theory]
    [InlineData(TokenEndpointMethod.Post, "scope", "email", "invalid_scope")]
    [InlineData(TokenEndpointMethod.Post, "scope", "openid offline_access", "invalid_scope")]
    [InlineData(TokenEndpointMethod.Post, "response_type", "token", "unsupported_response_type")]
    [InlineData(TokenEndpointMethod.Post, "code_challenge_method", "plain", "invalid_request")]
    [InlineData(TokenEndpointMethod.Pkce, "code_challenge", null, "invalid_request")]
    public async Task What_is_asked_wrongly_is_answered_with_the_word_for_it(TokenEndpointMethod method, string name, string? value, string error)
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", method, Back);

        var answer = await AskedAsync(host, Ask(app, (name, value)));

        Assert.Equal((error, "a-state"), (answer["error"].ToString(), answer["state"].ToString()));
    }

    [Fact]
    public async Task Who_is_not_active_can_not_sign_in_and_is_not_listed()
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", TokenEndpointMethod.Post, Back);
        host.Tenant.ChangeUser(OneLoginHost.Rita, user => user with { Status = 2 });

        Assert.DoesNotContain("Rita", (await host.GetAsync(Ask(app))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync(Choose(app, OneLoginHost.Rita))).Status);
    }

    [Theory]
    [InlineData("taken before")]
    [InlineData("too old")]
    [InlineData("another redirect")]
    [InlineData("another verifier")]
    [InlineData("no verifier")]
    [InlineData("another app")]
    [InlineData("made up")]
    public async Task A_code_is_taken_once_in_a_minute_from_the_app_that_asked_with_its_verifier(string what)
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", TokenEndpointMethod.Post, Back);
        var code = await CodeAsync(host, app);
        switch (what)
        {
            case "taken before":
                Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(host, app, code)).Status);
                break;
            case "too old":
                host.Time.Advance(OpenIdApps.CodeLifetime);
                break;
            case "another app":
                app = host.Tenant.Apps.Add("Other", TokenEndpointMethod.Post, Back);
                break;
        }

        var answer = await RedeemAsync(
            host, app, what == "made up" ? "1234" : code, what == "another redirect" ? Back + "2" : Back, what switch { "another verifier" => Verifier + "2", "no verifier" => null, _ => Verifier });

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.Status, answer.Json!["error"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(TokenEndpointMethod.Post, TokenEndpointMethod.Basic)]
    [InlineData(TokenEndpointMethod.Basic, TokenEndpointMethod.Post)]
    [InlineData(TokenEndpointMethod.Post, TokenEndpointMethod.Pkce)]
    [InlineData(TokenEndpointMethod.Pkce, TokenEndpointMethod.Post)]
    public async Task A_secret_that_comes_otherwise_than_it_is_set_is_refused(TokenEndpointMethod set, TokenEndpointMethod sent)
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", set, Back);

        var answer = await RedeemAsync(host, app with { TokenEndpoint = sent }, await CodeAsync(host, app));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.Status, answer.Json!["error"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_secret_that_was_replaced_is_refused()
    {
        await using var host = await OneLoginHost.StartAsync();
        var app = host.Tenant.Apps.Add("App", TokenEndpointMethod.Post, Back);
        var code = await CodeAsync(host, app);
        var rotated = host.Tenant.Apps.Rotate(app.ClientId);

        var old = await RedeemAsync(host, app, code);
        var current = await RedeemAsync(host, rotated, code);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (old.Status, current.Status));
    }

    private static string Ask(OpenIdApp app, params (string Name, string? Value)[] instead) => $"oidc/2/auth{Query(app, instead)}";

    private static string Choose(OpenIdApp app, long user, params (string Name, string? Value)[] instead) => $"oidc/2/auth/as/{user}{Query(app, instead)}";

    private static string Query(OpenIdApp app, (string Name, string? Value)[] instead)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = app.ClientId, ["redirect_uri"] = Back, ["response_type"] = "code", ["scope"] = "openid email", ["state"] = "a-state", ["nonce"] = "a-nonce",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))), ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in instead)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString("", query.Where(one => one.Value is not null));
    }

    private static async Task<string> CodeAsync(OneLoginHost host, OpenIdApp app) => (await AskedAsync(host, Choose(app, OneLoginHost.Rita)))["code"].ToString();

    /// <summary>What the browser is sent back with.</summary>
    private static async Task<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>> AskedAsync(OneLoginHost host, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };
        using var answer = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(Back + "?", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(answer.Headers.Location.Query);
    }

    private static async Task<OneLoginHost.Answer> RedeemAsync(OneLoginHost host, OpenIdApp app, string code, string redirect = Back, string? verifier = Verifier)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirect };
        if (verifier is not null)
        {
            form["code_verifier"] = verifier;
        }

        if (app.TokenEndpoint != TokenEndpointMethod.Basic)
        {
            form["client_id"] = app.ClientId;
        }

        if (app.TokenEndpoint == TokenEndpointMethod.Post)
        {
            form["client_secret"] = app.ClientSecret;
        }

        var basic = app.TokenEndpoint == TokenEndpointMethod.Basic ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.ClientId}:{app.ClientSecret}")) : null;
        using var content = new FormUrlEncodedContent(form);
        return await host.SendAsync(HttpMethod.Post, "oidc/2/token", await content.ReadAsStringAsync(), basic);
    }
}
