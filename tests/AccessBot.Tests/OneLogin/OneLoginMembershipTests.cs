using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Sandbox.OneLogin;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginMembershipTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Privilege.Member, RolePrivilege.Member)]
    [InlineData(Privilege.Admin, RolePrivilege.Admin)]
    public async Task Somebody_is_added_and_removed_again(Privilege privilege, RolePrivilege list)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        var membership = new Membership(ConnectedTenant.Rita, ConnectedTenant.Role, privilege);

        var before = await onelogin.Directory.HoldsAsync(membership, Cancel);
        var adding = await onelogin.Directory.AddAsync(membership, Cancel);
        var between = await onelogin.Directory.HoldsAsync(membership, Cancel);
        var removing = await onelogin.Directory.RemoveAsync(membership.Role, membership.Privilege, [membership.User], Cancel);
        var after = await onelogin.Directory.HoldsAsync(membership, Cancel);

        Assert.Equal((false, true, false), (before, between, after));
        Assert.False(adding.MayComeAgain);
        Assert.Equal([adding.RequestId, removing], onelogin.Tenant.Calls.Writes.Select(c => c.RequestId), StringComparer.Ordinal);
        Assert.Equal(
            [new MembershipChange(ConnectedTenant.Role, ConnectedTenant.Rita, list, Added: true), new(ConnectedTenant.Role, ConnectedTenant.Rita, list, Added: false)],
            onelogin.Tenant.Calls.Writes.SelectMany(c => c.Effect));
        Assert.All(onelogin.Client.Log.Lines, line => Assert.True(line.Level < LogLevel.Information || line.Text.StartsWith("Told OneLogin", StringComparison.Ordinal), line.Text));
    }

    [Fact]
    public async Task Each_write_leaves_a_line_with_its_ids()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        var membership = new Membership(ConnectedTenant.Rita, ConnectedTenant.Role, Privilege.Member);

        var adding = await onelogin.Directory.AddAsync(membership, Cancel);
        var removing = await onelogin.Directory.RemoveAsync(membership.Role, membership.Privilege, [membership.User], Cancel);

        Assert.Equal(
            [
                $"Told OneLogin to add user 11 to role 81878 as Member: 200, x-request-id {adding.RequestId}.",
                $"Told OneLogin to remove 1 users, the first 11, from role 81878 as Member: 204, x-request-id {removing}.",
            ],
            onelogin.Client.Log.Lines.Where(l => l.Text.StartsWith("Told", StringComparison.Ordinal)).Select(l => l.Text),
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("dropped", true)]
    [InlineData("502", true)]
    [InlineData("504", true)]
    [InlineData("503", false)]
    [InlineData("429", false)]
    [InlineData("401", false)]
    public async Task An_add_whose_first_try_had_no_answer_may_be_carried_out_once_more(string first, bool mayComeAgain)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Faults.Inject(
            first switch
            {
                "dropped" => OneLoginFault.Dropped,
                "502" => OneLoginFault.BadGateway,
                "504" => OneLoginFault.GatewayTimeout,
                "503" => OneLoginFault.Unavailable,
                "429" => OneLoginFault.TooManyRequests(),
                _ => OneLoginFault.Unauthorized,
            },
            "POST", "/api/2/roles/*/users", times: 1);
        var membership = new Membership(ConnectedTenant.Rita, ConnectedTenant.Role, Privilege.Member);

        var adding = await onelogin.Directory.AddAsync(membership, Cancel);
        onelogin.Tenant.Faults.Inject(OneLoginFault.Dropped, "POST", times: 1);
        var refused = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.AddAsync(membership with { User = 404 }, Cancel));

        Assert.Equal(mayComeAgain, adding.MayComeAgain);
        Assert.Equal((RoleDirectoryFault.NotFound, true), (refused.Fault, refused.MayComeLate));
    }

    [Fact]
    public async Task A_role_outside_the_rules_is_never_given_and_not_even_called_for()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            onelogin.Directory.AddAsync(new Membership(ConnectedTenant.Rita, ConnectedTenant.OtherRole, Privilege.Member), Cancel));

        Assert.Empty(onelogin.Tenant.Calls.All);
    }

    [Fact]
    public async Task A_role_that_left_the_rules_is_not_given_any_more_but_still_taken_away()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        var membership = new Membership(ConnectedTenant.Rita, ConnectedTenant.Role, Privilege.Member);
        await onelogin.Directory.AddAsync(membership, Cancel);

        onelogin.Client.Rules.Current = OneLoginClient.Naming(ConnectedTenant.OtherRole);
        await onelogin.Directory.RemoveAsync(membership.Role, membership.Privilege, [membership.User], Cancel);

        Assert.False(onelogin.Tenant.Memberships.Holds(ConnectedTenant.Role, ConnectedTenant.Rita));
        await Assert.ThrowsAsync<InvalidOperationException>(() => onelogin.Directory.AddAsync(membership, Cancel));
        await onelogin.Directory.AddAsync(membership with { Role = ConnectedTenant.OtherRole }, Cancel);
        Assert.True(onelogin.Tenant.Memberships.Holds(ConnectedTenant.OtherRole, ConnectedTenant.Rita));
    }

    [Theory]
    [InlineData(NonMemberRevocation.NoContent)]
    [InlineData(NonMemberRevocation.NotFound)]
    public async Task Removing_somebody_who_is_not_in_the_role_is_done(NonMemberRevocation answer)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.Behaviours.RevocationOfNonMember = answer;

        var request = await onelogin.Directory.RemoveAsync(ConnectedTenant.Role, Privilege.Member, [ConnectedTenant.Rita], Cancel);

        Assert.Equal(onelogin.Tenant.Calls.All[^1].RequestId, request);
    }

    [Fact]
    public async Task Removing_somebody_who_is_not_in_the_role_is_done_in_the_words_of_version_1_too()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(
            400, """{"status":{"code":400,"error":true,"type":"bad request","message":"input role_id_array is not included as user roles"}}""", ("x-request-id", "r1")));

        Assert.Equal("r1", await onelogin.Directory.RemoveAsync(ScriptedTenant.Role, Privilege.Member, [7], Cancel));
    }

    [Fact]
    public async Task Removing_is_not_done_when_a_proxy_says_404()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(404, "<html>nginx</html>"));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.RemoveAsync(ScriptedTenant.Role, Privilege.Member, [7], Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
    }

    [Theory]
    [InlineData(Privilege.Member)]
    [InlineData(Privilege.Admin)]
    public async Task Nobody_holds_what_is_gone_and_nobody_is_added_to_it(Privilege privilege)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        onelogin.Tenant.AddByHand(ConnectedTenant.Role, ConnectedTenant.Rita, privilege == Privilege.Admin ? RolePrivilege.Admin : RolePrivilege.Member);
        var membership = new Membership(ConnectedTenant.Rita, ConnectedTenant.Role, privilege);
        onelogin.Tenant.DeleteRole(ConnectedTenant.Role);

        var holds = await onelogin.Directory.HoldsAsync(membership, Cancel);
        var stranger = await onelogin.Directory.HoldsAsync(membership with { User = 404 }, Cancel);
        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.AddAsync(membership, Cancel));

        Assert.False(holds);
        Assert.False(stranger);
        Assert.Equal((RoleDirectoryFault.NotFound, onelogin.Tenant.Calls.All[^1].RequestId), (e.Fault, e.RequestId));
    }

    [Theory]
    [InlineData(1000, 1, true)]
    [InlineData(1249, 3, true)]
    [InlineData(ConnectedTenant.Rita, 6, false)] // It takes two walks to say no.
    public async Task An_admin_is_looked_for_on_every_page_until_found(long user, int pages, bool holds)
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        for (var id = 1000; id < 1250; id++)
        {
            onelogin.Tenant.AddUser(new OneLoginUser { Id = id, Email = $"admin{id}@acme.test", Firstname = "A", Lastname = "B" });
            onelogin.Tenant.AddByHand(ConnectedTenant.Role, id, RolePrivilege.Admin);
        }

        Assert.Equal(holds, await onelogin.Directory.HoldsAsync(new Membership(user, ConnectedTenant.Role, Privilege.Admin), Cancel));

        var calls = onelogin.Tenant.Calls.All.Where(c => c.Path == "/api/2/roles/81878/admins").ToList();
        Assert.Equal(pages, calls.Count);
        Assert.All(calls, c => Assert.Equal(200, c.Status));
    }

    [Fact]
    public async Task A_list_that_changed_while_it_was_read_is_read_again()
    {
        // While the first page was read somebody on it left, so that user 7 moved there from the second.
        string[] pages = ["[1,2]|4", "[4]|3", "[1,7]|3", "[4]|3"];
        await using var onelogin = await ScriptedTenant.StartAsync((_, call) => Page(pages[call], more: call % 2 == 0));

        Assert.True(await onelogin.Directory.HoldsAsync(new Membership(7, ScriptedTenant.Role, Privilege.Admin), Cancel));

        Assert.Equal(3, onelogin.Calls.Count);
    }

    [Fact]
    public async Task A_list_without_a_count_is_read_all_the_same()
    {
        await using var onelogin = await ScriptedTenant.StartAsync((_, call) => Page(call % 2 == 0 ? "[1,2]|" : "[4]|", more: call % 2 == 0));

        Assert.False(await onelogin.Directory.HoldsAsync(new Membership(7, ScriptedTenant.Role, Privilege.Admin), Cancel));

        Assert.Equal(4, onelogin.Calls.Count);
    }

    [Fact]
    public async Task A_list_that_never_stands_still_is_no_answer()
    {
        await using var onelogin = await ScriptedTenant.StartAsync((_, call) => Page($"[1]|{call}", more: call % 2 == 0));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(new Membership(7, ScriptedTenant.Role, Privilege.Admin), Cancel));

        Assert.Equal((RoleDirectoryFault.Unavailable, 10), (e.Fault, onelogin.Calls.Count));
    }

    [Fact]
    public async Task A_repeated_cursor_ends_the_walk_without_an_answer()
    {
        await using var onelogin = await ScriptedTenant.StartAsync((_, _) => Page("[1]|9", more: true));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(new Membership(7, ScriptedTenant.Role, Privilege.Admin), Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
        Assert.Equal(["GET /api/2/roles/81878/admins?limit=100", "GET /api/2/roles/81878/admins?cursor=bmV4dA%3D%3D"], onelogin.Calls);
    }

    [Fact]
    public async Task A_listed_admin_that_cannot_be_read_is_no_answer()
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(200, """[{"id":1},{"name":"nobody"}]"""));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.HoldsAsync(new Membership(7, ScriptedTenant.Role, Privilege.Admin), Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
    }

    private static ScriptedTenant.Reply Page(string page, bool more)
    {
        var ids = page.Split('|')[0].Trim('[', ']').Split(',').Select(id => $$"""{"id":{{id}}}""");
        (string, string)[] headers = [("Total-Count", page.Split('|')[1]), .. more ? [("After-Cursor", "bmV4dA==")] : Array.Empty<(string, string)>()];
        return new ScriptedTenant.Reply(200, $"[{string.Join(',', ids)}]", headers);
    }
}
