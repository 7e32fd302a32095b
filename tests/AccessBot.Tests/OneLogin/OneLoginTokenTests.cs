using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginTokenTests
{
    private static readonly Membership _membership = new(ConnectedTenant.Rita, ConnectedTenant.Role, Privilege.Member);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_token_serves_all_who_want_one_at_once_and_all_who_come_later()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel)));
        await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);

        Assert.Single(onelogin.TokenCalls);
    }

    [Fact]
    public async Task A_token_that_several_waited_for_is_replaced_when_it_ends()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel)));
        onelogin.Advance(TimeSpan.FromHours(14));

        var user = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);

        Assert.NotNull(user);
        Assert.Equal(2, onelogin.TokenCalls.Count());
    }

    [Fact]
    public async Task A_token_that_several_waited_for_in_vain_is_asked_for_again()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.Unauthorized, path: "/auth/*", times: 1);
        await Assert.ThrowsAsync<RoleDirectoryException>(() =>
            Task.WhenAll(Enumerable.Range(0, 20).Select(_ => onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel))));

        var user = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);

        Assert.NotNull(user);
    }

    [Fact]
    public async Task Who_gives_up_waiting_for_a_token_does_not_take_it_from_the_others()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(1)), path: "/auth/*");
        onelogin.Tenant.Credentials.TokenLifetime = TimeSpan.FromDays(9999); // Its clock will race.
        using var patience = new CancellationTokenSource();

        var first = onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, patience.Token);
        var second = onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        while (!second.IsCompleted)
        {
            onelogin.TenantClock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.NotNull(await second);
        Assert.Single(onelogin.TokenCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_is_renewed_before_its_end_and_no_call_is_refused(bool countsDown)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Behaviours.ExpiresInCountsDown = countsDown;

        foreach (var (passes, tokens) in new[] { (0, 1), (594, 1), (2, 2), (3, 3), (2, 4) })
        {
            onelogin.Advance(TimeSpan.FromMinutes(passes));
            await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
            Assert.Equal(tokens, onelogin.TokenCalls.Count());
        }

        Assert.DoesNotContain(onelogin.Tenant.Calls.All, c => c.Status == 401);
    }

    [Fact]
    public async Task Close_to_the_end_of_a_token_that_is_given_again_and_again_it_is_asked_for_once_a_minute()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        onelogin.Advance(TimeSpan.FromMinutes(597));

        for (var call = 0; call < 10; call++)
        {
            await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        }

        Assert.Equal(2, onelogin.TokenCalls.Count());
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_serves_until_its_end()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        onelogin.Tenant.Faults.Inject(OneLoginFault.Unavailable, path: "/auth/*");
        onelogin.Advance(TimeSpan.FromMinutes(596));

        var first = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        var tries = onelogin.TokenCalls.Count();
        var second = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Equal(tries, onelogin.TokenCalls.Count());
        Assert.Single(onelogin.Client.Log.Lines, l => l.Text.StartsWith("Could not renew the OneLogin token (Unavailable)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_call_made_again()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        onelogin.Tenant.Credentials.ExpireTokens();

        await onelogin.Directory.AddAsync(_membership, Cancel);

        Assert.Equal(2, onelogin.TokenCalls.Count());
        Assert.True(onelogin.Tenant.Memberships.Holds(ConnectedTenant.Role, ConnectedTenant.Rita));
    }

    [Fact]
    public async Task A_new_token_that_is_refused_too_ends_the_call()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.Unauthorized, path: "/api/*");

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(_membership, Cancel));

        Assert.Equal(RoleDirectoryFault.Misconfigured, e.Fault);
        Assert.Contains("a token that it had just given", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, onelogin.Tenant.Calls.All.Count(c => c.Path.StartsWith("/api/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(TokenErrorShape.Flat)]
    [InlineData(TokenErrorShape.Wrapped)]
    public async Task A_wrong_secret_is_named_and_works_without_a_restart_once_it_is_right(TokenErrorShape shape)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Behaviours.TokenErrors = shape;
        onelogin.Client.Configure("OneLogin:ClientSecret", "wrong");

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(_membership, Cancel));
        onelogin.Client.Configure("OneLogin:ClientSecret", onelogin.Credential.ClientSecret);
        await onelogin.Directory.HoldsAsync(_membership, Cancel);

        Assert.Equal(RoleDirectoryFault.Misconfigured, e.Fault);
        Assert.Contains("refuses AccessBot's API credential (Unauthorized Error). Check OneLogin:ClientId and OneLogin:ClientSecret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_secret_is_used_at_once()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        await onelogin.Directory.HoldsAsync(_membership, Cancel);

        var rotated = onelogin.Tenant.Credentials.Rotate(onelogin.Credential.ClientId);
        onelogin.Client.Configure("OneLogin:ClientSecret", rotated.ClientSecret);
        onelogin.Tenant.Credentials.ExpireTokens();
        await onelogin.Directory.HoldsAsync(_membership, Cancel);

        Assert.Equal(2, onelogin.TokenCalls.Count());
        Assert.DoesNotContain(onelogin.Tenant.Calls.All, c => c.Status == 401);
    }

    [Theory]
    [InlineData(OneLoginScope.ReadAll)]
    [InlineData(OneLoginScope.ManageUsers)]
    public async Task A_credential_without_the_scope_is_told_from_a_wrong_one(OneLoginScope scope)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Credentials.ChangeScope(onelogin.Credential.ClientId, scope);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.AddAsync(_membership, Cancel));

        Assert.Equal(RoleDirectoryFault.Misconfigured, e.Fault);
        Assert.Contains("lacks the scope Manage All", e.Message, StringComparison.Ordinal);
        Assert.Empty(onelogin.Tenant.Calls.Writes);
    }

    [Fact]
    public async Task A_credential_whose_owner_was_deleted_is_suspected_when_the_token_endpoint_keeps_failing()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Credentials.DeleteOwner(onelogin.Credential.ClientId);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(_membership, Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
        Assert.Contains("the user who created the API credential was probably deleted", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, onelogin.TokenCalls.Count());
    }

    [Fact]
    public async Task An_address_that_is_wrong_by_its_path_is_named()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, "{}"));
        onelogin.TokenReply = new ScriptedTenant.Reply(404, "<html>Not Found</html>");

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.ReadUserAsync(7, Cancel));

        Assert.Equal(RoleDirectoryFault.Misconfigured, e.Fault);
        Assert.Contains("Check OneLogin:Domain and OneLogin:BaseUrl", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":{"error":false,"code":200},"data":[{"access_token":"v1","created_at":"2026-03-02T09:00:00.000Z","expires_in":36000}]}""")]
    [InlineData("""{"access_token":"bare"}""")]
    [InlineData("""{"access_token":"odd","created_at":"yesterday","expires_in":"36000"}""")]
    [InlineData("""{"access_token":"skewed","created_at":"2026-03-01T09:00:00.000Z","expires_in":36000}""")]
    [InlineData("""{"access_token":"long","created_at":"2026-03-02T09:00:00.000Z","expires_in":9223372036854775807}""")]
    public async Task Either_shape_of_token_is_taken_and_kept_for_the_next_call(string body)
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, """{"id":7,"role_ids":[]}"""));
        onelogin.TokenReply = new ScriptedTenant.Reply(200, body);

        await onelogin.Directory.ReadUserAsync(7, Cancel);
        onelogin.TokenReply = new ScriptedTenant.Reply(401, "");
        await onelogin.Directory.ReadUserAsync(7, Cancel);

        Assert.Equal(2, onelogin.Calls.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("<html>Sign in</html>")]
    public async Task An_answer_without_a_token_is_told(string body)
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, "{}"));
        onelogin.TokenReply = new ScriptedTenant.Reply(200, body);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.ReadUserAsync(7, Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
        Assert.Empty(onelogin.Calls);
    }

    [Fact]
    public async Task Settings_that_became_invalid_are_told_in_their_own_words_and_mended_without_a_restart()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();

        // Whoever reloads is told as well: that is how the options are made.
        Assert.Throws<AggregateException>(() => onelogin.Client.Configure("OneLogin:ClientSecret", ""));
        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(_membership, Cancel));
        onelogin.Client.Configure("OneLogin:ClientSecret", onelogin.Credential.ClientSecret);
        await onelogin.Directory.HoldsAsync(_membership, Cancel);

        Assert.Equal(RoleDirectoryFault.Misconfigured, e.Fault);
        Assert.StartsWith("OneLogin:ClientSecret is not set.", e.Message, StringComparison.Ordinal);
    }
}
