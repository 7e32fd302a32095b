namespace AccessBot.Core.Requests;

/// <summary>For whom a notice is. The names are stored: they are never renamed.</summary>
public enum NoticeKind
{
    /// <summary>A channel, where approvers decide.</summary>
    Approvers,

    /// <summary>The requester's direct message.</summary>
    Requester,

    /// <summary>The direct message of somebody who is to decide.</summary>
    Person,

    /// <summary>A conversation with several people who are to decide.</summary>
    Group,

    /// <summary>No message, but an address that the request is posted to.</summary>
    Webhook,

    /// <summary>The holder's direct message that access ends soon.</summary>
    Ending,
}
