namespace AccessBot.Core.People;

/// <summary>How somebody in Slack is found in OneLogin, beyond the links that are stored.</summary>
/// <param name="Aliases">Domains that stand for others.</param>
/// <param name="Command">The slash command, for sentences that say how to mend it.</param>
public sealed record IdentitySettings(AliasDomains Aliases, string Command)
{
    /// <summary>What an admin can type so that somebody is found, to stand within a sentence.</summary>
    public string Mend => $"{Command} link @you YOUR-ONELOGIN-ID";
}
