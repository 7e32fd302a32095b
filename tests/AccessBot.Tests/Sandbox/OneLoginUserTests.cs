using System.Globalization;
using System.Net;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Sandbox;

public sealed class OneLoginUserTests
{
    [Theory]
    [InlineData("email=rita@acme.test", "11")]
    [InlineData("email=RITA@acme.test", "11")]
    [InlineData("email=*@acme.test", "11,12,13")]
    [InlineData("email=r*@*.test", "11")]
    [InlineData("email=rita", "")]
    [InlineData("username=*", "12")]
    [InlineData("user_ids=11,13,99", "11,13")]
    [InlineData("lastname=Okoro&fields=id", "13")]
    public async Task Filters_are_exact_but_for_the_star(string query, string ids)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var found = await host.GetAsync("api/2/users?" + query);

        Assert.Equal(ids, string.Join(',', found.Json!.AsArray().Select(u => u!["id"]!.GetValue<long>().ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Fields_leaves_only_what_was_asked_for()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var found = await host.GetAsync("api/2/users?email=rita@acme.test&fields=email,username");

        Assert.Equal("""[{"id":11,"username":null,"email":"rita@acme.test"}]""", found.Compact);
    }

    [Fact]
    public async Task One_user_carries_roles_and_a_manager_that_may_be_text()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddByHand(OneLoginHost.Role, OneLoginHost.Rita);

        var number = await host.GetAsync("api/2/users/11");
        host.Tenant.ChangeUser(OneLoginHost.Rita, u => u with { ManagerUserIdAsText = true, Status = 3 });
        var text = await host.GetAsync("api/2/users/11");

        Assert.Equal("[81878]", number.Json!["role_ids"]!.ToJsonString());
        Assert.Equal("12", number.Json["manager_user_id"]!.ToJsonString());
        Assert.Equal("\"12\"", text.Json!["manager_user_id"]!.ToJsonString());
        Assert.Equal(3, text.Json["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_deleted_user_is_not_found_and_holds_nothing()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddByHand(OneLoginHost.Role, OneLoginHost.Rita);

        host.Tenant.DeleteUser(OneLoginHost.Rita);
        var gone = await host.GetAsync("api/2/users/11");

        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Equal("""{"message":"The resource with the given id could not be found","statusCode":404,"name":"NotFoundError"}""", gone.Compact);
        Assert.Empty(host.Tenant.Memberships.Of(OneLoginHost.Role));
    }

    [Fact]
    public async Task Pages_are_walked_by_cursor_to_a_last_page_that_has_none()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var first = await host.GetAsync("api/2/users?limit=2");
        var last = await host.GetAsync("api/2/users?cursor=" + Uri.EscapeDataString(first.Headers["After-Cursor"]));

        Assert.Equal(("1", "2", "3", "2"), (first.Headers["Current-Page"], first.Headers["Page-Items"], first.Headers["Total-Count"], first.Headers["Total-Pages"]));
        Assert.Equal(13, Assert.Single(last.Json!.AsArray())!["id"]!.GetValue<long>());
        Assert.False(last.Headers.ContainsKey("After-Cursor"));
    }

    [Theory]
    [InlineData("cursor=bGltaXQ9MiZwYWdlPTI=&limit=2", "Requests can only have cursor xor pagination arguments")]
    [InlineData("cursor=bGltaXQ9MiZwYWdlPTI=&page=1", "Requests can only have cursor xor pagination arguments")]
    [InlineData("cursor=nonsense", "Invalid pagination cursor")]
    public async Task A_bad_cursor_is_refused_in_the_third_shape(string query, string description)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var refused = await host.GetAsync("api/2/users?" + query);

        Assert.Equal($$"""{"status":400,"error":"BadRequestError","description":"{{description}}"}""", refused.Compact);
    }

    [Theory]
    [InlineData(OneLoginScope.AuthenticationOnly, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(OneLoginScope.ReadUsers, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData(OneLoginScope.ManageUsers, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(OneLoginScope.ReadAll, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized)]
    [InlineData(OneLoginScope.ManageAll, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task Only_Manage_All_changes_roles_and_lists_privileges(OneLoginScope scope, HttpStatusCode users, HttpStatusCode roles, HttpStatusCode write)
    {
        await using var host = await OneLoginHost.StartAsync();
        await host.SignInAsync(host.Tenant.Credentials.Add(scope));

        var listed = await host.GetAsync("api/2/users");
        var role = await host.GetAsync("api/2/roles/81878/users");
        var added = await host.SendAsync(HttpMethod.Post, "api/2/roles/81878/users", "[11]");
        var privileges = await host.GetAsync("api/1/privileges");

        Assert.Equal((users, roles, write, write), (listed.Status, role.Status, added.Status, privileges.Status));
        Assert.Equal(write == HttpStatusCode.OK, host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita));
        Assert.All([listed, role, added, privileges], a => Assert.True(a.Status == HttpStatusCode.OK || a.Text.Contains("Insufficient Permission", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_Delegated_Administration_there_is_no_list_of_privileges()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.DelegatedAdministration = false;

        var refused = await host.GetAsync("api/1/privileges");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.DoesNotContain("Insufficient Permission", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "api/2/nothing")]
    [InlineData("PUT", "api/2/users/11/add_roles")]
    [InlineData("GET", "")]
    public async Task An_unknown_path_looks_like_a_failed_sign_in(string method, string path)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var refused = await host.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.NotEmpty(refused.Headers["x-request-id"]);
        Assert.NotEmpty(refused.Headers["x-correlation-id"]);
    }
}
