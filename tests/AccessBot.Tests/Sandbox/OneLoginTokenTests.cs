using System.Net;
using System.Text.Json.Nodes;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Sandbox;

public sealed class OneLoginTokenTests
{
    [Theory]
    [InlineData("client_id:{0}, client_secret:{1}")]
    [InlineData("client_id:{0},client_secret:{1}")]
    public async Task OneLogins_own_header_gets_the_same_token_as_Basic(string format)
    {
        await using var host = await OneLoginHost.StartAsync();
        var basic = await host.TokenAsync(host.Credential);

        var header = string.Format(null, format, host.Credential.ClientId, host.Credential.ClientSecret);
        var own = await host.SendAsync(HttpMethod.Post, "auth/oauth2/v2/token", """{"grant_type":"client_credentials"}""", header);

        Assert.Equal(HttpStatusCode.OK, own.Status);
        Assert.Equal(basic.Compact, own.Compact);
        Assert.Equal(36000, own.Json!["expires_in"]!.GetValue<int>());
        Assert.Equal("2026-03-02T09:00:00.000Z", own.Json["created_at"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_form_with_the_credentials_gets_a_token()
    {
        await using var host = await OneLoginHost.StartAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = host.Credential.ClientId,
            ["client_secret"] = host.Credential.ClientSecret,
        });

        using var response = await host.Client.PostAsync("auth/oauth2/v2/token", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_same_token_is_given_until_it_expires()
    {
        await using var host = await OneLoginHost.StartAsync();
        var first = await host.SignInAsync(host.Credential);

        host.Time.Advance(TimeSpan.FromSeconds(35_999));
        var late = (await host.TokenAsync(host.Credential)).Json!["access_token"]!.GetValue<string>();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var refused = await host.GetAsync("api/2/roles");
        var fresh = (await host.TokenAsync(host.Credential)).Json!["access_token"]!.GetValue<string>();

        Assert.Equal(first, late);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.NotEqual(first, fresh, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_and_the_next_one_is_new()
    {
        await using var host = await OneLoginHost.StartAsync();
        var token = await host.SignInAsync(host.Credential);
        var header = $"client_id:{host.Credential.ClientId}, client_secret:{host.Credential.ClientSecret}";

        var revoked = await host.SendAsync(HttpMethod.Post, "auth/oauth2/revoke", new JsonObject { ["access_token"] = token }.ToJsonString(), header);
        var refused = await host.GetAsync("api/2/roles");

        Assert.Equal("""{"status":{"error":false,"code":200,"type":"success","message":"Success"}}""", revoked.Compact);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.NotEqual(token, await host.SignInAsync(host.Credential), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_rotated_secret_ends_the_old_secret_but_not_its_token()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        var rotated = host.Tenant.Credentials.Rotate(host.Credential.ClientId);

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.TokenAsync(host.Credential)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.TokenAsync(rotated)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("api/2/roles")).Status);
    }

    [Fact]
    public async Task A_credential_whose_owner_was_deleted_gets_500()
    {
        await using var host = await OneLoginHost.StartAsync();

        host.Tenant.Credentials.DeleteOwner(host.Credential.ClientId);

        Assert.Equal(HttpStatusCode.InternalServerError, (await host.TokenAsync(host.Credential)).Status);
    }

    [Theory]
    [InlineData(TokenErrorShape.Flat, """{"error":true,"code":401,"type":"Unauthorized","message":"Unauthorized Error"}""")]
    [InlineData(TokenErrorShape.Wrapped, """{"status":{"error":true,"code":401,"type":"Unauthorized","message":"Unauthorized Error"}}""")]
    public async Task Wrong_credentials_are_refused_in_either_shape(TokenErrorShape shape, string body)
    {
        await using var host = await OneLoginHost.StartAsync();
        host.Tenant.Behaviours.TokenErrors = shape;

        var refused = await host.TokenAsync(host.Credential with { ClientSecret = "wrong" });

        Assert.Equal((HttpStatusCode.Unauthorized, body), (refused.Status, refused.Compact));
    }

    [Fact]
    public async Task The_rate_limit_counts_the_first_version_only()
    {
        await using var host = await OneLoginHost.StartSignedInAsync();

        await host.GetAsync("api/1/users/11/roles");
        await host.GetAsync("api/2/users/11");
        host.Time.Advance(TimeSpan.FromMinutes(10));
        var limit = await host.GetAsync("auth/rate_limit");

        Assert.Equal("""{"X-RateLimit-Limit":5000,"X-RateLimit-Remaining":4999,"X-RateLimit-Reset":3000}""", limit.Json!["data"]!.ToJsonString());
    }
}
