using System.Globalization;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.OneLogin;

internal static class UserCalls
{
    private static readonly Dictionary<string, Func<OneLoginUser, string?>> _filters = new(StringComparer.Ordinal)
    {
        ["email"] = u => u.Email,
        ["username"] = u => u.Username,
        ["firstname"] = u => u.Firstname,
        ["lastname"] = u => u.Lastname,
    };

    public static OneLoginReply List(OneLoginTenant tenant, OneLoginRequest request)
    {
        IEnumerable<OneLoginUser> users = tenant.People.All;
        if (request.Query.TryGetValue("user_ids", out var ids))
        {
            users = ids.ToString().Split(',', StringSplitOptions.TrimEntries)
                .Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
                .Distinct().Order().Select(tenant.FindUser).OfType<OneLoginUser>();
        }
        else if (request.Query.TryGetValue("email", out var email) && new Wildcard(email.ToString()).IsExact)
        {
            users = tenant.People.WithEmail(email.ToString());
        }

        foreach (var (name, value) in _filters)
        {
            if (request.Query.TryGetValue(name, out var wanted))
            {
                var pattern = new Wildcard(wanted.ToString());
                users = users.Where(u => pattern.Matches(value(u)));
            }
        }

        var fields = request.Query.TryGetValue("fields", out var list) ? list.ToString().Split(',', StringSplitOptions.TrimEntries) : null;
        return OneLoginPage.Answer(request.Query, [.. users], u => Listed(u, fields), largest: 100);
    }

    public static OneLoginReply Get(OneLoginTenant tenant, long id)
    {
        if (tenant.FindUser(id) is not { } user)
        {
            return OneLoginErrors.NotFound();
        }

        var json = Listed(user, fields: null);
        json["role_ids"] = new JsonArray([.. tenant.Memberships.VisibleRolesOf(id, tenant.Time.GetUtcNow()).Select(r => (JsonNode)r)]);
        json["manager_user_id"] = (user.ManagerUserId, user.ManagerUserIdAsText) switch
        {
            (null, _) => null,
            ({ } manager, true) => manager.ToString(CultureInfo.InvariantCulture),
            ({ } manager, false) => manager,
        };
        foreach (var absent in (string[])["manager_ad_id", "trusted_idp_id", "title", "department", "company", "comment", "preferred_locale_code", "userprincipalname"])
        {
            json[absent] = null;
        }

        json["custom_attributes"] = new JsonObject();
        return OneLoginReply.Json(200, json);
    }

    private static JsonObject Listed(OneLoginUser user, string[]? fields)
    {
        var json = new JsonObject
        {
            ["id"] = user.Id,
            ["username"] = user.Username,
            ["email"] = user.Email,
            ["firstname"] = user.Firstname,
            ["lastname"] = user.Lastname,
            ["status"] = user.Status,
            ["state"] = user.State,
            ["invalid_login_attempts"] = 0,
        };
        foreach (var absent in (string[])["group_id", "directory_id", "external_id", "distinguished_name", "member_of", "samaccountname", "phone", "activated_at", "last_login", "locked_until"])
        {
            json[absent] = null;
        }

        foreach (var unwanted in fields is null ? [] : json.Select(p => p.Key).Except([.. fields, "id"], StringComparer.Ordinal).ToList())
        {
            json.Remove(unwanted);
        }

        return json;
    }
}
