using System.Text.Json;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>The tenant's roles, for whoever picks some of them. Nothing else asks for more than those that the rules name.</summary>
internal sealed class OneLoginRoles(OneLoginApi api)
{
    /// <summary>All of them, by name.</summary>
    /// <exception cref="RoleDirectoryException">They can't be read.</exception>
    public async Task<IReadOnlyList<ListedRole>> ListAsync(CancellationToken cancel)
    {
        var roles = new Dictionary<long, ListedRole>();
        await new OneLoginList(api).ReadAsync("roles", "", Visit, "list its roles", cancel);
        return [.. roles.Values.OrderBy(role => role.Name, StringComparer.OrdinalIgnoreCase).ThenBy(role => role.Id)];

        bool Visit(JsonElement item)
        {
            if (item.ValueKind == JsonValueKind.Object && OneLoginJson.Id(item, "id") is { } id)
            {
                roles[id] = new ListedRole(id, OneLoginJson.Text(item, "name") ?? "");
            }

            return true;
        }
    }
}
