using Microsoft.Extensions.Options;

namespace AccessBot.OneLogin;

/// <summary>Says everything that is wrong with the section at once, with the remedy. Written by hand because the generated messages say neither.</summary>
internal sealed class OneLoginOptionsValidator : IValidateOptions<OneLoginOptions>
{
    public ValidateOptionsResult Validate(string? name, OneLoginOptions options)
    {
        List<string> wrong = [.. Domain(options.Domain), .. BaseUrl(options.BaseUrl), .. Credential(nameof(options.ClientId), options.ClientId), .. Credential(nameof(options.ClientSecret), options.ClientSecret), .. UsersPerCall(options.UsersPerCall)];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Domain(string domain)
    {
        if (string.IsNullOrWhiteSpace(domain))
        {
            yield return "OneLogin:Domain is not set. Set it to your OneLogin host, for example acme.onelogin.com.";
        }
        else if (Uri.CheckHostName(domain) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            yield return $"OneLogin:Domain is '{domain}', which is not a host name. Give the host alone, for example acme.onelogin.com; an address with a scheme or a path belongs in OneLogin:BaseUrl.";
        }
    }

    private static IEnumerable<string> BaseUrl(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            yield break;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            // The value is not repeated: somebody may have put a password into it.
            yield return "OneLogin:BaseUrl is not an address of the form https://host/path. Leave it out to use https://{OneLogin:Domain}.";
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return "OneLogin:BaseUrl is plain http, which would send the API credential in the clear. Use https; http is accepted for this machine only.";
        }
    }

    private static IEnumerable<string> Credential(string key, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            yield return $"OneLogin:{key} is not set. In OneLogin, under Developers > API Credentials, make a credential with Manage All and set OneLogin:ClientId and OneLogin:ClientSecret to its two values.";
        }
        else if (value.Length != value.Trim().Length)
        {
            yield return $"OneLogin:{key} begins or ends with white space. Set it again without; in a file, without a line break at the end.";
        }
    }

    private static IEnumerable<string> UsersPerCall(int users)
    {
        if (users is < 1 or > 500)
        {
            yield return $"OneLogin:UsersPerCall is {users}. Give a number from 1 to 500, or leave it out for 50.";
        }
    }
}
