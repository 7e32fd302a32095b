using System.Net;
using System.Text.Json;
using AccessBot.Core.Checking;
using AccessBot.OneLogin;
using Microsoft.Extensions.Options;

namespace AccessBot.Dashboard;

/// <summary>Whether there is a dashboard, and if so, whether OneLogin's authorization server is where the settings have it, and whose it says that it is.</summary>
/// <remarks>By the discovery document, which takes no credential (developers.onelogin.com/openid-connect/api/provider-config). Whether OneLogin takes the client secret shows when somebody signs in.</remarks>
internal sealed class DashboardCheck(IOptionsMonitor<DashboardOptions> settings, IOptionsMonitor<OneLoginOptions> oneLogin, IHttpClientFactory clients) : IOnlineCheck
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const string Setting = "Dashboard:Authority";
    private const string Remedy = "Set Dashboard:Authority to the Issuer URL that stands on the SSO tab of the app in OneLogin, or leave it out where that is oidc/2 below OneLogin's address.";

    public string Name => "dashboard";

    public IReadOnlyList<string> MootBy => [CheckCode.OneLoginAway, CheckCode.OneLoginDomain];

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var current = settings.CurrentValue;
        if (!current.IsSet)
        {
            return [new Checked("dashboard: there is none, as Dashboard:Url is not set")];
        }

        var authority = current.AuthorityOf(oneLogin.CurrentValue.Root).AbsoluteUri;
        var what = $"dashboard: {current.Address}, signed in to at {authority}";
        return await ProblemAsync(authority, cancel) is { } problem
            ? [new Checked(what, new CheckProblem(CheckCode.DashboardSignIn, Setting, problem, Remedy))]
            : [new Checked(what), new Checked("dashboard: the app in OneLogin") { Open = $"whether it is as it has to be shows when somebody signs in. Its Redirect URI is {current.RedirectUri}, and its token endpoint's authentication method POST." }];
    }

    /// <summary>What is wrong: a sentence; null if nothing is.</summary>
    private async Task<string?> ProblemAsync(string authority, CancellationToken cancel)
    {
        using var http = clients.CreateClient(SignIn.Scheme);
        try
        {
            using var answer = await http.GetAsync(new Uri(authority + Discovery), cancel);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return $"Nobody can sign in: {authority}{Discovery} is answered with {(int)answer.StatusCode}.";
            }

            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
            var issuer = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("issuer", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
            return string.Equals(issuer?.TrimEnd('/'), authority, StringComparison.Ordinal) ? null
                : issuer is null ? $"What {authority}{Discovery} says is no discovery document: it names no issuer."
                : $"What {authority}{Discovery} says is of another issuer: {issuer}.";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return e is JsonException ? $"What {authority}{Discovery} says is no discovery document." : $"Nobody can sign in: {authority}{Discovery} is not answered.";
        }
    }
}
