namespace AccessBot.Core.Requests;

/// <summary>What can happen to a request.</summary>
public enum RequestTrigger
{
    /// <summary>Its approvers' conditions are met.</summary>
    Approve,

    /// <summary>An approver said no.</summary>
    Deny,

    /// <summary>The requester withdrew it.</summary>
    Cancel,

    /// <summary>Its time to be decided ran out.</summary>
    Lapse,

    /// <summary>OneLogin holds the membership.</summary>
    ConfirmGrant,

    /// <summary>It can't be granted.</summary>
    GiveUp,

    /// <summary>Its end has come.</summary>
    Expire,

    /// <summary>Somebody ends it early.</summary>
    Revoke,

    /// <summary>OneLogin is as it should be after an expiry.</summary>
    ConfirmExpired,

    /// <summary>OneLogin is as it should be after an early end.</summary>
    ConfirmRevoked,

    /// <summary>OneLogin is as it should be after a grant that could not be made.</summary>
    ConfirmFailed,
}
