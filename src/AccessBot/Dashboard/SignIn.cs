using AccessBot.OneLogin;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AccessBot.Dashboard;

/// <summary>How OneLogin signs people in, and how a browser stays so, by the settings of the moment.</summary>
/// <remarks>
/// <para>OneLogin's discovery says where everything is (developers.onelogin.com/openid-connect/api/provider-config); of its scopes, <c>openid</c> brings the user as <c>sub</c>, and
/// <c>email</c> the address (developers.onelogin.com/openid-connect/scopes). The client secret goes in the form, which is what OneLogin calls the token
/// endpoint's authentication method <em>POST</em> (developers.onelogin.com/openid-connect/api/authorization-code-grant).</para>
/// <para>The answer comes in the address and not as a form that is posted from another site: so the cookies need not be sent from other sites.</para>
/// </remarks>
internal sealed class SignIn(
    IOptionsFactory<DashboardOptions> settings, IOptionsMonitor<OneLoginOptions> oneLogin, IHttpClientFactory clients, TimeProvider clock)
    : IConfigureNamedOptions<OpenIdConnectOptions>, IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>The name of both: of how OneLogin is asked, and of the HTTP client that asks it.</summary>
    public const string Scheme = "Dashboard";

    /// <summary>The name of the cookie, and of how it is read.</summary>
    public const string Session = "accessbot";

    /// <summary>The claim that a session consists of: a OneLogin user id.</summary>
    public const string Account = "onelogin_user";

    /// <summary>From a sign-in, whatever is done meanwhile.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // Made anew and not as remembered: of two that hear of a change, this one may be the first.
    private DashboardOptions Current => settings.Create(Options.DefaultName);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name != Scheme)
        {
            return;
        }

        var current = Current;
        var authority = current.AuthorityOf(oneLogin.CurrentValue.Root);
        options.SignInScheme = Session;
        options.Authority = authority.AbsoluteUri;
        options.RequireHttpsMetadata = !authority.IsLoopback;
        options.ClientId = current.ClientId;
        options.ClientSecret = current.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.CallbackPath = DashboardOptions.SignedIn;

        // OneLogin can't sign anybody out here: an answer is asked for anew every few seconds.
        options.RemoteSignOutPath = default;
        options.SignedOutCallbackPath = default;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.Backchannel = clients.CreateClient(Scheme);
        options.EventsType = typeof(SignInEvents);
        options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) => IsNow(from, until);
        Bind(options.CorrelationCookie, current, $"{Session}.begun.");
        Bind(options.NonceCookie, current, $"{Session}.nonce.");
    }

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != Session)
        {
            return;
        }

        Bind(options.Cookie, Current, Session);
        options.Cookie.Path = DashboardOptions.Path;
        options.ExpireTimeSpan = Longest;
        options.SlidingExpiration = false;
    }

    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    private static void Bind(CookieBuilder cookie, DashboardOptions current, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;

        // By the address that browsers use: TLS ends at a proxy, and no request says so.
        cookie.SecurePolicy = current.IsOverTls ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } begin || begin - Skew <= now);
    }
}
