using System.Net;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Sandbox;

public sealed class OneLoginRoleTests
{
    [Theory]
    [InlineData("users", RolePrivilege.Member)]
    [InlineData("admins", RolePrivilege.Admin)]
    public async Task A_bare_array_adds_and_removes_and_keeps_the_history(string list, RolePrivilege privilege)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        var start = host.Time.GetUtcNow();

        var added = await host.SendAsync(HttpMethod.Post, $"api/2/roles/81878/{list}", "[11]");
        var listed = await host.GetAsync($"api/2/roles/81878/{list}");
        host.Time.Advance(TimeSpan.FromMinutes(30));
        var removed = await host.SendAsync(HttpMethod.Delete, $"api/2/roles/81878/{list}", "[11]");

        Assert.Equal("""[{"id":11}]""", added.Compact);
        Assert.True(Assert.Single(listed.Json!.AsArray())!["assigned"]!.GetValue<bool>());
        Assert.Equal((HttpStatusCode.NoContent, ""), (removed.Status, removed.Text));
        Assert.Equal(
            new MembershipSpan(OneLoginHost.Role, OneLoginHost.Rita, privilege, MembershipSource.Api, start, start.AddMinutes(30)) { AddedBy = host.Credential.Owner, VisibleTo = start.AddMinutes(30) },
            Assert.Single(host.Tenant.Memberships.All));
        Assert.True(host.Tenant.Memberships.HeldAt(OneLoginHost.Role, OneLoginHost.Rita, start.AddMinutes(29), privilege));
        Assert.False(host.Tenant.Memberships.HeldAt(OneLoginHost.Role, OneLoginHost.Rita, start.AddMinutes(30), privilege));
    }

    [Theory]
    [InlineData("POST", """{"user_id":[11]}""")]
    [InlineData("DELETE", """{"user_id":[11]}""")]
    [InlineData("DELETE", "")]
    public async Task Anything_but_an_array_is_refused(string method, string body)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var refused = await host.SendAsync(new HttpMethod(method), "api/2/roles/81878/users", body);

        Assert.Equal("""{"status":400,"error":"BadRequestError","description":"Expected array in request"}""", refused.Compact);
    }

    [Theory]
    [InlineData("POST", "api/2/roles/81878/users", "[11,99]")]
    [InlineData("DELETE", "api/2/roles/81878/users", "[12,99]")]
    [InlineData("POST", "api/2/roles/5/users", "[11]")]
    [InlineData("DELETE", "api/2/roles/5/users", "[12]")]
    public async Task One_unknown_id_refuses_the_whole_batch(string method, string path, string body)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddByHand(OneLoginHost.Role, OneLoginHost.Ana);

        var refused = await host.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Equal(OneLoginHost.Ana, Assert.Single(host.Tenant.Memberships.Of(OneLoginHost.Role)).UserId);
        Assert.Empty(host.Tenant.Calls.Writes);
    }

    [Fact]
    public async Task Adding_a_member_again_is_no_effect_and_no_error()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddByHand(OneLoginHost.Role, OneLoginHost.Rita);

        var again = await host.SendAsync(HttpMethod.Post, "api/2/roles/81878/users", """["11"]""");

        Assert.Equal((HttpStatusCode.OK, """[{"id":11}]"""), (again.Status, again.Compact));
        Assert.Empty(host.Tenant.Calls.All[^1].Effect);
        Assert.Equal(MembershipSource.ByHand, Assert.Single(host.Tenant.Memberships.All).Source);
    }

    [Theory]
    [InlineData(NonMemberRevocation.NoContent, HttpStatusCode.NoContent)]
    [InlineData(NonMemberRevocation.NotFound, HttpStatusCode.NotFound)]
    public async Task Removing_a_non_member_is_answered_either_way(NonMemberRevocation behaviour, HttpStatusCode status)
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.RevocationOfNonMember = behaviour;

        var answer = await host.SendAsync(HttpMethod.Delete, "api/2/roles/81878/users", "[11]");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_role_shows_its_id_and_name_only_and_a_deleted_one_is_not_found()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var one = await host.GetAsync("api/2/roles/81878");
        var listed = await host.GetAsync("api/2/roles?name=Prod*");
        host.Tenant.DeleteRole(OneLoginHost.Role);
        var gone = await host.GetAsync("api/2/roles/81878");

        Assert.Equal("""{"id":81878,"name":"Production Admin"}""", one.Compact);
        Assert.Equal("""[{"id":81878,"name":"Production Admin","apps":[]}]""", listed.Compact);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    }

    [Fact]
    public async Task A_write_is_seen_by_readers_only_after_the_delay_but_counts_at_once()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.WritesVisibleAfter = TimeSpan.FromSeconds(5);

        await host.SendAsync(HttpMethod.Post, "api/2/roles/81878/users", "[11]");
        var early = await host.GetAsync("api/2/users/11");
        host.Time.Advance(TimeSpan.FromSeconds(5));
        var late = await host.GetAsync("api/2/users/11");
        await host.SendAsync(HttpMethod.Delete, "api/2/roles/81878/users", "[11]");
        var stillShown = await host.GetAsync("api/2/roles/81878/users");

        Assert.Equal("[]", early.Json!["role_ids"]!.ToJsonString());
        Assert.Equal("[81878]", late.Json!["role_ids"]!.ToJsonString());
        Assert.Single(stillShown.Json!.AsArray());
        Assert.False(host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita));
    }

    [Fact]
    public async Task A_mapping_survives_removal_although_the_answer_says_done()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddByMapping(OneLoginHost.Role, OneLoginHost.Rita);

        var answer = await host.SendAsync(HttpMethod.Delete, "api/2/roles/81878/users", "[11]");

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.True(host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita));
    }

    [Fact]
    public async Task A_mapping_can_put_somebody_back_later()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddByMapping(OneLoginHost.Role, OneLoginHost.Rita, comesBackAfter: TimeSpan.FromSeconds(20));

        await host.SendAsync(HttpMethod.Delete, "api/2/roles/81878/users", "[11]");
        var heldBetween = host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita);
        host.Time.Advance(TimeSpan.FromSeconds(20));
        await host.Tenant.WaitForAsync(t => t.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita));

        Assert.False(heldBetween);
        Assert.Equal([MembershipSource.Mapping, MembershipSource.Mapping], host.Tenant.Memberships.All.Select(s => s.Source));
    }

    [Fact]
    public async Task The_first_version_nests_its_role_ids_and_refuses_what_the_second_lets_pass()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.AddRole(new OneLoginRole(4242, "Approvers"));

        var none = await host.GetAsync("api/1/users/11/roles");
        var added = await host.SendAsync(HttpMethod.Put, "api/1/users/11/add_roles", """{"role_id_array":[81878,4242]}""");
        var both = await host.GetAsync("api/1/users/11/roles");
        var unknown = await host.SendAsync(HttpMethod.Put, "api/1/users/11/add_roles", """{"role_id_array":[5]}""");
        var empty = await host.SendAsync(HttpMethod.Put, "api/1/users/11/add_roles", """{"role_id_array":[]}""");
        var wrong = await host.SendAsync(HttpMethod.Put, "api/1/users/11/add_roles", """{"role_id_array":"x"}""");
        var removed = await host.SendAsync(HttpMethod.Put, "api/1/users/11/remove_roles", """{"role_id_array":[81878]}""");
        var again = await host.SendAsync(HttpMethod.Put, "api/1/users/11/remove_roles", """{"role_id_array":[81878]}""");
        var nobody = await host.SendAsync(HttpMethod.Put, "api/1/users/99/logout");

        Assert.Equal("[[]]", none.Json!["data"]!.ToJsonString());
        Assert.Equal("[[4242,81878]]", both.Json!["data"]!.ToJsonString());
        Assert.All([added, removed], a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Contains("should be a subset of -\\u003E [4242, 81878]", unknown.Text, StringComparison.Ordinal);
        Assert.Contains("role_id_array is empty", empty.Text, StringComparison.Ordinal);
        Assert.Equal("role_id_array", wrong.Json!["status"]!["message"]!["attribute"]!.GetValue<string>());
        Assert.Contains("input role_id_array is not included as user roles", again.Text, StringComparison.Ordinal);
        Assert.Equal("""{"status":{"error":true,"code":404,"type":"not found","message":"User for id 99 was not found"}}""", nobody.Compact);
        Assert.Equal(4242, Assert.Single(host.Tenant.Memberships.All, s => s.To is null).RoleId);
    }
}
