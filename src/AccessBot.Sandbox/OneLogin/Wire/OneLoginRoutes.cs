using System.Globalization;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>The API's table of contents. What is not in it answers 401, since in OneLogin an unknown path looks like a failed sign-in.</summary>
internal sealed class OneLoginRoutes(OneLoginTenant tenant, OneLoginRequest request)
{
    private static readonly OneLoginScope[] _any = Enum.GetValues<OneLoginScope>();
    private static readonly OneLoginScope[] _readUsers = [OneLoginScope.ReadUsers, OneLoginScope.ManageUsers, OneLoginScope.ReadAll, OneLoginScope.ManageAll];
    private static readonly OneLoginScope[] _readRoles = [OneLoginScope.ReadUsers, OneLoginScope.ReadAll, OneLoginScope.ManageAll];
    private static readonly OneLoginScope[] _readRolesOfUser = [OneLoginScope.ReadAll, OneLoginScope.ManageAll];
    private static readonly OneLoginScope[] _manageRoles = [OneLoginScope.ManageAll];

    // developers.onelogin.com/api-docs/1/privileges
    private static readonly OneLoginScope[] _manageAll = [OneLoginScope.ManageAll];

    // developers.onelogin.com/api-docs/1/users/log-user-out
    private static readonly OneLoginScope[] _logOut = [OneLoginScope.AuthenticationOnly, OneLoginScope.ManageUsers, OneLoginScope.ManageAll];

    private readonly OneLoginCredential? _caller = request.Bearer is { } token ? tenant.Credentials.Behind(token) : null;

    public static OneLoginReply Answer(OneLoginTenant tenant, OneLoginRequest request) => new OneLoginRoutes(tenant, request).Answer();

    private OneLoginReply Answer() => (request.Method, request.Segments) switch
    {
        ("POST", ["auth", "oauth2", "v2", "token"]) => TokenCalls.Issue(tenant, request),
        ("POST", ["auth", "oauth2", "revoke"]) => TokenCalls.Revoke(tenant, request),
        ("GET", ["auth", "rate_limit"]) => Refusal(_any) ?? TokenCalls.RateLimit(tenant),

        ("GET", ["oidc", "2", ".well-known", "openid-configuration"]) => OpenIdCalls.Discovery(tenant, request),
        ("GET", ["oidc", "2", "certs"]) => OpenIdCalls.Keys(tenant),
        ("GET", ["oidc", "2", "auth"]) => OpenIdCalls.Ask(tenant, request),
        ("GET", ["oidc", "2", "auth", "as", var who]) => OpenIdCalls.Choose(tenant, request, who),
        ("POST", ["oidc", "2", "token"]) => OpenIdCalls.Token(tenant, request),

        ("GET", ["api", "2", "users"]) => Refusal(_readUsers) ?? UserCalls.List(tenant, request),
        ("GET", ["api", "2", "users", var id]) => Refusal(_readUsers) ?? UserCalls.Get(tenant, Id(id)),

        ("GET", ["api", "2", "roles"]) => Refusal(_readRoles) ?? RoleCalls.List(tenant, request),
        ("GET", ["api", "2", "roles", var id]) => Refusal(_readRoles) ?? RoleCalls.Get(tenant, Id(id)),
        ("GET", ["api", "2", "roles", var id, "users"]) => Refusal(_readRoles) ?? RoleCalls.People(tenant, request, Id(id), RolePrivilege.Member),
        ("GET", ["api", "2", "roles", var id, "admins"]) => Refusal(_readRoles) ?? RoleCalls.People(tenant, request, Id(id), RolePrivilege.Admin),
        ("POST", ["api", "2", "roles", var id, "users"]) => Refusal(_manageRoles) ?? RoleCalls.Add(tenant, request, Id(id), RolePrivilege.Member, _caller!.Owner),
        ("POST", ["api", "2", "roles", var id, "admins"]) => Refusal(_manageRoles) ?? RoleCalls.Add(tenant, request, Id(id), RolePrivilege.Admin, _caller!.Owner),
        ("DELETE", ["api", "2", "roles", var id, "users"]) => Refusal(_manageRoles) ?? RoleCalls.Remove(tenant, request, Id(id), RolePrivilege.Member),
        ("DELETE", ["api", "2", "roles", var id, "admins"]) => Refusal(_manageRoles) ?? RoleCalls.Remove(tenant, request, Id(id), RolePrivilege.Admin),

        // Without the plan it is as if there were no such path; what OneLogin answers then is not documented.
        ("GET", ["api", "1", "privileges"]) when tenant.Behaviours.DelegatedAdministration => FirstVersionRefusal(_manageAll) ?? FirstVersionCalls.Privileges(),
        ("GET", ["api", "1", "users", var id, "roles"]) => FirstVersionRefusal(_readRolesOfUser) ?? FirstVersionCalls.Roles(tenant, id),
        ("PUT", ["api", "1", "users", var id, "add_roles"]) => FirstVersionRefusal(_manageRoles) ?? FirstVersionCalls.AddRoles(tenant, request, id, _caller!.Owner),
        ("PUT", ["api", "1", "users", var id, "remove_roles"]) => FirstVersionRefusal(_manageRoles) ?? FirstVersionCalls.RemoveRoles(tenant, request, id),
        ("PUT", ["api", "1", "users", var id, "logout"]) => FirstVersionRefusal(_logOut) ?? FirstVersionCalls.LogOut(tenant, id),

        _ => OneLoginErrors.Unauthorized(),
    };

    private OneLoginReply? Refusal(OneLoginScope[] allowed) => _caller?.Scope switch
    {
        null => OneLoginErrors.Unauthorized(),
        { } scope when !allowed.Contains(scope) => OneLoginErrors.Unauthorized("Insufficient Permission"),
        _ => null,
    };

    private OneLoginReply? FirstVersionRefusal(OneLoginScope[] allowed) => _caller?.Scope switch
    {
        null => OneLoginErrors.Wrapped(401, "Unauthorized", "Authentication Failure"),
        { } scope when !allowed.Contains(scope) => OneLoginErrors.Wrapped(401, "Unauthorized", "Insufficient Permission"),
        _ when !tenant.Allowance.Take(tenant.Behaviours.FirstVersionCallsPerHour) => OneLoginErrors.Wrapped(429, "too many requests", "Rate limit exceeded"),
        _ => null,
    };

    // No user and no role has this id, so a path with something else than a number ends in the same 404.
    private static long Id(string segment) => long.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;
}
