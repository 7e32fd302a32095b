namespace AccessBot.Core.Ports;

/// <summary>How a reading of a role's members ended.</summary>
public enum RoleReading
{
    /// <summary>All of them were read.</summary>
    Whole,

    /// <summary>They changed meanwhile: some may have been skipped.</summary>
    Disturbed,

    /// <summary>OneLogin has no such role.</summary>
    Missing,
}
