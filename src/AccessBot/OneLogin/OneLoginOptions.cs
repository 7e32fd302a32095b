namespace AccessBot.OneLogin;

/// <summary>Where the OneLogin tenant is and how AccessBot presents itself to it: the configuration section <c>OneLogin</c>.</summary>
internal sealed class OneLoginOptions
{
    public const string Section = "OneLogin";

    /// <summary>The tenant's host, such as <c>acme.onelogin.com</c>. Required.</summary>
    public string Domain { get; set; } = "";

    /// <summary>For shards, proxies and tests; <c>https://{Domain}</c> unless set. A path in it is kept in front of every call.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>
    /// An API credential with the scope <em>Manage All</em>, the only one that may change who is in a role
    /// (developers.onelogin.com: "Working with API Credentials", "Add Role Users"). Required.
    /// </summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret. Read again for every token, so that a rotated one takes effect without a restart. Required.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// How many users one call takes out of a role, 1 to 500. OneLogin documents no bound; a public migration tool sends 50.
    /// </summary>
    public int UsersPerCall { get; set; } = 50;

    /// <summary>The address that every path is relative to; ends with a slash, because <see cref="Uri"/> drops a last segment without.</summary>
    internal Uri Root => new((string.IsNullOrWhiteSpace(BaseUrl) ? $"https://{Domain}" : BaseUrl).TrimEnd('/') + "/");
}
