namespace AccessBot.Core.Ports;

/// <summary>The kinds of failure of OneLogin that lead to different actions.</summary>
public enum RoleDirectoryFault
{
    /// <summary>Throttled, broken or silent, after the client's own retries. The outcome of a write is unknown. Try again later.</summary>
    Unavailable,

    /// <summary>Broke on this very call (500), after the client's own retries of a read. The outcome of a write is unknown; a smaller one may work.</summary>
    Broken,

    /// <summary>The credential is wrong or lacks its scope. Nothing works until an operator mends it.</summary>
    Misconfigured,

    /// <summary>The user or role does not exist.</summary>
    NotFound,

    /// <summary>Refused for a reason that trying again won't change.</summary>
    Rejected,
}
