using System.Globalization;
using System.Text.Json;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>OneLogin's JSON, read leniently where real tenants vary and strictly where a guess could hide somebody's access.</summary>
internal static class OneLoginJson
{
    /// <summary>An id, which OneLogin sends as a number or as text (onelogin-python-sdk commit 348b427); null if it is absent, null or neither.</summary>
    public static long? Id(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Id(value) : null;

    /// <summary>A user, from a search or from <c>GET /api/2/users/{id}</c>; null if it has no id.</summary>
    /// <param name="json">The object.</param>
    /// <param name="roles">What <see cref="Roles"/> found; empty for search results.</param>
    public static DirectoryUser? User(JsonElement json, IReadOnlySet<long> roles)
    {
        if (json.ValueKind != JsonValueKind.Object || Id(json, "id") is not { } id)
        {
            return null;
        }

        var trouble = Trouble(Id(json, "status"), Id(json, "state"));
        return new DirectoryUser(id, Text(json, "email"), trouble is null, trouble, roles, Id(json, "manager_user_id"))
        {
            Name = string.Join(' ', new[] { Text(json, "firstname"), Text(json, "lastname") }.OfType<string>()),
        };
    }

    /// <summary>
    /// <c>role_ids</c> ("User Resource"). Null if it isn't there or can't be read, which is not the same as none: taken for
    /// none, an answer of another form would make every grant look ended.
    /// </summary>
    public static HashSet<long>? Roles(JsonElement json)
    {
        if (!json.TryGetProperty("role_ids", out var list) || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
        {
            return null;
        }

        long?[] ids = list.ValueKind == JsonValueKind.Null ? [] : [.. list.EnumerateArray().Select(Id)];
        return ids.Contains(null) ? null : [.. ids.OfType<long>()];
    }

    /// <summary>An item of a role's list of users ("Get Role Users"); null if it has no id. Who added them, and when, is not always there.</summary>
    public static RoleMember? Member(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || Id(json, "id") is not { } id)
        {
            return null;
        }

        var by = json.TryGetProperty("added_by", out var adder) && adder.ValueKind == JsonValueKind.Object ? Text(adder, "name") : null;
        var at = Text(json, "added_at") is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : (DateTimeOffset?)null;
        return new RoleMember(id, Text(json, "name"), by, at);
    }

    /// <summary>A text; null if it is absent, empty or none.</summary>
    public static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Text(value) : null;

    private static long? Id(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var id) => id,
        JsonValueKind.String when long.TryParse(Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => null,
    };

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair: good JSON, and no text.
        }
    }

    // onelogin-dotnet-sdk: README and Types/StatusType.cs, where 1 is the only status that can log in; 6 has no official name.
    private static string? Trouble(long? status, long? state)
    {
        var first = status switch
        {
            1 => null,
            0 => "not activated",
            2 => "suspended",
            3 => "locked",
            4 => "password expired",
            5 => "awaiting a password reset",
            7 => "password pending",
            8 => "security questions required",
            null => "of unknown status",
            _ => $"in status {status}",
        };
        var second = state switch
        {
            1 => null,
            0 => "not approved",
            2 => "rejected",
            3 => "unlicensed",
            null => "of unknown state",
            _ => $"in state {state}",
        };
        return (first, second) is (not null, not null) ? $"{first} and {second}" : first ?? second;
    }
}
