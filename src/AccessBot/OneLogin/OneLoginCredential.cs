using System.Net.Http.Headers;
using System.Text;
using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.OneLogin;

/// <summary>Which tenant, and as whom, as configured at this moment. A class, because a record would print the secret.</summary>
internal sealed class OneLoginCredential
{
    private readonly string clientId;

    private OneLoginCredential(OneLoginOptions options) => (Root, clientId, Secret) = (options.Root, options.ClientId, options.ClientSecret);

    public Uri Root { get; }

    public string Secret { get; }

    /// <summary>What goes into the <c>Authorization</c> header of the token endpoint ("Generate Tokens v2", the .NET sample).</summary>
    public AuthenticationHeaderValue Basic => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{Secret}")));

    /// <summary>The configured one.</summary>
    /// <exception cref="RoleDirectoryException">The configuration was reloaded and is not valid any more.</exception>
    public static OneLoginCredential Current(IOptionsMonitor<OneLoginOptions> options)
    {
        try
        {
            return new OneLoginCredential(options.CurrentValue);
        }
        catch (OptionsValidationException e)
        {
            throw new RoleDirectoryException(RoleDirectoryFault.Misconfigured, string.Join(" ", e.Failures), inner: e);
        }
    }

    public bool Is(OneLoginCredential? other) =>
        other is not null && Root == other.Root
        && string.Equals(clientId, other.clientId, StringComparison.Ordinal) && string.Equals(Secret, other.Secret, StringComparison.Ordinal);
}
