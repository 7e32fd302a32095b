namespace AccessBot.Core.Ports;

/// <summary>What a nudge asks for.</summary>
public enum Errand
{
    /// <summary>Give the access, if it is approved and still allowed.</summary>
    Grant,

    /// <summary>Take the access away, if it is due.</summary>
    Revoke,

    /// <summary>Close the request, if nobody decided in time.</summary>
    Lapse,

    /// <summary>Bring Slack's messages up to date.</summary>
    Announce,

    /// <summary>Tell the flow's rules in C# what has happened.</summary>
    TellRules,

    /// <summary>Remind the approvers, or bring the request to the next step, if it is time for that.</summary>
    Forward,

    /// <summary>Remind the holder of the end, if it is time for that.</summary>
    RemindOfEnd,
}
