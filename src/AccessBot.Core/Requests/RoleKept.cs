namespace AccessBot.Core.Requests;

/// <summary>Whether the role stayed when a grant ended, and why. The names are stored: they are never renamed.</summary>
public enum RoleKept
{
    /// <summary>It did not stay.</summary>
    No,

    /// <summary>The person held it before AccessBot gave it: what was not given is not taken.</summary>
    HeldBefore,

    /// <summary>Another live grant gives it too; the last one to end takes it away.</summary>
    OtherGrant,
}
