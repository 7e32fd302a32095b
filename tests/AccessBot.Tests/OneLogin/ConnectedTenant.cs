using AccessBot.Core.Ports;
using AccessBot.Sandbox.OneLogin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.OneLogin;

/// <summary>The sandbox's tenant on a real socket, and the client before it, whose rules name <see cref="Role"/> only.</summary>
internal sealed class ConnectedTenant : IAsyncDisposable
{
    public const long Role = 81878;
    public const long OtherRole = 90001;
    public const long Rita = 11;
    public const long Ana = 12;

    private readonly WebApplication _app;

    private ConnectedTenant(WebApplication app, OneLoginTenant tenant, FakeTimeProvider tenantClock)
    {
        _app = app;
        Tenant = tenant;
        TenantClock = tenantClock;
        Credential = tenant.Credentials.Add(OneLoginScope.ManageAll);
        Client = new OneLoginClient(new Uri(app.Urls.First() + OneLoginEndpoints.Prefix), Credential.ClientId, Credential.ClientSecret, Role);
    }

    public OneLoginTenant Tenant { get; }

    /// <summary>The tenant's own clock, so that it can be slow while the client's clock stands.</summary>
    public FakeTimeProvider TenantClock { get; }

    public OneLoginCredential Credential { get; }

    public OneLoginClient Client { get; }

    public IRoleDirectory Directory => Client.Directory;

    public IEnumerable<OneLoginCall> TokenCalls => Tenant.Calls.All.Where(c => c.Path == "/auth/oauth2/v2/token");

    public static async Task<ConnectedTenant> StartAsync()
    {
        var clock = new FakeTimeProvider(new ImpatientClock().GetUtcNow());
        var tenant = new OneLoginTenant(clock);
        tenant.AddRole(new OneLoginRole(Role, "Production Admin"));
        tenant.AddRole(new OneLoginRole(OtherRole, "Payroll"));
        tenant.AddUser(new OneLoginUser { Id = Rita, Email = "rita@acme.test", Firstname = "Rita", Lastname = "Vale", ManagerUserId = Ana });
        tenant.AddUser(new OneLoginUser { Id = Ana, Email = "ana+work@acme.test", Firstname = "Ana", Lastname = "Ruiz" });

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapOneLogin(tenant);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ConnectedTenant(app, tenant, clock);
    }

    /// <summary>Lets time pass on both sides.</summary>
    public void Advance(TimeSpan time)
    {
        TenantClock.Advance(time);
        Client.Clock.Advance(time);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _app.DisposeAsync();
    }
}
