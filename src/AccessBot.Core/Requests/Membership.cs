namespace AccessBot.Core.Requests;

/// <summary>One OneLogin user in one OneLogin role, as member or admin: the thing that is given and taken.</summary>
/// <param name="User">OneLogin user id.</param>
/// <param name="Role">OneLogin role id.</param>
/// <param name="Privilege">Member or admin of the role.</param>
public readonly record struct Membership(long User, long Role, Privilege Privilege)
{
    /// <inheritdoc/>
    public override string ToString() => $"user {User} as {(Privilege == Privilege.Admin ? "admin" : "member")} of role {Role}";
}
