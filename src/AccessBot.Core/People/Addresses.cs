using AccessBot.Core.Ports;

namespace AccessBot.Core.People;

/// <summary>Whom a service means that knows people by their addresses.</summary>
public sealed class Addresses(IPersonStore people, IdentitySettings settings)
{
    /// <summary>Whether somebody is among those with these addresses: by their Slack profile's, or the one that they were linked by.</summary>
    public async Task<bool> AreOfAsync(WorkspaceUser user, IReadOnlySet<string> addresses, CancellationToken cancel) =>
        IsAmong(user.Email, addresses) || (addresses.Count > 0 && IsAmong((await people.FindAsync(user.Id, cancel))?.Email, addresses));

    private bool IsAmong(string? email, IReadOnlySet<string> addresses) =>
        email is not null && addresses.Any(address => settings.Aliases.AreSame(address, email));
}
