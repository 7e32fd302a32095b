namespace AccessBot.Dashboard;

/// <summary>Where admins look at jobs and how OneLogin signs them in: the configuration section <c>Dashboard</c>. Nothing of it is there as long as nothing is set.</summary>
internal sealed class DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>The path that the dashboard is served below.</summary>
    public const string Path = "/jobs";

    /// <summary>Where OneLogin sends browsers back to, below <see cref="Path"/>.</summary>
    public const string SignedIn = "/signed-in";

    /// <summary>What OneLogin's authorization server is at, below the tenant's address (developers.onelogin.com/openid-connect/api/provider-config).</summary>
    public const string UsualAuthority = "oidc/2";

    /// <summary>The address that browsers reach AccessBot at, such as <c>https://access.acme.com</c>: redirects are made of it and never of what a request says. All of this and the next two, or none.</summary>
    public string? Url { get; set; }

    /// <summary>Of an app of the kind <em>OpenId Connect (OIDC)</em> in OneLogin.</summary>
    public string? ClientId { get; set; }

    /// <summary>Its secret. What is kept in browsers is sealed with it, so that a replaced one ends all sessions.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>For shards and tests; <see cref="UsualAuthority"/> below OneLogin's address unless set.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether it is all there.</summary>
    internal bool IsSet => !string.IsNullOrWhiteSpace(Url) && !string.IsNullOrWhiteSpace(ClientId) && !string.IsNullOrWhiteSpace(ClientSecret);

    /// <summary>The dashboard, as browsers reach it.</summary>
    internal string Address => $"{Url?.TrimEnd('/')}{Path}";

    /// <summary>What has to stand in OneLogin as the app's redirect URI.</summary>
    internal string RedirectUri => Address + SignedIn;

    /// <summary>Whether browsers reach it over TLS.</summary>
    internal bool IsOverTls => Url?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>OneLogin's authorization server, without a slash at its end, as an issuer is written.</summary>
    /// <param name="tenant">The address of the tenant, which ends with a slash.</param>
    internal Uri AuthorityOf(Uri tenant) => string.IsNullOrWhiteSpace(Authority) ? new Uri(tenant, UsualAuthority) : new Uri(Authority.TrimEnd('/'));
}
