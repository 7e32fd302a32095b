using System.Globalization;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Checking;

/// <summary>Whether OneLogin takes the credential and has every role that the access rules name, to be given or to say who people are.</summary>
public sealed class RolesCheck(RulesInForce rules, IRoleDirectory oneLogin) : IOnlineCheck
{
    /// <inheritdoc/>
    public string Name => "OneLogin: the roles";

    /// <inheritdoc/>
    public bool NeedsRules => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> MootBy => [CheckCode.OneLoginAway, CheckCode.OneLoginDomain, CheckCode.OneLoginCredential, CheckCode.OneLoginOwner];

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
                looked.Add(new Checked($"{name} → {Id(role)}", Away(e)));
                if (e.Fault is RoleDirectoryFault.Misconfigured or RoleDirectoryFault.Unavailable)
                {
                    // The next role would only say the same again.
                    break;
                }
            }
        }

        return looked;
    }

    private static IEnumerable<(string Place, string Name, long Role)> Named(AccessRules rules)
    {
        var targets = rules.Targets.Values.OrderBy(target => target.Key, StringComparer.Ordinal)
            .Select(target => (Place: $"targets.{target.Key}", Name: target.Key, Role: target.OneLoginRole));
        var people = In("admins", rules.Admins).Concat(rules.Flows.SelectMany(flow =>
            In($"flows.{flow.Key}.requesters", flow.Requesters)
                .Concat(In($"flows.{flow.Key}.approvers", flow.Approvers.SelectMany(line => line.AnyOf)))
                .Concat(In($"flows.{flow.Key}.notify", flow.Notify.SelectMany(step => step.Approvers.Concat(step.Place.LookedFor))))
                .Concat(In($"flows.{flow.Key}.autoApprove", flow.AutoApprove.SelectMany(rule => rule.When.RequesterIn)))
                .Concat(In($"flows.{flow.Key}.autoDeny", flow.AutoDeny.SelectMany(rule => rule.When.RequesterIn)))));
        return targets.Concat(people);

        static IEnumerable<(string Place, string Name, long Role)> In(string place, IEnumerable<Principal> named) =>
            named.SelectMany(principal => principal.Leaves()).OfType<Principal.OneLoginRole>().Distinct().Select(role => (place, place, role.Id));
    }

    private static Checked Told(string place, string name, long role, string? found) => found is null
        ? new Checked($"{name} → {Id(role)}", new CheckProblem(CheckCode.RoleMissing, place, $"OneLogin has no role {Id(role)}.",
            "Write the id that stands in the address of the role's page in OneLogin (Users > Roles)."))
        : new Checked($"{name} → {Id(role)} \"{found}\"");

    private static CheckProblem Away(RoleDirectoryException e) => e.Fault == RoleDirectoryFault.Misconfigured
        ? new CheckProblem(e.Code ?? CheckCode.OneLoginCredential, "OneLogin:ClientId", e.Message,
            "Set OneLogin:ClientId and OneLogin:ClientSecret to an API credential with Manage All, whose owner still exists.")
        : new CheckProblem(CheckCode.OneLoginAway, "OneLogin:Domain", e.Message, "See that OneLogin:Domain is right and that OneLogin can be reached from here, then check again.");

    private static string Id(long role) => role.ToString(CultureInfo.InvariantCulture);
}
