using System.Globalization;
using AccessBot.Core.UseCases;
using Microsoft.AspNetCore.Authentication;

namespace AccessBot.Dashboard;

/// <summary>Lets nobody through to Hangfire's pages but who has signed in and is an admin now.</summary>
internal sealed class DashboardDoor(RequestDelegate next, AdmitAdmin admit)
{
    public async Task InvokeAsync(HttpContext http)
    {
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

    private static async Task<long?> AccountAsync(HttpContext http)
    {
        var session = await http.AuthenticateAsync(SignIn.Session);
        return long.TryParse(session.Principal?.FindFirst(SignIn.Account)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null;
    }

    /// <summary>Somebody before a browser is sent to OneLogin and back to the page; what a page fetches beside itself can't be.</summary>
    /// <remarks>Back to the path as it is written here: below one that differs by its case browsers would not send the session.</remarks>
    private static Task AskToSignInAsync(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html")
            ? http.ChallengeAsync(SignIn.Scheme, new AuthenticationProperties { RedirectUri = $"{DashboardOptions.Path}{http.Request.Path}{http.Request.QueryString}" })
            : DashboardPage.NotSignedInAsync(http);
}
