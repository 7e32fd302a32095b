using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using AccessBot.Core.Rules;

namespace AccessBot.Dashboard;

/// <summary>The pages that are shown in place of the dashboard: what was wrong and what to do. They need nothing but one style sheet, and browsers may do nothing with them.</summary>
internal static class DashboardPage
{
    private const string ForAdmins = "AccessBot's jobs are for its admins";
    private const string Style = "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}h1{font-size:1.5rem}";

    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; frame-ancestors 'none'";

    public static Task RefusedAsync(HttpContext http, Refusal no) => WriteAsync(http, StatusCodes.Status403Forbidden, ForAdmins, no.Sentence);

    public static Task DeniedAsync(HttpContext http) => WriteAsync(
        http, StatusCodes.Status403Forbidden, ForAdmins, "OneLogin did not sign you in. If you did not turn back yourself, have OneLogin's app for this page assigned to you, then try again.");

    public static Task NotSignedInAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status401Unauthorized, ForAdmins, "You are not signed in. Open the page anew.");

    public static Task NotBegunAsync(HttpContext http) => WriteAsync(
        http, StatusCodes.Status400BadRequest, "This sign-in can't be finished", "It was not begun in this browser, was begun too long ago, or was finished already. Begin again.");

    public static Task MisconfiguredAsync(HttpContext http) => WriteAsync(
        http, StatusCodes.Status503ServiceUnavailable, "Nobody can sign in", "OneLogin does not take AccessBot's client secret or what it asks. Try again; if this stays, tell who operates AccessBot: its log says why.");

    public static Task AwayAsync(HttpContext http, string who) => WriteAsync(
        http, StatusCodes.Status503ServiceUnavailable, "It can't be told who you are", $"{who} does not answer at the moment, and without that nobody is let in. Try again in a minute.");

    public static Task BrokenAsync(HttpContext http) => WriteAsync(
        http, StatusCodes.Status503ServiceUnavailable, "The jobs can't be shown", "Something went wrong, and AccessBot's log says what. Try again in a minute.");

    public static Task ReadOnlyAsync(HttpContext http) => WriteAsync(
        http, StatusCodes.Status405MethodNotAllowed, "Nothing can be changed here", "The dashboard only shows jobs. What is due comes of the requests themselves, and is done again until it is done.");

    private static Task WriteAsync(HttpContext http, int status, string heading, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{HtmlEncoder.Default.Encode(heading)}</title><style>{Style}</style></head>
            <body>
            <h1>{HtmlEncoder.Default.Encode(heading)}</h1>
            <p>{HtmlEncoder.Default.Encode(sentence)}</p>
            <p><a href="{DashboardOptions.Path}">Try again</a></p>
            </body>
            </html>

            """,
            http.RequestAborted);
    }
}
