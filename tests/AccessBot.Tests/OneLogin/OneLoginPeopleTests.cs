using AccessBot.Core.Ports;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginPeopleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rita@acme.test", ConnectedTenant.Rita)]
    [InlineData("RITA@Acme.Test", ConnectedTenant.Rita)]
    [InlineData("ana+work@acme.test", ConnectedTenant.Ana)]
    public async Task Somebody_is_found_by_exact_address_in_any_case(string email, long id)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();

        var found = Assert.Single(await onelogin.Directory.FindByEmailAsync(email, Cancel));

        Assert.Equal((id, true, null), (found.Id, found.IsActive, found.Trouble));
        Assert.Empty(found.Roles);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*@acme.test")]
    [InlineData("rit*@acme.test")]
    [InlineData("!rita@acme.test")]
    [InlineData("")]
    public async Task An_address_with_a_wildcard_finds_nobody_and_is_not_asked_for(string email)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();

        Assert.Empty(await onelogin.Directory.FindByEmailAsync(email, Cancel));

        Assert.Empty(onelogin.Tenant.Calls.All);
    }

    [Fact]
    public async Task What_OneLogin_finds_with_another_address_is_left_out()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, """
            [{"id":1,"email":"rita@acme.test.evil","status":1,"state":1},{"id":2,"email":null,"status":1,"state":1},
             {"id":"3","email":"Rita@acme.test","status":1,"state":1},{"email":"rita@acme.test"}]
            """));

        var found = await onelogin.Directory.FindByEmailAsync("rita@acme.test", Cancel);

        Assert.Equal([3L], found.Select(u => u.Id));
    }

    [Fact]
    public async Task All_who_share_an_address_are_returned_over_all_pages()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        for (var id = 1000; id < 1120; id++)
        {
            onelogin.Tenant.AddUser(new OneLoginUser { Id = id, Email = "shared@acme.test", Firstname = "One", Lastname = "Of Many" });
        }

        var found = await onelogin.Directory.FindByEmailAsync("shared@acme.test", Cancel);

        Assert.Equal(Enumerable.Range(1000, 120).Select(id => (long)id), found.Select(u => u.Id).Order());
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(0, 1, "not activated")]
    [InlineData(2, 1, "suspended")]
    [InlineData(3, 1, "locked")]
    [InlineData(4, 1, "password expired")]
    [InlineData(5, 1, "awaiting a password reset")]
    [InlineData(6, 1, "in status 6")]
    [InlineData(7, 1, "password pending")]
    [InlineData(8, 1, "security questions required")]
    [InlineData(1, 0, "not approved")]
    [InlineData(1, 2, "rejected")]
    [InlineData(1, 3, "unlicensed")]
    [InlineData(2, 0, "suspended and not approved")]
    public async Task Only_status_1_with_state_1_is_active_and_all_else_is_named(int status, int state, string? trouble)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.ChangeUser(ConnectedTenant.Rita, u => u with { Status = status, State = state });

        var read = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);
        var found = Assert.Single(await onelogin.Directory.FindByEmailAsync("rita@acme.test", Cancel));

        Assert.Equal((trouble is null, trouble), (read!.IsActive, read.Trouble));
        Assert.Equal((trouble is null, trouble), (found.IsActive, found.Trouble));
    }

    [Fact]
    public async Task Somebody_without_a_status_is_not_taken_for_active()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, """{"id":7,"role_ids":[]}"""));

        var user = await onelogin.Directory.ReadUserAsync(7, Cancel);

        Assert.Equal((false, "of unknown status and of unknown state"), (user!.IsActive, user.Trouble));
    }

    [Theory]
    [InlineData(ConnectedTenant.Ana, false)]
    [InlineData(ConnectedTenant.Ana, true)]
    [InlineData(null, false)]
    public async Task A_user_is_read_with_roles_and_manager(long? manager, bool asText)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.ChangeUser(ConnectedTenant.Rita, u => u with { ManagerUserId = manager, ManagerUserIdAsText = asText });
        onelogin.Tenant.AddByHand(ConnectedTenant.OtherRole, ConnectedTenant.Rita);

        var user = await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel);

        Assert.Equal(("rita@acme.test", manager), (user!.Email, user.Manager));
        Assert.Equal([ConnectedTenant.OtherRole], user.Roles);
    }

    [Fact]
    public async Task Who_and_what_OneLogin_does_not_have_is_null()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.DeleteUser(ConnectedTenant.Rita);

        Assert.Null(await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel));
        Assert.Null(await onelogin.Directory.RoleNameAsync(404, Cancel));
        Assert.Equal("Production Admin", await onelogin.Directory.RoleNameAsync(ConnectedTenant.Role, Cancel));
    }

    [Theory]
    [InlineData(404, "<html>Not Found</html>")]
    [InlineData(404, "")]
    [InlineData(404, """{"page":"lost"}""")]
    [InlineData(200, "<html>Sign in</html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"id":7,"email":"rita@acme.test","status":1,"state":1}""")]
    [InlineData(200, """{"id":7,"role_ids":["none"]}""")]
    [InlineData(200, """{"id":8,"role_ids":[]}""")]
    [InlineData(200, """{"id":"\ud800","role_ids":[]}""")]
    public async Task An_answer_that_is_not_OneLogins_never_looks_like_somebody_gone_or_without_roles(int status, string body)
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(status, body));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.ReadUserAsync(7, Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
        Assert.Contains("OneLogin:BaseUrl", e.Message, StringComparison.Ordinal);
    }
}
