using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.OneLogin;
using AccessBot.Sandbox.OneLogin;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginPatienceTests
{
    private const string User = "/api/2/users/*";

    private static readonly Membership _membership = new(ConnectedTenant.Rita, ConnectedTenant.Role, Privilege.Member);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<OneLoginFault> PassingFaults =>
    [
        OneLoginFault.TooManyRequests(), OneLoginFault.InternalError, OneLoginFault.BadGateway,
        OneLoginFault.Unavailable, OneLoginFault.GatewayTimeout, OneLoginFault.Dropped,
    ];

    public static TheoryData<OneLoginFault> LateFaults =>
    [
        OneLoginFault.Dropped with { AfterEffect = true }, OneLoginFault.BadGateway with { AfterEffect = true }, OneLoginFault.GatewayTimeout with { AfterEffect = true },
    ];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_storm_that_passes_is_sat_out(OneLoginFault fault)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(fault, path: User, times: OneLoginPatience.Retries);

        var user = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);

        Assert.Equal(ConnectedTenant.Rita, user?.Id);
        Assert.All(onelogin.Client.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(8)));
        Assert.Contains(onelogin.Client.Log.Lines, line => line.Level == LogLevel.Warning);
        Assert.DoesNotContain(onelogin.Client.Log.Lines, line => line.Level > LogLevel.Warning);
    }

    [Fact]
    public async Task A_storm_that_stays_ends_the_call_and_the_next_call_is_fine_when_it_is_over()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.BadGateway, path: User);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(_membership, Cancel));
        onelogin.Tenant.Faults.Clear();
        var holds = await onelogin.Directory.HoldsAsync(_membership, Cancel);

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
        Assert.False(holds);
        Assert.Equal(1 + OneLoginPatience.Retries, onelogin.Tenant.Calls.All.Count(c => c.Status == 502));
        Assert.Equal(OneLoginPatience.Retries, onelogin.Client.Clock.Waits.Count);
    }

    [Fact]
    public async Task A_wait_that_OneLogin_asks_for_is_kept()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.TooManyRequests(TimeSpan.FromSeconds(7)), "POST", "/api/2/roles/*", times: 1);

        await onelogin.Directory.AddAsync(_membership, Cancel);

        Assert.Equal([TimeSpan.FromSeconds(7)], onelogin.Client.Clock.Waits);
        Assert.True(onelogin.Tenant.Memberships.Holds(ConnectedTenant.Role, ConnectedTenant.Rita));
    }

    [Theory]
    [InlineData(429, "X-RateLimit-Reset", "9", 9)]
    [InlineData(503, "Retry-After", "4", 4)]
    [InlineData(429, "Retry-After", "Mon, 02 Mar 2026 09:00:12 GMT", 12)]
    public async Task The_wait_is_taken_from_the_header_that_there_is(int status, string header, string value, int seconds)
    {
        await using var onelogin = await ScriptedTenant.StartAsync((_, call) =>
            call == 0 ? new ScriptedTenant.Reply(status, "", (header, value)) : new ScriptedTenant.Reply(200, """{"id":7,"role_ids":[]}"""));

        await onelogin.Directory.ReadUserAsync(7, Cancel);

        Assert.Equal([TimeSpan.FromSeconds(seconds)], onelogin.Client.Clock.Waits);
    }

    [Theory]
    [InlineData("Retry-After", "0")]
    [InlineData("Retry-After", "-5")]
    [InlineData("Retry-After", "soon")]
    [InlineData("Retry-After", "Mon, 02 Mar 2026 08:00:00 GMT")]
    [InlineData("X-RateLimit-Reset", "")]
    public async Task A_wait_that_says_nothing_becomes_a_growing_one(string header, string value)
    {
        await using var onelogin = await ScriptedTenant.StartAsync((_, call) =>
            call == 0 ? new ScriptedTenant.Reply(429, "", (header, value)) : new ScriptedTenant.Reply(200, """{"id":7,"role_ids":[]}"""));

        await onelogin.Directory.ReadUserAsync(7, Cancel);

        Assert.InRange(Assert.Single(onelogin.Client.Clock.Waits), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Asked_to_wait_for_long_the_call_ends_at_once_and_says_how_long()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.TooManyRequests(TimeSpan.FromMinutes(10)), path: User);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(_membership, Cancel));

        Assert.Contains("asks to wait 600 s", e.Message, StringComparison.Ordinal);
        Assert.Empty(onelogin.Client.Clock.Waits);
    }

    [Theory]
    [MemberData(nameof(LateFaults))]
    public async Task A_write_whose_reply_was_lost_is_sent_again_and_done_once(OneLoginFault fault)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(fault, "POST", "/api/2/roles/*", times: 1);
        onelogin.Tenant.Faults.Inject(fault, "DELETE", "/api/2/roles/*", times: 1);

        var adding = await onelogin.Directory.AddAsync(_membership, Cancel);
        var held = onelogin.Tenant.Memberships.Holds(ConnectedTenant.Role, ConnectedTenant.Rita);
        await onelogin.Directory.RemoveAsync(_membership.Role, _membership.Privilege, [_membership.User], Cancel);

        Assert.NotNull(adding);
        Assert.True(held);
        Assert.False(onelogin.Tenant.Memberships.Holds(ConnectedTenant.Role, ConnectedTenant.Rita));
        Assert.Single(onelogin.Tenant.Memberships.All);
        Assert.Equal(2, onelogin.Tenant.Calls.Writes.Count);
    }

    [Fact]
    public async Task A_write_that_answers_500_is_for_the_caller_to_look_into()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.InternalError with { AfterEffect = true }, "POST", "/api/2/roles/*", times: 1);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.AddAsync(_membership, Cancel));

        Assert.Equal((RoleDirectoryFault.Broken, onelogin.Tenant.Calls.All[^1].RequestId), (e.Fault, e.RequestId));
        Assert.True(await onelogin.Directory.HoldsAsync(_membership, Cancel));
    }

    [Fact]
    public async Task A_try_that_hangs_is_given_up_and_made_again()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await onelogin.Directory.RoleNameAsync(ConnectedTenant.Role, Cancel);
        onelogin.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromHours(1)), path: User, times: 1);

        var reading = onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        await Until(() => onelogin.Tenant.Calls.InFlight == 1);
        onelogin.Client.Clock.Advance(OneLoginPatience.Try);

        Assert.NotNull(await reading);
        Assert.Single(onelogin.Client.Clock.Waits);
        Assert.DoesNotContain(onelogin.Client.Log.Lines, line => line.Level > LogLevel.Warning);
    }

    [Fact]
    public async Task A_call_ends_however_often_its_tries_hang()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await onelogin.Directory.RoleNameAsync(ConnectedTenant.Role, Cancel);
        onelogin.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromHours(1)), path: User);

        var reading = onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        await Until(() => onelogin.Tenant.Calls.InFlight == 1);
        onelogin.Client.Clock.Advance(OneLoginPatience.Whole);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => reading);
        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
    }

    [Fact]
    public async Task At_most_four_calls_are_made_at_once_and_the_others_wait_their_turn()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(1)), path: "/api/*");
        onelogin.Tenant.Credentials.TokenLifetime = TimeSpan.FromDays(9999); // Its clock will race.

        var reading = Task.WhenAll(Enumerable.Range(0, 24).Select(_ => onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel)));
        await Until(() => onelogin.Tenant.Calls.InFlight == ICallPlaces.AtOnce);
        await Until(() =>
        {
            onelogin.TenantClock.Advance(TimeSpan.FromSeconds(1));
            return reading.IsCompleted;
        });

        Assert.All(await reading, Assert.NotNull);
        Assert.Equal(ICallPlaces.AtOnce, onelogin.Tenant.Calls.MostAtOnce);
        Assert.Empty(onelogin.Client.Clock.Waits);
    }

    private static async Task Until(Func<bool> fact)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (!fact())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
