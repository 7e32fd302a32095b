using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginSecrecyTests
{
    private static readonly Membership _membership = new(7, ScriptedTenant.Role, Privilege.Member);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task No_line_and_no_exception_holds_a_secret_a_token_or_an_address(int status)
    {
        await using var onelogin = await ScriptedTenant.StartAsync((request, _) => Echo(request, status));

        var thrown = await Everything(onelogin.Directory);

        AssertSilent(onelogin, thrown);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Nor_do_they_when_the_token_endpoint_repeats_what_it_got(int status)
    {
        await using var onelogin = await ScriptedTenant.StartAsync((request, _) => Echo(request, 200));
        onelogin.TokenReply = new ScriptedTenant.Reply(status, $$"""{"message":"no client_secret {{ScriptedTenant.Secret}}"}""");

        var thrown = await Everything(onelogin.Directory);

        Assert.Equal(5, thrown.Count);
        AssertSilent(onelogin, thrown);
    }

    private static ScriptedTenant.Reply Echo(HttpRequest request, int status) =>
        new(status, $$"""{"message":"you sent {{request.Headers.Authorization}}"}""");

    private static async Task<IReadOnlyList<RoleDirectoryException>> Everything(IRoleDirectory directory)
    {
        List<RoleDirectoryException> thrown = [];
        foreach (var call in (Func<Task>[])
        [
            () => directory.FindByEmailAsync("rita@acme.test", Cancel), () => directory.ReadUserAsync(7, Cancel), () => directory.RoleNameAsync(7, Cancel),
            () => directory.AddAsync(_membership, Cancel), () => directory.RemoveAsync(_membership.Role, _membership.Privilege, [_membership.User], Cancel),
        ])
        {
            try
            {
                await call();
            }
            catch (RoleDirectoryException e)
            {
                thrown.Add(e);
            }
        }

        return thrown;
    }

    private static void AssertSilent(ScriptedTenant onelogin, IReadOnlyList<RoleDirectoryException> thrown)
    {
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"client:{ScriptedTenant.Secret}"));
        var said = string.Join('\n', onelogin.Client.Log.Lines.Select(l => l.Text).Concat(thrown.Select(e => e.ToString())));
        foreach (var secret in (string[])[ScriptedTenant.Secret, ScriptedTenant.Token, basic, "rita@"])
        {
            Assert.DoesNotContain(secret, said, StringComparison.OrdinalIgnoreCase);
        }
    }
}
