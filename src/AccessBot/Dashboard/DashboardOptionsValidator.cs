using Microsoft.Extensions.Options;

namespace AccessBot.Dashboard;

/// <summary>Says everything that is wrong with the section at once, with the remedy. No value is repeated: somebody may have put a secret into it.</summary>
internal sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    /// <summary>OneLogin's have twice as many. Sessions are sealed with it, so that it must not be one that can be guessed.</summary>
    private const int ShortestSecret = 32;

    private const string Example = "https://access.acme.com";
    private const string Tab = "the SSO tab of the app in OneLogin";

    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        (string Key, string? Value)[] all = [("Url", options.Url), ("ClientId", options.ClientId), ("ClientSecret", options.ClientSecret), ("Authority", options.Authority)];
        var given = all.Where(setting => !string.IsNullOrWhiteSpace(setting.Value)).Select(setting => setting.Key).ToList();
        if (given.Count == 0)
        {
            return ValidateOptionsResult.Success;
        }

        List<string> wrong =
        [
            .. all.SkipLast(1).Where(setting => !given.Contains(setting.Key, StringComparer.Ordinal)).Select(setting =>
                $"Dashboard:{setting.Key} is not set, and Dashboard:{given[0]} is. Set all of Dashboard:Url, Dashboard:ClientId and Dashboard:ClientSecret, or none of them for no dashboard."),
            .. Url(options.Url), .. Trimmed("ClientId", options.ClientId), .. Trimmed("ClientSecret", options.ClientSecret), .. Secret(options.ClientSecret), .. Authority(options.Authority),
        ];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Url(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            yield break;
        }

        if (Read(address) is not { AbsolutePath: "/" } url)
        {
            yield return $"Dashboard:Url is not an address of the form {Example}. Give the one that browsers reach AccessBot at, without a path.";
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return "Dashboard:Url is plain http, over which a session could be stolen. Use https; http is accepted for this machine only.";
        }
    }

    private static IEnumerable<string> Authority(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            yield break;
        }

        if (Read(address) is not { } url)
        {
            yield return "Dashboard:Authority is not an address of the form https://host/path. Leave it out to use oidc/2 below OneLogin's address.";
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return "Dashboard:Authority is plain http, which would send the client secret in the clear. Use https; http is accepted for this machine only.";
        }
    }

    private static IEnumerable<string> Trimmed(string key, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value) && value.Length != value.Trim().Length)
        {
            yield return $"Dashboard:{key} begins or ends with white space. Set it again without; in a file, without a line break at the end.";
        }
    }

    private static IEnumerable<string> Secret(string? secret)
    {
        if (!string.IsNullOrWhiteSpace(secret) && secret.Trim().Length < ShortestSecret)
        {
            yield return $"Dashboard:ClientSecret has fewer than {ShortestSecret} characters, as no client secret of OneLogin's has. Copy it from {Tab}.";
        }
    }

    private static Uri? Read(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.UserInfo.Length + url.Query.Length + url.Fragment.Length == 0 ? url : null;
}
