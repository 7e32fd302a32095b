using System.Globalization;

namespace AccessBot.Core.Rules;

/// <summary>Says in words whom the rules name. Pure.</summary>
public static class PrincipalText
{
    /// <summary>Any of several.</summary>
    public static string InWords(IEnumerable<Principal> principals) => Listed(principals, "or");

    /// <summary>One, to stand within a sentence.</summary>
    public static string InWords(Principal principal) => principal switch
    {
        Principal.Everyone => "everyone",
        Principal.Admins => "the AccessBot admins",
        Principal.SlackUser user => $"the Slack user {user.Id}",
        Principal.Email email => email.Address,
        Principal.SlackGroup group => $"the Slack group {group.Id}",
        Principal.SlackChannel channel => $"the members of the Slack channel {channel.Id}",
        Principal.OneLoginRole role => $"the members of the OneLogin role {role.Id.ToString(CultureInfo.InvariantCulture)}",
        Principal.Manager => "the requester's manager",
        Principal.OnCall { By: OnCallSource.OpsgenieSchedule } rota => $"those on call by the Opsgenie schedule {rota.Id}",
        Principal.OnCall { By: OnCallSource.PagerDutyEscalationPolicy } rota => $"those on call by the PagerDuty escalation policy {rota.Id}",
        Principal.OnCall rota => $"those on call by the PagerDuty schedule {rota.Id}",
        Principal.Rule rule => $"those whom the rule {rule.Name} names",
        Principal.AnyOf some => $"({Listed(some.Of, "or")})",
        Principal.AllOf all => $"({Listed(all.Of.OrderBy(part => part is Principal.NoneOf), "and also")})",
        Principal.NoneOf none => $"not {Listed(none.Of, "or")}",
        _ => throw new ArgumentOutOfRangeException(nameof(principal), principal, "There are no words for it."),
    };

    private static string Listed(IEnumerable<Principal> principals, string between) =>
        string.Join($" {between} ", principals.Select(InWords));
}
