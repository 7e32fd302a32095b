namespace AccessBot.Core.Audit;

/// <summary>What an audit entry is about. The names are stored: they are never renamed.</summary>
public enum AuditAction
{
    /// <summary>A request was made.</summary>
    Submitted,

    /// <summary>Somebody was told no; the state did not change.</summary>
    Refused,

    /// <summary>An approver's approval was counted.</summary>
    Voted,

    /// <summary>The approvers' conditions were met.</summary>
    Approved,

    /// <summary>An approver said no.</summary>
    Denied,

    /// <summary>The requester withdrew the request.</summary>
    Cancelled,

    /// <summary>Nobody decided in time.</summary>
    Lapsed,

    /// <summary>Nobody decided in the time of a step, or it could not be delivered: the request was brought to the next one.</summary>
    Forwarded,

    /// <summary>Approvers were to be reminded of it.</summary>
    Reminded,

    /// <summary>OneLogin is about to be told; the end is written down.</summary>
    GrantStarted,

    /// <summary>OneLogin confirmed the membership.</summary>
    Granted,

    /// <summary>The end of granted access was moved to a later time; the access went on meanwhile.</summary>
    Extended,

    /// <summary>The holder was to be reminded that the access ends soon.</summary>
    EndReminded,

    /// <summary>The membership that the person had before is gone: from now on it is AccessBot's to give and to take.</summary>
    PriorRoleGone,

    /// <summary>The grant was given up.</summary>
    GivenUp,

    /// <summary>The access must end from now on.</summary>
    EndDue,

    /// <summary>The membership was gone from OneLogin while it was granted: somebody took it away there.</summary>
    FoundGone,

    /// <summary>OneLogin may still carry out an add that it never confirmed; it is taken away again and again for a minute before it counts as ended.</summary>
    EndUnsure,

    /// <summary>The access should have ended, and nobody has tried to end it.</summary>
    Overdue,

    /// <summary>OneLogin is confirmed to be as it should be after the end.</summary>
    Ended,

    /// <summary>Rows, clock and OneLogin were compared.</summary>
    Reconciled,

    /// <summary>A call to OneLogin failed or did not have its effect.</summary>
    CallFailed,

    /// <summary>A message could not be delivered in Slack.</summary>
    NoticeFailed,

    /// <summary>A rule in C# failed at something that it was told.</summary>
    RuleFailed,

    /// <summary>A Slack user was linked to a OneLogin user, by their address or by an admin.</summary>
    Linked,

    /// <summary>An admin undid a link.</summary>
    Unlinked,

    /// <summary>Somebody ended all access that matches; each request has an entry of its own beside it.</summary>
    Stopped,

    /// <summary>Other access rules are in force, in one process.</summary>
    RulesChanged,

    /// <summary>Somebody marked an emergency as reviewed.</summary>
    Reviewed,

    /// <summary>An admin signed in to the dashboard.</summary>
    SignedIn,
}
