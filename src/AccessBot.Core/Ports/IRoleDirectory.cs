using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>OneLogin: users, roles and who is in them. Every method throws <see cref="RoleDirectoryException"/> and nothing else for what OneLogin does.</summary>
/// <remarks>Only role ids named in the access rules are ever written; another one is refused as a bug (<see cref="InvalidOperationException"/>).</remarks>
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
    /// <returns>OneLogin's <c>x-request-id</c>, for the audit trail; null if it sent none.</returns>
    Task<string?> AddAsync(Membership membership, CancellationToken cancel);

    /// <summary>Tells OneLogin to remove. What the answer means is found by reading back.</summary>
    /// <returns>OneLogin's <c>x-request-id</c>, for the audit trail; null if it sent none.</returns>
    Task<string?> RemoveAsync(Membership membership, CancellationToken cancel);
}
