namespace AccessBot.Core.Requests;

/// <summary>For whom a notice is. The names are stored: they are never renamed.</summary>
public enum NoticeKind
{
    /// <summary>The flow's channel, where approvers decide.</summary>
    Approvers,

    /// <summary>The requester's direct message.</summary>
    Requester,
}
