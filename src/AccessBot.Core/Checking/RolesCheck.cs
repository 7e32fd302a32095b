using System.Globalization;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Checking;

/// <summary>Whether OneLogin takes the credential and has every role that the access rules name, to be given or to say who people are.</summary>
public sealed class RolesCheck(RulesInForce rules, IRoleDirectory oneLogin) : IOnlineCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var looked = new List<Checked>();
        foreach (var (place, name, role) in Named(rules.Current))
        {
            try
            {
                looked.Add(Told(place, name, role, await oneLogin.RoleNameAsync(role, cancel)));
            }
            catch (RoleDirectoryException e)
            {
                // The next role would only say the same again.
                looked.Add(new Checked($"OneLogin, asked for {name} → {Id(role)}", Away(e)));
                break;
            }
        }

        return looked;
    }

    private static IEnumerable<(string Place, string Name, long Role)> Named(AccessRules rules)
    {
        var targets = rules.Targets.Values.OrderBy(target => target.Key, StringComparer.Ordinal)
            .Select(target => ($"targets.{target.Key}", target.Key, target.OneLoginRole));
        var people = rules.Admins.Select(principal => ("admins", principal))
            .Concat(rules.Flows.SelectMany(flow => flow.Requesters.Select(principal => ($"flows.{flow.Key}.requesters", principal))))
            .Concat(rules.Flows.SelectMany(flow => flow.Approvers.SelectMany(line => line.AnyOf).Select(principal => ($"flows.{flow.Key}.approvers", principal))));
        return targets.Concat(people.Where(named => named.principal is Principal.OneLoginRole)
            .Select(named => (named.Item1, named.Item1, ((Principal.OneLoginRole)named.principal).Id)).Distinct());
    }

    private static Checked Told(string place, string name, long role, string? found) => found is null
        ? new Checked($"{name} → {Id(role)}", new CheckProblem(CheckCode.RoleMissing, place, $"OneLogin has no role {Id(role)}.",
            "Write the id that stands in the address of the role's page in OneLogin (Users > Roles)."))
        : new Checked($"{name} → {Id(role)} \"{found}\"");

    private static CheckProblem Away(RoleDirectoryException e) => e.Fault == RoleDirectoryFault.Misconfigured
        ? new CheckProblem(CheckCode.OneLoginCredential, "OneLogin:ClientId", e.Message,
            "Set OneLogin:ClientId and OneLogin:ClientSecret to an API credential with Manage All, whose owner still exists.")
        : new CheckProblem(CheckCode.OneLoginAway, "OneLogin:Domain", e.Message, "See that OneLogin:Domain is right and that OneLogin can be reached from here, then check again.");

    private static string Id(long role) => role.ToString(CultureInfo.InvariantCulture);
}
