namespace AccessBot.Core.Rules;

/// <summary>Principals in words, near to how the rules file has them. For operators: people are shown names instead of ids.</summary>
public static class PrincipalText
{
    /// <summary>One: "slackGroup S0SRE12".</summary>
    public static string Of(Principal principal) => principal switch
    {
        Principal.Everyone => "everyone",
        Principal.Admins => "admins",
        Principal.SlackUser user => $"user {user.Id}",
        Principal.Email email => $"user {email.Address}",
        Principal.SlackGroup group => $"slackGroup {group.Id}",
        Principal.SlackChannel channel => $"slackChannel {channel.Id}",
        Principal.OneLoginRole role => $"oneLoginRole {role.Id}",
        Principal.Manager => "the requester's manager",
        _ => $"{principal}",
    };

    /// <summary>Several, any of whom is meant: "admins or slackGroup S0SRE12".</summary>
    public static string AnyOf(IEnumerable<Principal> principals) => string.Join(" or ", principals.Select(Of));
}
