using System.Globalization;
using AccessBot.Core.UseCases;
using Microsoft.AspNetCore.Authentication;

namespace AccessBot.Dashboard;

/// <summary>Lets through to Hangfire's pages what reads, of somebody who has signed in and is an admin now, and nothing else.</summary>
internal sealed class DashboardDoor(RequestDelegate next, AdmitAdmin admit)
{
    // By which Hangfire's pages ask for their numbers. They post it, and it changes nothing.
    private const string Numbers = "/stats";

    public async Task InvokeAsync(HttpContext http)
    {
        if (!Reads(http.Request))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            await DashboardPage.ReadOnlyAsync(http);
            return;
        }

        if (await AccountAsync(http) is not { } account)
        {
            await AskToSignInAsync(http);
            return;
        }

        if (await admit.VisitAsync(account, http.RequestAborted) is { } no)
        {
            // Who is let in again, signs in again, and is written down by that.
            await http.SignOutAsync(SignIn.Session);
            await DashboardPage.RefusedAsync(http, no);
            return;
        }

        await next(http);
    }

    private static bool Reads(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || (HttpMethods.IsPost(request.Method) && request.Path == Numbers);

    private static async Task<long?> AccountAsync(HttpContext http)
    {
        var session = await http.AuthenticateAsync(SignIn.Session);
        return long.TryParse(session.Principal?.FindFirst(SignIn.Account)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null;
    }

    /// <summary>Somebody before a browser is sent to OneLogin and back to the page; what a page fetches beside itself can't be.</summary>
    private static Task AskToSignInAsync(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html")
            ? http.ChallengeAsync(SignIn.Scheme, new AuthenticationProperties { RedirectUri = $"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}" })
            : DashboardPage.NotSignedInAsync(http);
}
