using System.Net;
using AccessBot.Dashboard;
using AccessBot.Sandbox;
using Microsoft.Net.Http.Headers;

namespace AccessBot.Tests.Support;

/// <summary>
/// A browser and the proxy before AccessBot, that takes TLS off: it keeps cookies whatever the test's clock says of their age, follows redirects
/// one by one, and takes what is addressed to <see cref="Public"/> to a bot.
/// </summary>
internal sealed class Visitor(Journey journey) : IDisposable
{
    /// <summary>Where everybody reaches AccessBot.</summary>
    public const string Public = "https://access.acme.example";

    public const string Jobs = $"{Public}/jobs";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>By name, as sent.</summary>
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Every cookie as it was set, with all that was said of it.</summary>
    public List<SetCookieHeaderValue> Set { get; } = [];

    /// <summary>Whose turn it is, of those behind the proxy.</summary>
    public Func<RunningBot> Behind { get; set; } = () => journey.Bot;

    /// <summary>The settings by which a journey's AccessBot has a dashboard, and OneLogin its app.</summary>
    public static KeyValuePair<string, string?>[] Settings(SandboxServer sandbox)
    {
        var app = sandbox.OneLogin.Apps.Change(sandbox.DashboardApp.ClientId, app => app with { RedirectUris = [$"{Jobs}/signed-in"] });
        return [new("Dashboard:Url", Public), new("Dashboard:ClientId", app.ClientId), new("Dashboard:ClientSecret", app.ClientSecret)];
    }

    /// <summary>One request, with no redirect followed.</summary>
    public async Task<Seen> SendAsync(HttpMethod method, string address, string accept = "text/html,*/*;q=0.8", HttpContent? content = null)
    {
        var isOurs = address.StartsWith(Public, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(method, isOurs ? new Uri(Behind().Address, address[Public.Length..]) : new Uri(address)) { Content = content };
        request.Headers.TryAddWithoutValidation(HeaderNames.Accept, accept);
        if (isOurs && Cookies.Count > 0)
        {
            request.Headers.Add(HeaderNames.Cookie, string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var answer = await http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues(HeaderNames.SetCookie, out var set) ? SetCookieHeaderValue.ParseList([.. set]) : [])
        {
            Set.Add(cookie);
            if (cookie.Value.Length == 0)
            {
                Cookies.Remove(cookie.Name.ToString());
            }
            else
            {
                Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
            }
        }

        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new Seen(answer.StatusCode, await answer.Content.ReadAsStringAsync(), headers);
    }

    public Task<Seen> GetAsync(string address) => SendAsync(HttpMethod.Get, address);

    /// <summary>Opens the page, is sent to OneLogin, and says there who it is.</summary>
    /// <returns>Where OneLogin sends the browser back to.</returns>
    public async Task<string> ToOneLoginAsync(CastMember? who, string page = Jobs)
    {
        var asked = await GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        Assert.StartsWith(journey.Sandbox.OneLoginUrl.AbsoluteUri + "/oidc/2/auth?", asked.Location, StringComparison.Ordinal);
        var person = who is null ? "nobody" : $"{who.OneLoginId}";
        var chosen = await GetAsync(asked.Location.Replace("/oidc/2/auth?", $"/oidc/2/auth/as/{person}?", StringComparison.Ordinal));
        Assert.True(chosen.Status == HttpStatusCode.Redirect, chosen.Text);
        return chosen.Location;
    }

    /// <summary>Signs in, and follows to wherever that leads.</summary>
    public async Task<Seen> SignInAsync(CastMember? who, string page = Jobs)
    {
        var back = await GetAsync(await ToOneLoginAsync(who, page));
        return back.Status == HttpStatusCode.Redirect ? await GetAsync(Public + back.Location) : back;
    }

    public void Dispose() => http.Dispose();

    /// <summary>An answer.</summary>
    internal sealed record Seen(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public string Location => Headers.GetValueOrDefault(HeaderNames.Location, "");

        public string Policy => Headers[HeaderNames.ContentSecurityPolicy];
    }
}
