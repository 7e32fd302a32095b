namespace AccessBot.Composition;

/// <summary>What strangers who can reach the web server get by it: little memory, little time, and nothing that a browser could be led astray with.</summary>
/// <remarks>
/// Nothing here or elsewhere asks who the caller is by address, host or scheme, so that no forwarded header is read, and none can be forged.
/// TLS and <c>Strict-Transport-Security</c> are the proxy's.
/// </remarks>
internal static class Hardening
{
    // Twice what Slack's door takes, which answers in sentences itself: this is for whatever else there is.
    private const long MostBodyBytes = 1024 * 1024;

    // So that a flood of them costs memory that there is, and what is due is taken away meanwhile.
    private const long MostConnections = 1000;

    private static readonly TimeSpan LongestHeaders = TimeSpan.FromSeconds(10);

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ];

    public static void LimitRequests(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = LongestHeaders;
    });

    /// <summary>Adds the headers to every answer, except those that it has otherwise already.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (http, next) =>
    {
        http.Response.OnStarting(
            static response =>
            {
                foreach (var (name, value) in Headers)
                {
                    ((HttpResponse)response).Headers.TryAdd(name, value);
                }

                return Task.CompletedTask;
            },
            http.Response);
        return next(http);
    });
}
