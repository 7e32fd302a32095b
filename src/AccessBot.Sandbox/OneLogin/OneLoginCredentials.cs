using System.Security.Cryptography;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// The tenant's API credentials and the one token that each of them has. Asking again gives the same token until it
/// expires or is revoked (developers.onelogin.com/api-docs/2/oauth20-tokens/generate-tokens-2).
/// </summary>
public sealed class OneLoginCredentials
{
    /// <summary>The owner of credentials for which no other is named: the account that AccessBot's manual tells to make for it.</summary>
    public static readonly OneLoginActor ServiceAccount = new(2, "AccessBot Service");

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, OneLoginCredential> _credentials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OneLoginToken> _tokens = new(StringComparer.Ordinal);

    internal OneLoginCredentials(TimeProvider time) => _time = time;

    /// <summary>How long a token lives: 36 000 seconds in OneLogin. Applies to tokens issued from now on.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(36_000);

    /// <param name="scope">What it may do.</param>
    /// <param name="owner">Who makes it; the service account unless told.</param>
    public OneLoginCredential Add(OneLoginScope scope, OneLoginActor? owner = null)
    {
        var credential = new OneLoginCredential { ClientId = NewSecret(), ClientSecret = NewSecret(), Scope = scope, Owner = owner ?? ServiceAccount };
        lock (_gate)
        {
            _credentials.Add(credential.ClientId, credential);
        }

        return credential;
    }

    /// <summary>Gives the credential a new secret. A token that it already had lives on.</summary>
    public OneLoginCredential Rotate(string clientId) => Change(clientId, c => c with { ClientSecret = NewSecret() });

    /// <summary>Deletes the user who made the credential: from now on the token endpoint answers 500.</summary>
    public void DeleteOwner(string clientId) => Change(clientId, c => c with { OwnerDeleted = true });

    /// <summary>Changes what the credential may do; its token changes with it.</summary>
    public void ChangeScope(string clientId, OneLoginScope scope) => Change(clientId, c => c with { Scope = scope });

    /// <summary>Deletes the credential, and its token with it.</summary>
    public void Revoke(string clientId)
    {
        lock (_gate)
        {
            _credentials.Remove(clientId);
            _tokens.Remove(clientId);
        }
    }

    /// <summary>Ends every token now; the next request for one gets a fresh one.</summary>
    public void ExpireTokens()
    {
        lock (_gate)
        {
            _tokens.Clear();
        }
    }

    internal OneLoginCredential? Find(string clientId, string clientSecret)
    {
        lock (_gate)
        {
            return _credentials.TryGetValue(clientId, out var credential) && credential.ClientSecret == clientSecret ? credential : null;
        }
    }

    internal OneLoginToken TokenFor(OneLoginCredential credential)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (!_tokens.TryGetValue(credential.ClientId, out var token) || token.ExpiresAt <= now)
            {
                token = new OneLoginToken(NewSecret(), now, now + TokenLifetime);
                _tokens[credential.ClientId] = token;
            }

            return token;
        }
    }

    internal bool RevokeToken(OneLoginCredential credential, string value)
    {
        lock (_gate)
        {
            return _tokens.TryGetValue(credential.ClientId, out var token) && token.Value == value && _tokens.Remove(credential.ClientId);
        }
    }

    /// <summary>The credential that a bearer token stands for now; null when it is unknown, expired or revoked.</summary>
    internal OneLoginCredential? Behind(string bearer)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var (clientId, token) in _tokens)
            {
                if (token.Value == bearer && token.ExpiresAt > now)
                {
                    return _credentials[clientId];
                }
            }

            return null;
        }
    }

    private OneLoginCredential Change(string clientId, Func<OneLoginCredential, OneLoginCredential> change)
    {
        lock (_gate)
        {
            return _credentials[clientId] = change(_credentials[clientId]);
        }
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);
}
