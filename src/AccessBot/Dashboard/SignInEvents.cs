using System.Globalization;
using System.Security.Claims;
using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AccessBot.Dashboard;

/// <summary>What is done at the steps of a sign-in: only an admin gets a session, and all that is kept of OneLogin's answer is which user it is.</summary>
internal sealed partial class SignInEvents(AdmitAdmin admit, ICredentialKeeper keeper, IOptionsMonitor<DashboardOptions> settings, ILogger<SignInEvents> logger) : OpenIdConnectEvents
{
    private const string Denied = "access_denied";
    private const string Unnamed = "none that is one";
    private const int LongestWord = 40;

    // What was sealed by an old secret is gone with it, so that whoever is refused begins again, with what is read here.
    private static readonly string[] Credential = [$"{DashboardOptions.Section}:{nameof(DashboardOptions.ClientId)}", $"{DashboardOptions.Section}:{nameof(DashboardOptions.ClientSecret)}"];
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(5);

    /// <summary>The address in the settings and not the one that the browser said: no header decides where OneLogin sends anybody.</summary>
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = settings.CurrentValue.RedirectUri;
        return Task.CompletedTask;
    }

    /// <summary>At the last step: before it, the nonce has not been looked at.</summary>
    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var (subject, email) = (context.Principal?.FindFirstValue("sub") ?? "", context.Principal?.FindFirstValue("email"));
        var (account, no) = await admit.SignInAsync(subject, email, context.HttpContext.RequestAborted);
        if (account is { } admitted)
        {
            context.Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(SignIn.Account, admitted.ToString(CultureInfo.InvariantCulture))], SignIn.Session));
            return;
        }

        await DashboardPage.RefusedAsync(context.HttpContext, no!);
        context.HandleResponse();
    }

    /// <summary>Something that OneLogin said instead, or something that was not begun in this browser.</summary>
    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        var failure = context.Failure!;
        context.HandleResponse();
        switch (Kind(failure))
        {
            case Denied:
                Log.Denied(logger);
                await DashboardPage.DeniedAsync(context.HttpContext);
                break;
            case { } word:
                Log.Refused(logger, word);
                await keeper.ReadAgainAsync(Credential, LongestRead, context.HttpContext.RequestAborted);
                await DashboardPage.MisconfiguredAsync(context.HttpContext);
                break;
            case null when DashboardFaults.IsAway(failure):
                throw failure.GetBaseException() is var cause && DashboardFaults.IsAway(cause) ? cause : failure;
            default:
                Log.NotOurs(logger, failure.GetBaseException().Message);
                await DashboardPage.NotBegunAsync(context.HttpContext);
                break;
        }
    }

    /// <summary>The word by which OneLogin says no (RFC 6749, 4.1.2.1 and 5.2); null if it said nothing. What is none, for a log or a page, is not repeated.</summary>
    private static string? Kind(Exception failure) => failure is not OpenIdConnectProtocolException ? null
        : failure.Data["error"] is string word && word.Length <= LongestWord && word.All(c => char.IsAsciiLetterLower(c) || c == '_') ? word
        : failure.Data.Contains("error") ? Unnamed : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A sign-in to the dashboard came to nothing: OneLogin let somebody not use its app, or they turned back")]
        public static partial void Denied(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Nobody can sign in to the dashboard: OneLogin refuses it with the word '{Word}'. See that Dashboard:ClientId and Dashboard:ClientSecret are those of its app, and that the app's token endpoint has the authentication method POST")]
        public static partial void Refused(ILogger logger, string word);

        [LoggerMessage(LogLevel.Information, "A sign-in to the dashboard was refused: it was not begun in that browser, or its answer can't be believed: {Why}")]
        public static partial void NotOurs(ILogger logger, string why);
    }
}
