namespace AccessBot.Core.Requests;

/// <summary>Where a request is in its life. The names are stored: they are never renamed.</summary>
public enum RequestState
{
    /// <summary>Waits for its approvers.</summary>
    Requested,

    /// <summary>Approved; OneLogin may have been told, and has not confirmed. The end of a request for an approval only, which is closed then.</summary>
    Approved,

    /// <summary>OneLogin confirmed the membership.</summary>
    Granted,

    /// <summary>The access must end and OneLogin has not confirmed that it did.</summary>
    Revoking,

    /// <summary>Ended at its time, confirmed.</summary>
    Expired,

    /// <summary>Ended early by somebody, confirmed.</summary>
    Revoked,

    /// <summary>An approver said no.</summary>
    Denied,

    /// <summary>The requester withdrew it.</summary>
    Cancelled,

    /// <summary>Nobody decided in time.</summary>
    Lapsed,

    /// <summary>Could not be granted, and it is confirmed that nothing was left behind.</summary>
    Failed,
}
