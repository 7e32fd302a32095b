using AccessBot.Core.Rules.Code;
using AccessBot.OneLogin;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.OneLogin;

/// <summary>OneLogin as rules in C# have it.</summary>
public sealed class RuleOneLoginTests
{
    private static readonly RulePerson Rita = new("U0RITA", "Rita") { OneLoginUser = ConnectedTenant.Rita };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_role_of_a_large_tenant_is_listed_page_by_page_and_once_a_minute()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        for (var id = 1; id <= 1400; id++)
        {
            onelogin.Tenant.AddRole(new OneLoginRole(id, $"Team {id}"));
        }

        var all = await onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel);
        var some = await onelogin.Client.ForRules.ListRolesAsync("PAY", Cancel);
        var pages = RoleLists(onelogin);
        onelogin.Tenant.AddRole(new OneLoginRole(5000, "Payments"));
        onelogin.Client.Clock.Advance(TimeSpan.FromSeconds(61));
        var later = await onelogin.Client.ForRules.ListRolesAsync("pay", Cancel);

        Assert.Equal(1402, all.Select(role => role.Id).Distinct().Count());
        Assert.Contains(new RuleRole(ConnectedTenant.Role, "Production Admin"), all);
        Assert.Equal(["Payroll"], some.Select(role => role.Name));
        Assert.Equal(3, pages);
        Assert.Equal(["Payments", "Payroll"], later.Select(role => role.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_who_ask_at_once_ask_OneLogin_once_and_one_who_leaves_takes_nobody_along()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(1)), path: "/api/2/roles");
        using var impatient = new CancellationTokenSource();

        var leaving = onelogin.Client.ForRules.ListRolesAsync(nameContains: null, impatient.Token);
        var staying = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel)));
        await onelogin.Tenant.WaitForAsync(tenant => tenant.Calls.HeldBack == 1);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        onelogin.TenantClock.Advance(TimeSpan.FromSeconds(1));

        Assert.All(await staying, roles => Assert.Equal(2, roles.Count));
        Assert.Equal(1, RoleLists(onelogin));
    }

    [Fact]
    public async Task A_tenant_that_refuses_large_pages_is_read_in_small_ones()
    {
        await using var onelogin = await ScriptedTenant.StartAsync((request, _) => request.Query["limit"] == "650"
            ? new ScriptedTenant.Reply(400, """{"status":400,"error":"BadRequestError","description":"limit is too large"}""")
            : new ScriptedTenant.Reply(200, """[{"id":1,"name":"One"}]"""));

        Assert.Equal([new RuleRole(1, "One")], await onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel));
    }

    [Fact]
    public async Task A_role_that_can_not_be_read_leaves_no_list_without_it()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, """[{"id":1,"name":"One"},{"name":"Two"}]"""));

        await RefusedAsync("OneLogin:UNAVAILABLE", () => onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel));
    }

    [Fact]
    public async Task Everybody_in_a_role_is_listed_over_all_pages()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        for (var id = 1000; id < 1250; id++)
        {
            onelogin.Tenant.AddUser(new OneLoginUser { Id = id, Email = $"p{id}@acme.test", Firstname = "P", Lastname = "Q" });
            onelogin.Tenant.AddByHand(ConnectedTenant.OtherRole, id);
        }

        Assert.Equal(Enumerable.Range(1000, 250).Select(id => (long)id), (await onelogin.Client.ForRules.UsersInRoleAsync(ConnectedTenant.OtherRole, Cancel)).Order());
        Assert.Empty(await onelogin.Client.ForRules.UsersInRoleAsync(ConnectedTenant.Role, Cancel));
    }

    [Fact]
    public async Task A_user_is_told_with_name_roles_and_manager()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.AddByHand(ConnectedTenant.OtherRole, ConnectedTenant.Rita);
        onelogin.Tenant.ChangeUser(ConnectedTenant.Ana, user => user with { Status = 2 });

        var rita = await onelogin.Client.ForRules.GetUserInfoAsync(ConnectedTenant.Rita, Cancel);

        Assert.Equal((ConnectedTenant.Rita, "rita@acme.test", "Rita Vale", true, ConnectedTenant.Ana), (rita!.Id, rita.Email, rita.Name, rita.IsActive, rita.Manager));
        Assert.Equal([ConnectedTenant.OtherRole], rita.Roles);
        Assert.False((await onelogin.Client.ForRules.GetUserInfoAsync(ConnectedTenant.Ana, Cancel))!.IsActive);
        Assert.Null(await onelogin.Client.ForRules.GetUserInfoAsync(404, Cancel));
        Assert.Equal([ConnectedTenant.Rita], await onelogin.Client.ForRules.UsersByEmailAsync("Rita@acme.test", Cancel));
        Assert.Empty(await onelogin.Client.ForRules.UsersByEmailAsync("nobody@acme.test", Cancel));
    }

    [Fact]
    public async Task Who_is_in_a_role_is_told_by_their_own_roles_and_a_role_that_is_none_is_an_error()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.AddByHand(ConnectedTenant.OtherRole, ConnectedTenant.Rita);
        var rules = onelogin.Client.ForRules;

        Assert.True(await rules.IsUserInRoleAsync(Rita, ConnectedTenant.OtherRole, Cancel));
        Assert.False(await rules.IsUserInRoleAsync(Rita, ConnectedTenant.Role, Cancel));
        Assert.False(await rules.IsUserInRoleAsync(Rita with { OneLoginUser = null }, ConnectedTenant.OtherRole, Cancel));
        await RefusedAsync("OneLogin:NOT_FOUND", () => rules.IsUserInRoleAsync(Rita, 404, Cancel));
        await RefusedAsync("OneLogin:NOT_FOUND", () => rules.IsUserInRoleAsync(Rita with { OneLoginUser = null }, 404, Cancel));
        await RefusedAsync("OneLogin:NOT_FOUND", () => rules.UsersInRoleAsync(404, Cancel));
    }

    [Theory]
    [InlineData(503, "OneLogin:UNAVAILABLE")]
    [InlineData(500, "OneLogin:UNAVAILABLE")]
    [InlineData(401, "OneLogin:AUTH_FAILED")]
    [InlineData(422, "OneLogin:REJECTED")]
    public async Task What_OneLogin_does_has_a_code(int status, string code)
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(status, """{"message":"No","statusCode":1,"name":"Error"}"""));
        var rules = onelogin.Client.ForRules;

        await RefusedAsync(code, () => rules.ListRolesAsync(nameContains: null, Cancel));
        await RefusedAsync(code, () => rules.GetUserInfoAsync(7, Cancel));
        await RefusedAsync(code, () => rules.UsersByEmailAsync("rita@acme.test", Cancel));
        await RefusedAsync(code, () => rules.UsersInRoleAsync(7, Cancel));
        await RefusedAsync(code, () => rules.IsUserInRoleAsync(new RulePerson("U0NILS", "Nils"), 7, Cancel));
    }

    [Fact]
    public async Task What_failed_is_asked_for_anew_soon()
    {
        var broken = true;
        await using var onelogin = await ScriptedTenant.StartAsync((_, _) => broken ? new ScriptedTenant.Reply(422, """{"message":"No"}""") : new ScriptedTenant.Reply(200, "[]"));
        await RefusedAsync("OneLogin:REJECTED", () => onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel));
        broken = false;

        await RefusedAsync("OneLogin:REJECTED", () => onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel));
        onelogin.Client.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Empty(await onelogin.Client.ForRules.ListRolesAsync(nameContains: null, Cancel));
    }

    [Fact]
    public async Task However_much_rules_look_up_there_are_places_for_what_gives_and_takes_access()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Credentials.TokenLifetime = TimeSpan.FromDays(9999);
        Assert.NotNull(await onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel));
        onelogin.Tenant.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromHours(1)), path: "/api/2/users/9*");

        var lookups = Enumerable.Range(90, 10).Select(user => onelogin.Client.ForRules.GetUserInfoAsync(user, Cancel)).ToList();
        await onelogin.Tenant.WaitForAsync(tenant => tenant.Calls.HeldBack == ICallPlaces.LastAtOnce);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => onelogin.Directory.ReadUserAsync(ConnectedTenant.Rita, Cancel)));

        Assert.Equal(ICallPlaces.LastAtOnce, onelogin.Tenant.Calls.HeldBack);
        Assert.All(lookups, lookup => Assert.False(lookup.IsCompleted));
    }

    private static int RoleLists(ConnectedTenant onelogin) => onelogin.Tenant.Calls.All.Count(call => call.Path == "/api/2/roles");

    private static async Task RefusedAsync(string code, Func<Task> ask) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleServiceException>(ask)).Code);
}
