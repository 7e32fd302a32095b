using System.Globalization;
using System.Net;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Sandbox;

/// <summary>A tenant with many people, and one that has only so much to give.</summary>
public sealed class OneLoginScaleTests
{
    private const int Many = 10_000;
    private const string Members = "api/2/roles/81878/users";

    [Fact]
    public async Task A_role_of_ten_thousand_is_walked_by_cursor_and_shrinks_by_what_is_taken_away()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        Fill(host.Tenant);

        var walked = await WalkAsync(host);
        var taken = Enumerable.Range(2000, 50).Select(i => (long)i).ToList();
        var removed = await host.SendAsync(HttpMethod.Delete, Members, $"[{string.Join(',', taken)}]");
        var left = await WalkAsync(host);

        Assert.Equal(Enumerable.Range(1000, Many).Select(i => (long)i), walked);
        Assert.Equal((HttpStatusCode.NoContent, 50), (removed.Status, Assert.Single(host.Tenant.Calls.Writes).Effect.Count));
        Assert.Equal(walked.Except(taken), left);
        Assert.Equal((Many - 50, Many), (host.Tenant.Memberships.Of(OneLoginHost.Role).Count, host.Tenant.Memberships.All.Count));
        Assert.Equal((false, true), (host.Tenant.Memberships.Holds(OneLoginHost.Role, 2000), host.Tenant.Memberships.Holds(OneLoginHost.Role, 2050)));
    }

    [Fact]
    public async Task One_of_ten_thousand_people_is_found_by_an_address_of_today()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        Fill(host.Tenant);
        host.Tenant.ChangeUser(7000, u => u with { Email = "renamed@acme.test" });
        host.Tenant.DeleteUser(8000);

        var found = await host.GetAsync("api/2/users?email=RENAMED@acme.test");
        var earlier = await host.GetAsync("api/2/users?email=p7000@acme.test");
        var deleted = await host.GetAsync("api/2/users?email=p8000@acme.test");
        var byId = await host.GetAsync("api/2/users?user_ids=9000,1000,nobody&fields=email");

        Assert.Equal(7000, Assert.Single(found.Json!.AsArray())!["id"]!.GetValue<long>());
        Assert.Equal(("[]", "[]"), (earlier.Compact, deleted.Compact));
        Assert.Equal("""[{"id":1000,"email":"p1000@acme.test"},{"id":9000,"email":"p9000@acme.test"}]""", byId.Compact);
    }

    [Fact]
    public async Task Somebody_added_and_removed_again_and_again_is_shown_as_they_are()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.WritesVisibleAfter = TimeSpan.FromSeconds(5);
        for (var i = 0; i < 3; i++)
        {
            await host.SendAsync(HttpMethod.Post, Members, "[11]");
            await host.SendAsync(HttpMethod.Delete, Members, "[11]");
        }

        await host.SendAsync(HttpMethod.Post, Members, "[11]");
        host.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("81878", (await host.GetAsync("api/2/users/11")).Json!["role_ids"]!.AsArray().Single()!.ToString());
        Assert.Single((await host.GetAsync(Members)).Json!.AsArray());
        Assert.Equal(4, host.Tenant.Memberships.All.Count);
        Assert.Single(host.Tenant.Memberships.Of(OneLoginHost.Role));
    }

    [Fact]
    public async Task What_was_read_of_the_calls_stays_as_it_was()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var before = host.Tenant.Calls.All;
        var count = before.Count;
        for (var i = 0; i < 40; i++)
        {
            await host.GetAsync("api/2/users/11");
        }

        Assert.Equal((count, count + 40), (before.Count, host.Tenant.Calls.All.Count));
        Assert.Equal("/api/2/users/11", host.Tenant.Calls.All[^1].Path);
    }

    [Fact]
    public async Task A_tenant_that_takes_its_time_does_nothing_before_it_is_over()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.AnswersTake = TimeSpan.FromMilliseconds(50);

        var call = host.SendAsync(HttpMethod.Post, Members, "[11]");
        await host.Tenant.WaitForAsync(t => t.Calls.HeldBack == 1);
        host.Time.Advance(TimeSpan.FromMilliseconds(49));
        var early = host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita);
        host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(HttpStatusCode.OK, (await call).Status);
        Assert.Equal((false, true), (early, host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Rita)));
    }

    [Fact]
    public async Task A_call_too_many_is_refused_by_the_gateway_and_counted_while_the_others_go_on()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.AnswersTake = TimeSpan.FromMilliseconds(50);
        host.Tenant.Behaviours.AtOnceAtMost = 2;

        var served = new[] { host.SendAsync(HttpMethod.Post, Members, "[11]"), host.SendAsync(HttpMethod.Post, Members, "[12]") };
        await host.Tenant.WaitForAsync(t => t.Calls.HeldBack == 2);
        var refused = await host.SendAsync(HttpMethod.Post, Members, "[13]");
        host.Time.Advance(TimeSpan.FromMilliseconds(50));
        var answers = await Task.WhenAll(served);
        await host.Tenant.WaitForAsync(t => t.Calls.InFlight == 0);
        var again = host.SendAsync(HttpMethod.Post, Members, "[13]");
        await host.Tenant.WaitForAsync(t => t.Calls.HeldBack == 1);
        var heldBefore = host.Tenant.Memberships.Holds(OneLoginHost.Role, OneLoginHost.Ben);
        host.Time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (refused.Status, refused.Headers["Content-Type"]));
        Assert.All([.. answers, await again], a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.False(heldBefore);
        Assert.Equal((1, 3), (host.Tenant.Calls.Overloads, host.Tenant.Calls.MostAtOnce));
        Assert.Single(host.Tenant.Calls.All, c => c.Status == 502);
    }

    [Fact]
    public async Task Who_added_somebody_is_shown_except_for_a_mapping()
    {
        await using var host = await OneLoginHost.StartAsync();
        await host.SignInAsync(host.Tenant.Credentials.Add(OneLoginScope.ManageAll, new OneLoginActor(678, "Susan Boss")));
        host.Tenant.AddRole(new OneLoginRole(4242, "Approvers"));
        host.Tenant.AddByHand(OneLoginHost.Role, OneLoginHost.Ana);
        host.Tenant.AddByMapping(OneLoginHost.Role, OneLoginHost.Ben);
        await host.SendAsync(HttpMethod.Post, Members, "[11]");
        await host.SendAsync(HttpMethod.Put, "api/1/users/11/add_roles", """{"role_id_array":[4242]}""");

        var listed = (await host.GetAsync(Members)).Json!.AsArray();
        var other = (await host.GetAsync("api/2/roles/4242/users")).Json!.AsArray();

        Assert.Equal(
            ["""{"id":678,"name":"Susan Boss"}""", """{"id":1,"name":"Account Owner"}""", null],
            listed.Select(p => p!["added_by"]?.ToJsonString()));
        Assert.Equal("Susan Boss", Assert.Single(other)!["added_by"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_log_out_is_remembered_and_counts_against_the_first_versions_allowance()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();
        host.Tenant.Behaviours.FirstVersionCallsPerHour = 2;

        var done = await host.SendAsync(HttpMethod.Put, "api/1/users/11/logout");
        var nobody = await host.SendAsync(HttpMethod.Put, "api/1/users/99/logout");
        var tooMany = await host.SendAsync(HttpMethod.Put, "api/1/users/11/logout");

        Assert.Equal("""{"status":{"error":false,"code":200,"type":"success","message":"Success"}}""", done.Compact);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests), (nobody.Status, tooMany.Status));
        Assert.Equal(new EndedSessions(OneLoginHost.Rita, host.Time.GetUtcNow()), Assert.Single(host.Tenant.EndedSessions));
    }

    [Theory]
    [InlineData(OneLoginScope.AuthenticationOnly, HttpStatusCode.OK)]
    [InlineData(OneLoginScope.ReadUsers, HttpStatusCode.Unauthorized)]
    [InlineData(OneLoginScope.ManageUsers, HttpStatusCode.OK)]
    [InlineData(OneLoginScope.ReadAll, HttpStatusCode.Unauthorized)]
    [InlineData(OneLoginScope.ManageAll, HttpStatusCode.OK)]
    public async Task Reading_does_not_log_anybody_out(OneLoginScope scope, HttpStatusCode status)
    {
        await using var host = await OneLoginHost.StartAsync();
        await host.SignInAsync(host.Tenant.Credentials.Add(scope));

        var answer = await host.SendAsync(HttpMethod.Put, "api/1/users/11/logout");

        Assert.Equal((status, status == HttpStatusCode.OK ? 1 : 0), (answer.Status, host.Tenant.EndedSessions.Count));
    }

    private static void Fill(OneLoginTenant tenant)
    {
        for (var id = 1000; id < 1000 + Many; id++)
        {
            tenant.AddUser(new OneLoginUser { Id = id, Email = $"p{id}@acme.test", Firstname = "P", Lastname = id.ToString(CultureInfo.InvariantCulture) });
            tenant.AddByHand(OneLoginHost.Role, id);
        }
    }

    private static async Task<IReadOnlyList<long>> WalkAsync(OneLoginHost host)
    {
        var ids = new List<long>();
        for (var query = "limit=100"; ;)
        {
            var page = await host.GetAsync($"{Members}?{query}");
            ids.AddRange(page.Json!.AsArray().Select(p => p!["id"]!.GetValue<long>()));
            if (!page.Headers.TryGetValue("After-Cursor", out var cursor))
            {
                return ids;
            }

            query = "cursor=" + Uri.EscapeDataString(cursor);
        }
    }
}
