namespace AccessBot.Sandbox.OneLogin;

/// <summary>How a person belongs to a role: as one of its users or as one of its admins. The two lists are independent.</summary>
public enum RolePrivilege
{
    Member,
    Admin,
}
