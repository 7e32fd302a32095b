namespace AccessBot.Sandbox.OneLogin;

/// <summary>What one call did to one person's place in a role.</summary>
public sealed record MembershipChange(long RoleId, long UserId, RolePrivilege Privilege, bool Added);
