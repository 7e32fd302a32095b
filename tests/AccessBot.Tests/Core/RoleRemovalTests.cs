using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Tests.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Tests.Core;

/// <summary>Many people taken out of one role, against a OneLogin that has something against one of them.</summary>
public sealed class RoleRemovalTests
{
    [Theory, InlineData(500), InlineData(422), InlineData(400)]
    public async Task One_user_whom_OneLogin_refuses_holds_up_no_other(int status)
    {
        var members = Enumerable.Range(1, 40).Select(n => (long)n).ToHashSet();
        await using var onelogin = await ScriptedTenant.StartAsync((request, _) => Answer(request, members, bad: 23, status));

        var outcomes = await RunAsync(onelogin, members);

        Assert.Equal([23L], members);
        var failed = Assert.Single(outcomes, o => o.Problem is not null);
        Assert.Equal([23L], failed.Requests.Select(r => r.OneLoginUser));
        Assert.Equal(39, outcomes.Where(o => o.Problem is null).Sum(o => o.Requests.Count));
        Assert.True(onelogin.Calls.Count(c => c.StartsWith("DELETE", StringComparison.Ordinal)) <= 13, "Found by halves.");
    }

    [Fact]
    public async Task A_OneLogin_that_does_not_answer_is_not_asked_for_each_half()
    {
        var members = Enumerable.Range(1, 40).Select(n => (long)n).ToHashSet();
        await using var onelogin = await ScriptedTenant.StartAsync((request, _) =>
            HttpMethods.IsDelete(request.Method) ? new ScriptedTenant.Reply(503, "") : Answer(request, members, bad: 0, status: 0));

        var outcomes = await RunAsync(onelogin, members);

        Assert.Equal(40, Assert.Single(outcomes).Requests.Count);
        Assert.NotNull(outcomes[0].Problem);
        Assert.Equal(5, onelogin.Calls.Count(c => c.StartsWith("DELETE", StringComparison.Ordinal))); // The client's own tries.
    }

    private static async Task<IReadOnlyList<RoleRemoval.Outcome>> RunAsync(ScriptedTenant onelogin, IReadOnlyCollection<long> members)
    {
        var requests = members.Select(user => Given.In(RequestState.Revoking, user: user)).ToList();
        var removal = new RoleRemoval(onelogin.Directory, onelogin.Client.Clock, ScriptedTenant.Role, Privilege.Member);
        var outcomes = new List<RoleRemoval.Outcome>();
        await foreach (var outcome in removal.RunAsync(requests, TestContext.Current.CancellationToken))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    private static ScriptedTenant.Reply Answer(HttpRequest request, HashSet<long> members, long bad, int status)
    {
        lock (members)
        {
            if (request.Path.StartsWithSegments("/api/2/users", StringComparison.Ordinal))
            {
                var user = long.Parse(request.Path.Value!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
                return new ScriptedTenant.Reply(200, $$"""{"id":{{user}},"status":1,"state":1,"role_ids":[{{(members.Contains(user) ? ScriptedTenant.Role : 1)}}]}""");
            }

            if (!HttpMethods.IsDelete(request.Method))
            {
                return new ScriptedTenant.Reply(200, $"[{string.Join(',', members.Select(m => $$"""{"id":{{m}}}"""))}]");
            }

            using var body = new StreamReader(request.Body);
            var ids = System.Text.Json.JsonSerializer.Deserialize<long[]>(body.ReadToEndAsync().GetAwaiter().GetResult())!;
            if (ids.Contains(bad))
            {
                return new ScriptedTenant.Reply(status, """{"message":"Validation failed","statusCode":422,"name":"UnprocessableEntityError"}""");
            }

            members.ExceptWith(ids);
            return new ScriptedTenant.Reply(204, "");
        }
    }
}
