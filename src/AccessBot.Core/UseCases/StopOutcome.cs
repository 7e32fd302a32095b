namespace AccessBot.Core.UseCases;

/// <summary>What came of a request that was to be ended at once.</summary>
public enum StopOutcome
{
    /// <summary>OneLogin confirmed the end of its access.</summary>
    Ended,

    /// <summary>It had not been decided, and nobody can approve it any more.</summary>
    Denied,

    /// <summary>It was for an approval only, and was approved before it could be denied: there is nothing to take away.</summary>
    ApprovedBefore,

    /// <summary>It is, or may be, still active.</summary>
    StillActive,
}
