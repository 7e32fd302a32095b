using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>What differs between real tenants, or is not documented, and so must be borne either way.</summary>
public sealed class OneLoginBehaviours
{
    /// <summary>How long after a write through the API its readers still see the old state; mind that the write counts at once.</summary>
    public TimeSpan WritesVisibleAfter { get; set; }

    /// <summary>How long each call waits, by the tenant's clock, before its work is done and answered.</summary>
    public TimeSpan AnswersTake { get; set; }

    /// <summary>
    /// How many calls are served at once; one above that gets 502 from the gateway, and nothing is done. A real tenant did that
    /// to 10 of 504 reads within 21 seconds (terraform-provider-onelogin issue 219). Null serves any number.
    /// </summary>
    public int? AtOnceAtMost { get; set; }

    public NonMemberRevocation RevocationOfNonMember { get; set; }

    public TokenErrorShape TokenErrors { get; set; }

    /// <summary>Whether <c>expires_in</c> of a token that is handed out again counts down; the documentation does not say.</summary>
    public bool ExpiresInCountsDown { get; set; }

    /// <summary>Whether the account's subscription includes Delegated Administration, without which there is no list of privileges.</summary>
    public bool DelegatedAdministration { get; set; } = true;

    /// <summary>
    /// Whether the <c>sub</c> of an id token is none of the ids of users. In OneLogin's sample it is a number of their length
    /// (developers.onelogin.com/openid-connect/scopes), and nothing says that it is one.
    /// </summary>
    public bool SubjectsAreOpaque { get; set; }

    /// <summary>What the authorization server says that it is, in place of the address that it is reached at.</summary>
    public string? Issuer { get; set; }

    /// <summary>Changes what id tokens say, before they are signed: for tokens that nobody should believe.</summary>
    public Action<JsonObject>? IdTokensSay { get; set; }

    /// <summary>Calls to <c>/api/1</c> per hour and account (developers.onelogin.com/api-docs/2/oauth20-tokens/get-rate-limit); above it they get 429.</summary>
    public int FirstVersionCallsPerHour { get; set; } = 5000;
}
