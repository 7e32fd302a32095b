using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.OneLogin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Sandbox;

/// <summary>The tenant on a real socket with one role and three people, and a plain HTTP client before it.</summary>
internal sealed class OneLoginHost : IAsyncDisposable
{
    public const long Role = 81878;
    public const long Rita = 11;
    public const long Ana = 12;
    public const long Ben = 13;

    private readonly WebApplication _app;

    private OneLoginHost(WebApplication app, OneLoginTenant tenant, FakeTimeProvider time)
    {
        _app = app;
        Tenant = tenant;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/onelogin/") };
        Credential = tenant.Credentials.Add(OneLoginScope.ManageAll);
    }

    public OneLoginTenant Tenant { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Client { get; }

    public OneLoginCredential Credential { get; }

    public static async Task<OneLoginHost> StartAsync()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var tenant = new OneLoginTenant(time);
        tenant.AddRole(new OneLoginRole(Role, "Production Admin"));
        tenant.AddUser(new OneLoginUser { Id = Rita, Email = "rita@acme.test", Firstname = "Rita", Lastname = "Vale", ManagerUserId = Ana });
        tenant.AddUser(new OneLoginUser { Id = Ana, Email = "ana@acme.test", Username = "ana", Firstname = "Ana", Lastname = "Ruiz" });
        tenant.AddUser(new OneLoginUser { Id = Ben, Email = "ben@acme.test", Firstname = "Ben", Lastname = "Okoro" });

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapOneLogin(tenant);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new OneLoginHost(app, tenant, time);
    }

    public static async Task<OneLoginHost> StartSignedInAsync()
    {
        var host = await StartAsync();
        await host.SignInAsync(host.Credential);
        return host;
    }

    public async Task<string> SignInAsync(OneLoginCredential credential)
    {
        var token = (await TokenAsync(credential)).Json!["access_token"]!.GetValue<string>();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return token;
    }

    public Task<Answer> TokenAsync(OneLoginCredential credential) => SendAsync(
        HttpMethod.Post,
        "auth/oauth2/v2/token",
        """{"grant_type":"client_credentials"}""",
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.ClientId}:{credential.ClientSecret}")));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = response.Content.Headers.ContentType?.MediaType == "application/json" && text.Length > 0 ? JsonNode.Parse(text) : null;
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, json, text, headers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed record Answer(HttpStatusCode Status, JsonNode? Json, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public string Compact => Json?.ToJsonString() ?? Text;
    }
}
