using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>OneLogin: users, roles and who is in them. Every method throws <see cref="RoleDirectoryException"/> and nothing else for what OneLogin does.</summary>
/// <remarks>
/// Nobody is added to a role that today's access rules don't name: that is refused as a bug (<see cref="InvalidOperationException"/>).
/// Removing is not bound to today's rules, since a role may have been taken out of them while somebody holds it.
/// </remarks>
public interface IRoleDirectory
{
    /// <summary>The users whose e-mail is exactly this (ignoring case). An address with a wildcard finds nobody.</summary>
    Task<IReadOnlyList<DirectoryUser>> FindByEmailAsync(string email, CancellationToken cancel);

    /// <summary>One user, or null if OneLogin has none with this id.</summary>
    Task<DirectoryUser?> ReadUserAsync(long user, CancellationToken cancel);

    /// <summary>A role's name, or null if OneLogin has none with this id.</summary>
    Task<string?> RoleNameAsync(long role, CancellationToken cancel);

    /// <summary>Whether OneLogin holds this membership now; false also if the user or the role is gone.</summary>
    Task<bool> HoldsAsync(Membership membership, CancellationToken cancel);

    /// <summary>Tells OneLogin to add. What the answer means is found by reading back.</summary>
    Task<Addition> AddAsync(Membership membership, CancellationToken cancel);

    /// <summary>How many users one call of <see cref="RemoveAsync"/> takes at most.</summary>
    int MostPerCall { get; }

    /// <summary>
    /// Which of these users hold the role now, with as few calls as it takes. When in doubt, because the role changed while it was
    /// read, somebody counts as holding it. Goes before what grants ask for.
    /// </summary>
    Task<IReadOnlySet<long>> HoldersAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel);

    /// <summary>Tells OneLogin to remove, in one call, which does nothing at all if it is refused. What the answer means is found by reading back. Goes before what grants ask for.</summary>
    /// <returns>OneLogin's <c>x-request-id</c>, for the audit trail; null if it sent none.</returns>
    Task<string?> RemoveAsync(long role, Privilege privilege, IReadOnlyList<long> users, CancellationToken cancel);

    /// <summary>Everybody who holds the role, page by page, without all of them in memory.</summary>
    /// <returns>Whether that was all of them: only then does somebody's absence mean anything.</returns>
    Task<RoleReading> ReadRoleAsync(long role, Privilege privilege, Func<IReadOnlyList<RoleMember>, Task> visit, CancellationToken cancel);

    /// <summary>Ends the user's sessions in OneLogin. Sessions in apps that they opened from there are the apps' own.</summary>
    Task EndSessionsAsync(long user, CancellationToken cancel);
}
