namespace AccessBot.Core.Requests;

/// <summary>What somebody is in a OneLogin role.</summary>
public enum Privilege
{
    /// <summary>A member: gets the role's apps.</summary>
    Member,

    /// <summary>An administrator of the role: manages its members.</summary>
    Admin,
}
