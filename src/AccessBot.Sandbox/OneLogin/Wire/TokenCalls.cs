namespace AccessBot.Sandbox.OneLogin;

internal static class TokenCalls
{
    public static OneLoginReply Issue(OneLoginTenant tenant, OneLoginRequest request)
    {
        if (Known(tenant, request) is not { } credential)
        {
            return Refuse(tenant, 401, "Unauthorized", "Unauthorized Error");
        }

        if (credential.OwnerDeleted)
        {
            return Refuse(tenant, 500, "Internal Server Error", "Internal Server Error");
        }

        if (request.BodyField("grant_type") != "client_credentials")
        {
            return Refuse(tenant, 400, "bad request", "grant_type is incorrect/absent");
        }

        var token = tenant.Credentials.TokenFor(credential);
        var from = tenant.Behaviours.ExpiresInCountsDown ? tenant.Time.GetUtcNow() : token.CreatedAt;
        return OneLoginReply.Json(200, new
        {
            access_token = token.Value,
            created_at = OneLoginTime.Text(token.CreatedAt),
            expires_in = (int)(token.ExpiresAt - from).TotalSeconds,
            refresh_token = "deprecated",
            token_type = "bearer",
            account_id = 555555,
        });
    }

    public static OneLoginReply Revoke(OneLoginTenant tenant, OneLoginRequest request) => Known(tenant, request) switch
    {
        null => Refuse(tenant, 401, "Unauthorized", "Unauthorized Error"),
        { } credential when tenant.Credentials.RevokeToken(credential, request.BodyField("access_token") ?? "") => OneLoginErrors.Success(),
        _ => Refuse(tenant, 400, "bad request", "access_token is incorrect/absent"),
    };

    public static OneLoginReply RateLimit(OneLoginTenant tenant)
    {
        var limit = tenant.Behaviours.FirstVersionCallsPerHour;
        return OneLoginReply.Json(200, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["status"] = OneLoginErrors.Succeeded,
            ["data"] = new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["X-RateLimit-Limit"] = limit,
                ["X-RateLimit-Remaining"] = Math.Max(0, limit - tenant.Allowance.Used),
                ["X-RateLimit-Reset"] = tenant.Allowance.SecondsToReset,
            },
        });
    }

    private static OneLoginCredential? Known(OneLoginTenant tenant, OneLoginRequest request) =>
        request.Credentials() is var (id, secret) ? tenant.Credentials.Find(id, secret) : null;

    private static OneLoginReply Refuse(OneLoginTenant tenant, int code, string type, string message) =>
        tenant.Behaviours.TokenErrors == TokenErrorShape.Wrapped
            ? OneLoginErrors.Wrapped(code, type, message)
            : OneLoginReply.Json(code, new { error = true, code, type, message });
}
