using System.Net;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Sandbox;

public sealed class OneLoginFaultTests
{
    private const string Members = "api/2/roles/81878/users";

    public static TheoryData<OneLoginFault, HttpStatusCode, string?> Faults => new()
    {
        { OneLoginFault.TooManyRequests(), HttpStatusCode.TooManyRequests, null },
        { OneLoginFault.TooManyRequests(TimeSpan.FromSeconds(7)), HttpStatusCode.TooManyRequests, "7" },
        { OneLoginFault.InternalError, HttpStatusCode.InternalServerError, null },
        { OneLoginFault.BadGateway, HttpStatusCode.BadGateway, null },
        { OneLoginFault.Unavailable, HttpStatusCode.ServiceUnavailable, null },
        { OneLoginFault.GatewayTimeout, HttpStatusCode.GatewayTimeout, null },
        { OneLoginFault.Unauthorized, HttpStatusCode.Unauthorized, null },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_spoils_as_many_calls_as_it_was_told(OneLoginFault fault, HttpStatusCode status, string? retryAfter)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Faults.Inject(fault, "POST", "/api/2/roles/*/users", times: 2);

        var read = await host.GetAsync(Members);
        var first = await host.SendAsync(HttpMethod.Post, Members, "[11]");
        var second = await host.SendAsync(HttpMethod.Post, Members, "[11]");
        var third = await host.SendAsync(HttpMethod.Post, Members, "[11]");

        Assert.Equal((HttpStatusCode.OK, status, status, HttpStatusCode.OK), (read.Status, first.Status, second.Status, third.Status));
        Assert.Equal(retryAfter, first.Headers.GetValueOrDefault("Retry-After"));
        Assert.NotEmpty(first.Headers["x-request-id"]);
        Assert.Single(host.Tenant.Calls.Writes);
    }

    [Fact]
    public async Task A_gateways_error_is_not_JSON()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Faults.Inject(OneLoginFault.BadGateway);

        var answer = await host.GetAsync(Members);
        host.Tenant.Faults.Clear();
        var after = await host.GetAsync(Members);

        Assert.Equal("text/html", answer.Headers["Content-Type"]);
        Assert.StartsWith("<html>", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_drops_before_the_write_or_after_it(bool afterEffect)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Faults.Inject(OneLoginFault.Dropped with { AfterEffect = afterEffect }, "POST", times: 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => host.SendAsync(HttpMethod.Post, Members, "[11]"));

        Assert.Equal(afterEffect, host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita));
        var call = host.Tenant.Calls.All[^1];
        Assert.Null(call.Status);
        Assert.Equal(afterEffect ? 1 : 0, call.Effect.Count);
    }

    [Fact]
    public async Task A_gateway_may_time_out_on_a_write_that_was_made()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Faults.Inject(OneLoginFault.GatewayTimeout with { AfterEffect = true }, "POST", times: 1);

        var answer = await host.SendAsync(HttpMethod.Post, Members, "[11]");

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.Status);
        Assert.Equal(new MembershipChange(OneLoginHost.Role, OneLoginHost.Rita, RolePrivilege.Member, Added: true), Assert.Single(Assert.Single(host.Tenant.Calls.Writes).Effect));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_call_waits_on_the_tenants_clock_and_calls_at_once_are_counted(bool afterEffect)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(30)) with { AfterEffect = afterEffect }, "POST", times: 2);

        var first = host.SendAsync(HttpMethod.Post, Members, "[11]");
        var second = host.SendAsync(HttpMethod.Post, Members, "[12]");
        await host.Tenant.WaitForAsync(t => t.Calls.HeldBack == 2);
        var meanwhile = host.Tenant.Memberships.Of(OneLoginHost.Role).Count;
        host.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, (await first).Status);
        Assert.Equal(HttpStatusCode.OK, (await second).Status);
        Assert.Equal(afterEffect ? 2 : 0, meanwhile);
        Assert.Equal(2, host.Tenant.Calls.MostAtOnce);
        Assert.Equal(2, host.Tenant.Memberships.Of(OneLoginHost.Role).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_gives_up_while_waiting_gets_nothing_done_unless_the_server_carries_on(bool carriesOn)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromMinutes(5)) with { CarriesOn = carriesOn }, "POST", times: 1);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        using var content = new StringContent("[11]");
        var call = host.Client.PostAsync(Members, content, patience.Token);
        await host.Tenant.WaitForAsync(t => t.Calls.HeldBack == 1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        if (!carriesOn)
        {
            // As soon as the server notices.
            await host.Tenant.WaitForAsync(t => t.Calls.InFlight == 0);
        }

        var meanwhile = host.Tenant.Memberships.All.Count;
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.Tenant.WaitForAsync(t => t.Calls.InFlight == 0);

        Assert.Equal(0, meanwhile);
        Assert.Equal(carriesOn ? 1 : 0, host.Tenant.Memberships.All.Count);

        // One that carries on may answer before it notices that nobody listens any more.
        Assert.True(carriesOn || host.Tenant.Calls.All[^1].Status is null);
    }

    [Fact]
    public async Task Waiting_in_vain_says_what_for()
    {
        await using var host = await OneLoginHost.StartAsync();

        var vain = await Assert.ThrowsAsync<TimeoutException>(() => host.Tenant.WaitForAsync(t => t.Roles.Count == 7, TimeSpan.FromMilliseconds(1)));

        Assert.Contains("t.Roles.Count == 7", vain.Message, StringComparison.Ordinal);
    }
}
