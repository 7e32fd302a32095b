namespace AccessBot.Core.Rules.Code;

/// <summary>What can have happened to a request, for counting.</summary>
public enum RuleEvent
{
    /// <summary>It was made.</summary>
    Requested,

    /// <summary>It was approved, by people or at once.</summary>
    Approved,

    /// <summary>OneLogin confirmed the grant.</summary>
    Granted,

    /// <summary>It was denied.</summary>
    Denied,
}
