using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.OneLogin;
using CsCheck;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginErrorTests
{
    private static readonly Membership _membership = new(7, ScriptedTenant.Role, Privilege.Member);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"status":{"error":true,"code":401,"type":"Unauthorized","message":"Authentication Failure"}}""", "Authentication Failure")]
    [InlineData("""{"status":{"code":400,"error":true,"message":{"attribute":"role_id_array","description":"has incorrect data"},"type":"bad request"}}""", "role_id_array: has incorrect data")]
    [InlineData("""{"error":true,"code":401,"type":"Unauthorized","message":"Unauthorized Error"}""", "Unauthorized Error")]
    [InlineData("""{"statusCode":404,"name":"NotFoundError","message":"The resource with the given id could not be found"}""", "The resource with the given id could not be found")]
    [InlineData("""{"code":422,"message":"Validation Failed","errors":[{"field":"id","message":["Field is not allowed"]}]}""", "Validation Failed (id: Field is not allowed)")]
    [InlineData("""{"status":400,"error":"BadRequestError","description":"Expected array in request"}""", "Expected array in request")]
    [InlineData("""{"statusCode":500,"name":"InternalServerError"}""", "InternalServerError")]
    [InlineData("""{"message":"two\r\nlines"}""", "two  lines")]
    [InlineData("""{"message":"   "}""", null)]
    [InlineData("""{"message":"\ud800"}""", null)]
    [InlineData("""{"message":{}}""", null)]
    [InlineData("""{"anything":"else"}""", null)]
    [InlineData("""["a list"]""", null)]
    [InlineData("<html><h1>502 Bad Gateway</h1></html>", null)]
    [InlineData("", null)]
    public void Every_shape_of_error_reads_as_one_sentence(string body, string? sentence) => Assert.Equal(sentence, OneLoginComplaint.Read(body));

    [Fact]
    public void No_body_whatever_breaks_the_reading_of_it()
    {
        string[] words = ["\"status\"", "\"message\"", "\"errors\"", "\"description\"", "\"\\ud800\"", "{", "}", "[", "]", ":", ",", "null", "1e999", "<html>"];

        Gen.Int[0, words.Length - 1].Array[0, 12].Select(picks => string.Concat(picks.Select(i => words[i]))).Sample(body => OneLoginComplaint.Read(body) is null or { Length: > 0 and <= 301 });
    }

    [Fact]
    public void A_long_sentence_is_cut_between_characters()
    {
        var read = OneLoginComplaint.Read($$"""{"message":"{{new string('x', 299)}}🔑 and more"}""");

        Assert.Equal(new string('x', 299) + "…", read);
    }

    [Theory]
    [InlineData(400, RoleDirectoryFault.Rejected)]
    [InlineData(403, RoleDirectoryFault.Rejected)]
    [InlineData(404, RoleDirectoryFault.NotFound)]
    [InlineData(409, RoleDirectoryFault.Rejected)]
    [InlineData(422, RoleDirectoryFault.Rejected)]
    [InlineData(401, RoleDirectoryFault.Misconfigured)]
    [InlineData(302, RoleDirectoryFault.Misconfigured)]
    [InlineData(408, RoleDirectoryFault.Unavailable)]
    [InlineData(429, RoleDirectoryFault.Unavailable)]
    [InlineData(500, RoleDirectoryFault.Broken)]
    [InlineData(501, RoleDirectoryFault.Unavailable)]
    [InlineData(502, RoleDirectoryFault.Unavailable)]
    [InlineData(503, RoleDirectoryFault.Unavailable)]
    [InlineData(504, RoleDirectoryFault.Unavailable)]
    public async Task A_refusal_says_what_was_asked_what_came_back_and_by_which_request(int status, RoleDirectoryFault fault)
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(
            status, $$"""{"statusCode":{{status}},"name":"SomeError","message":"It is Tuesday."}""", ("x-request-id", "r-77"), ("Location", "https://elsewhere.test/")));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.AddAsync(_membership, Cancel));

        Assert.Equal((fault, "r-77"), (e.Fault, e.RequestId));
        Assert.Contains("add user 7 as member of role 81878", e.Message, StringComparison.Ordinal);
        Assert.Contains($"{status}: It is Tuesday)", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task A_refusal_with_no_calls_remaining_is_throttling(int status)
    {
        await using var onelogin = await ScriptedTenant.StartAsync(new ScriptedTenant.Reply(
            status, """{"status":{"error":true,"message":"no more"}}""", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "832")));

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => onelogin.Directory.RemoveAsync(_membership.Role, _membership.Privilege, [_membership.User], Cancel));

        Assert.Equal(RoleDirectoryFault.Unavailable, e.Fault);
        Assert.Contains("asks to wait 832 s", e.Message, StringComparison.Ordinal);
        Assert.Single(onelogin.Calls);
    }

    [Fact]
    public async Task A_tenant_that_is_not_there_is_unavailable()
    {
        await using var client = new OneLoginClient(new Uri("http://127.0.0.1:1/"), "client", "secret", 1);

        var e = await Assert.ThrowsAsync<RoleDirectoryException>(() => client.Directory.ReadUserAsync(7, Cancel));

        Assert.Equal((RoleDirectoryFault.Unavailable, null), (e.Fault, e.RequestId));
        Assert.Equal(OneLoginPatience.Retries, client.Clock.Waits.Count);
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_told_that_OneLogin_failed()
    {
        await using var onelogin = await ConnectedTenant.StartAsync();
        using var patience = new CancellationTokenSource();
        onelogin.Tenant.Faults.Inject(AccessBot.Sandbox.OneLogin.OneLoginFault.Slow(TimeSpan.FromHours(1)), path: "/api/*");

        var reading = onelogin.Directory.ReadUserAsync(7, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
