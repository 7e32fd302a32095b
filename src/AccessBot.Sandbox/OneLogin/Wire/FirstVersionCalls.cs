using System.Globalization;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// <c>/api/1</c>: roles from the user's side, and privileges, which exist in version 1 only. Unlike version 2 it refuses to take
/// away what is not there (developers.onelogin.com/api-docs/1/users/remove-role-from-user).
/// </summary>
internal static class FirstVersionCalls
{
    public static OneLoginReply Roles(OneLoginTenant tenant, string id) => Find(tenant, id) switch
    {
        null => NoUser(id),
        { } user => OneLoginReply.Json(200, new { status = OneLoginErrors.Succeeded, data = new[] { tenant.Memberships.VisibleRolesOf(user.Id, tenant.Time.GetUtcNow()) } }),
    };

    public static OneLoginReply AddRoles(OneLoginTenant tenant, OneLoginRequest request, string id, OneLoginActor by)
    {
        if (Refusal(tenant, request, id, out var user, out var roles) is { } refusal)
        {
            return refusal;
        }

        if (roles.Any(r => tenant.FindRole(r) is null))
        {
            var known = string.Join(", ", tenant.Roles.Select(r => r.Id.ToString(CultureInfo.InvariantCulture)));
            return BadRequest($"role_id_array should be a subset of -> [{known}]") with { Ids = roles };
        }

        var added = roles.Where(r => tenant.AddThroughApi(r, user, RolePrivilege.Member, by)).ToList();
        return OneLoginErrors.Success() with { Ids = roles, Effect = [.. added.Select(r => new MembershipChange(r, user, RolePrivilege.Member, Added: true))] };
    }

    public static OneLoginReply RemoveRoles(OneLoginTenant tenant, OneLoginRequest request, string id)
    {
        if (Refusal(tenant, request, id, out var user, out var roles) is { } refusal)
        {
            return refusal;
        }

        if (roles.Any(r => !tenant.Memberships.Holds(r, user)))
        {
            return BadRequest("input role_id_array is not included as user roles") with { Ids = roles };
        }

        var removed = roles.Where(r => tenant.RemoveThroughApi(r, user, RolePrivilege.Member)).ToList();
        return OneLoginErrors.Success() with { Ids = roles, Effect = [.. removed.Select(r => new MembershipChange(r, user, RolePrivilege.Member, Added: false))] };
    }

    /// <summary>Ends the user's OneLogin sessions; those in other applications go on (developers.onelogin.com/api-docs/1/users/log-user-out).</summary>
    public static OneLoginReply LogOut(OneLoginTenant tenant, string id)
    {
        if (Find(tenant, id) is not { } user)
        {
            return NoUser(id);
        }

        tenant.EndSessions(user.Id);
        return OneLoginErrors.Success();
    }

    /// <summary>The privileges made in the account, in a bare array (developers.onelogin.com/api-docs/1/privileges).</summary>
    public static OneLoginReply Privileges() => OneLoginReply.Json(200, new[]
    {
        new { id = "2c963197-bee2-4607-abc0-4786f1bfa55a", name = "User Administrator", description = "Can administer users", privilege = new { Version = "2018-05-18", Statement = Array.Empty<object>() } },
    });

    private static OneLoginReply? Refusal(OneLoginTenant tenant, OneLoginRequest request, string id, out long user, out IReadOnlyList<long> roles)
    {
        user = Find(tenant, id)?.Id ?? -1;
        var ids = OneLoginRequest.IdsIn(request.Json() is System.Text.Json.Nodes.JsonObject body ? body["role_id_array"] : null);
        roles = ids ?? [];
        return user < 0 ? NoUser(id)
            : ids is null ? WrongData()
            : ids.Count == 0 ? BadRequest("role_id_array is empty")
            : null;
    }

    private static OneLoginUser? Find(OneLoginTenant tenant, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? tenant.FindUser(number) : null;

    private static OneLoginReply NoUser(string id) => OneLoginErrors.Wrapped(404, "not found", $"User for id {id} was not found");

    private static OneLoginReply BadRequest(string message) => OneLoginErrors.Wrapped(400, "bad request", message);

    // Here, and only here, the message is an object.
    private static OneLoginReply WrongData() => OneLoginReply.Json(400, new
    {
        status = new
        {
            error = true,
            code = 400,
            type = "bad request",
            message = new { attribute = "role_id_array", description = "role_id_array has incorrect data" },
        },
    });
}
