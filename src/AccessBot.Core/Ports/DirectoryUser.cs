namespace AccessBot.Core.Ports;

/// <summary>A OneLogin user, as far as access is concerned.</summary>
/// <param name="Id">OneLogin user id.</param>
/// <param name="Email">May be null: OneLogin allows users without.</param>
/// <param name="IsActive">Status 1 (active) and state 1 (approved): somebody who can log in.</param>
/// <param name="Trouble">Why not active, in words ("suspended", "not approved"); null when active.</param>
/// <param name="Roles">Role ids that the user is a member of; empty in search results, which don't carry them.</param>
/// <param name="Manager">The manager's OneLogin user id.</param>
public sealed record DirectoryUser(
    long Id, string? Email, bool IsActive, string? Trouble, IReadOnlySet<long> Roles, long? Manager)
{
    /// <summary>First and last name, as far as OneLogin has them; text from outside. Empty if it has neither.</summary>
    public string Name { get; init; } = "";
}
