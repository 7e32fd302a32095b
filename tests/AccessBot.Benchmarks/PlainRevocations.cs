using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace AccessBot.Benchmarks;

/// <summary>
/// The peer: each grant's end is a job of its own, scheduled in Hangfire as it comes, which tells OneLogin to remove the one
/// person and takes the answer's word for it.
/// </summary>
internal static class PlainRevocations
{
    private const int SchedulingAtOnce = 8;

    // To schedule one, and for the server to have started; twice what it takes on a quiet machine.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Scheduling = TimeSpan.FromMilliseconds(12);

    // Four at once, as OneLogin bears.
    private static readonly SemaphoreSlim Places = new(RevocationsBenchmark.AtOnceAtMost);
    private static HttpClient? oneLogin;

    /// <summary>Grants to as many people over as many roles, on a OneLogin of its own.</summary>
    public static async Task<BulkEnd> MeasureAsync(string connectionString, int grants, int roleCount)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        var tenant = sandbox.OneLogin;
        var roles = RevocationsBenchmark.RolesOf(roleCount);
        foreach (var role in roles)
        {
            tenant.AddRole(new OneLoginRole(role, $"Role {role}"));
        }

        using var client = await SignInAsync(sandbox);
        oneLogin = client;
        RevocationsBenchmark.Burden(tenant);

        var options = new PostgreSqlStorageOptions { SchemaName = "hangfire_plain" };
        var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions(), storage);
        var jobs = new BackgroundJobClient(storage);
        var end = TimeProvider.System.GetUtcNow() + Start + (Scheduling * grants);
        var ends = new Dictionary<long, DateTimeOffset>();
        for (var i = 0; i < grants; i++)
        {
            var user = Stage.OneLoginIdOf(i);
            tenant.AddUser(new OneLoginUser { Id = user, Email = $"person{i}@acme.example", Firstname = "Person", Lastname = $"{i}" });
            tenant.AddThroughApi(roles[i % roles.Count], user, RolePrivilege.Member, sandbox.Credential.Owner);
            ends.Add(user, end.AddMilliseconds(i * 1000L / grants));
        }

        await Parallel.ForAsync(0, grants, new ParallelOptions { MaxDegreeOfParallelism = SchedulingAtOnce }, (i, _) =>
        {
            var (role, user) = (roles[i % roles.Count], Stage.OneLoginIdOf(i));
            jobs.Schedule(() => RemoveAsync(role, user), ends[user]);
            return ValueTask.CompletedTask;
        });
        BulkEnd.MustBeAhead(end);

        await BulkEnd.WaitAsync(tenant, ends, end + RevocationsBenchmark.PatienceFor(grants));
        return BulkEnd.Of(tenant, ends);
    }

    /// <summary>What the job does; public because Hangfire calls it by name.</summary>
    public static async Task RemoveAsync(long role, long user)
    {
        await Places.WaitAsync();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, $"api/2/roles/{role}/users") { Content = JsonContent.Create(new[] { user }) };
            using var answer = await oneLogin!.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
        finally
        {
            Places.Release();
        }
    }

    private static async Task<HttpClient> SignInAsync(SandboxServer sandbox)
    {
        var client = new HttpClient { BaseAddress = new Uri($"{sandbox.OneLoginUrl}/") };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = sandbox.Credential.ClientId,
            ["client_secret"] = sandbox.Credential.ClientSecret,
        });
        using var answer = await client.PostAsync(new Uri("auth/oauth2/v2/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<JsonObject>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token!["access_token"]!.GetValue<string>());
        return client;
    }
}
