using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// <c>/api/2/roles</c>. Its writes take a bare array of user ids, also in the body of DELETE, although OneLogin's OpenAPI says
/// otherwise (onelogin-python-sdk 4.0.1); one unknown id refuses the whole batch.
/// </summary>
internal static class RoleCalls
{
    public static OneLoginReply List(OneLoginTenant tenant, OneLoginRequest request)
    {
        var roles = tenant.Roles.Where(r => !request.Query.TryGetValue("name", out var name) || Wildcard.Matches(name.ToString(), r.Name));
        var fields = request.Query.TryGetValue("fields", out var list) ? list.ToString().Split(',', StringSplitOptions.TrimEntries) : ["apps"];
        return OneLoginPage.Answer(request.Query, [.. roles], Listed, largest: 650);

        JsonObject Listed(OneLoginRole role)
        {
            var json = new JsonObject { ["id"] = role.Id, ["name"] = role.Name };
            foreach (var field in fields)
            {
                switch (field)
                {
                    case "apps":
                        json["apps"] = new JsonArray();
                        break;
                    case "users":
                        json["users"] = Ids(tenant, role.Id, RolePrivilege.Member);
                        break;
                    case "admins":
                        json["admins"] = Ids(tenant, role.Id, RolePrivilege.Admin);
                        break;
                }
            }

            return json;
        }
    }

    public static OneLoginReply Get(OneLoginTenant tenant, long roleId) =>
        tenant.FindRole(roleId) is { } role ? OneLoginReply.Json(200, new { id = role.Id, name = role.Name }) : OneLoginErrors.NotFound();

    public static OneLoginReply People(OneLoginTenant tenant, OneLoginRequest request, long roleId, RolePrivilege privilege)
    {
        if (tenant.FindRole(roleId) is null)
        {
            return OneLoginErrors.NotFound();
        }

        var people = tenant.Memberships.VisibleIn(roleId, privilege, tenant.Time.GetUtcNow())
            .Select(span => (User: tenant.FindUser(span.UserId), Span: (MembershipSpan?)span))
            .Where(p => p.User is not null);
        if (request.Query["include_unassigned"] == "true")
        {
            var spans = people.ToDictionary(p => p.User!.Id, p => p.Span);
            people = tenant.People.All.Select(u => ((OneLoginUser?)u, spans.GetValueOrDefault(u.Id)));
        }

        if (request.Query.TryGetValue("name", out var wanted))
        {
            var pattern = new Wildcard(wanted.ToString());
            people = people.Where(p => Array.Exists([p.User!.Firstname, p.User.Lastname, p.User.Name, p.User.Username, p.User.Email], pattern.Matches));
        }

        return OneLoginPage.Answer(request.Query, [.. people], p => Person(p.User!, p.Span), largest: 100);
    }

    public static OneLoginReply Add(OneLoginTenant tenant, OneLoginRequest request, long roleId, RolePrivilege privilege, OneLoginActor by)
    {
        if (Refusal(tenant, request, roleId, out var ids) is { } refusal)
        {
            return refusal;
        }

        var added = ids.Where(id => tenant.AddThroughApi(roleId, id, privilege, by)).ToList();
        return OneLoginReply.Json(200, ids.Select(id => new { id })) with { Ids = ids, Effect = [.. added.Select(u => new MembershipChange(roleId, u, privilege, Added: true))] };
    }

    public static OneLoginReply Remove(OneLoginTenant tenant, OneLoginRequest request, long roleId, RolePrivilege privilege)
    {
        if (Refusal(tenant, request, roleId, out var ids) is { } refusal)
        {
            return refusal;
        }

        if (tenant.Behaviours.RevocationOfNonMember == NonMemberRevocation.NotFound && ids.Any(id => !tenant.Memberships.Holds(roleId, id, privilege)))
        {
            return OneLoginErrors.NotFound() with { Ids = ids };
        }

        var removed = ids.Where(id => tenant.RemoveThroughApi(roleId, id, privilege)).ToList();
        return OneLoginReply.NoContent with { Ids = ids, Effect = [.. removed.Select(u => new MembershipChange(roleId, u, privilege, Added: false))] };
    }

    private static OneLoginReply? Refusal(OneLoginTenant tenant, OneLoginRequest request, long roleId, out IReadOnlyList<long> ids)
    {
        ids = OneLoginRequest.IdsIn(request.Json()) ?? [];
        if (tenant.FindRole(roleId) is null)
        {
            return OneLoginErrors.NotFound() with { Ids = ids };
        }

        return request.Json() is not JsonArray array ? OneLoginErrors.BadRequest("Expected array in request")
            : OneLoginRequest.IdsIn(array) is null ? OneLoginErrors.Named(422, "UnprocessableEntityError", "Validation failed: ids must be integers")
            : ids.Any(id => tenant.FindUser(id) is null) ? OneLoginErrors.NotFound() with { Ids = ids }
            : null;
    }

    private static JsonObject Person(OneLoginUser user, MembershipSpan? span)
    {
        var json = new JsonObject
        {
            ["id"] = user.Id,
            ["name"] = user.Name,
            ["username"] = user.Username,
            ["email"] = user.Email,
            ["assigned"] = span is not null,
        };
        if (span?.AddedBy is { } by)
        {
            json["added_by"] = new JsonObject { ["id"] = by.Id, ["name"] = by.Name };
        }

        json["added_at"] = span is null ? null : OneLoginTime.Text(span.From);
        return json;
    }

    private static JsonArray Ids(OneLoginTenant tenant, long roleId, RolePrivilege privilege) =>
        new([.. tenant.Memberships.VisibleIn(roleId, privilege, tenant.Time.GetUtcNow()).Select(s => (JsonNode)s.UserId)]);
}
