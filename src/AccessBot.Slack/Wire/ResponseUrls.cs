namespace AccessBot.Slack.Wire;

/// <summary>Which addresses are Slack's: a payload must not make this program call somebody else.</summary>
internal static class ResponseUrls
{
    /// <summary>https at slack.com or below, or the server that the Web API is reached at.</summary>
    public static bool Allow(Uri address, Uri apiBaseUrl)
    {
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0)
            return false;

        var isSlack = IsHttps(address) && address.IsDefaultPort
            && (Same(address.IdnHost, "slack.com") || address.IdnHost.EndsWith(".slack.com", StringComparison.OrdinalIgnoreCase));

        var isTheApis = Same(address.Scheme, apiBaseUrl.Scheme) && Same(address.IdnHost, apiBaseUrl.IdnHost) && address.Port == apiBaseUrl.Port;

        return isSlack || isTheApis;
    }

    private static bool IsHttps(Uri address) => Same(address.Scheme, Uri.UriSchemeHttps);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
