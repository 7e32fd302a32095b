namespace AccessBot.Identity;

/// <summary>How people in Slack are found in OneLogin: the configuration section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    public const string Section = "Identity";

    /// <summary>Domains that stand for others, such as <c>acme.com=acme.io,acme.co.uk; other.com=other.io</c>; none unless set.</summary>
    public string? AliasDomains { get; set; }
}
