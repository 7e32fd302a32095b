namespace AccessBot.Benchmarks.Chaos;

/// <summary>How OneLogin fails. "And done" means that the call had its effect all the same. What is slow is done in the end, whether its caller lives or not.</summary>
internal enum OneLoginTrouble
{
    InternalError,
    InternalErrorAndDone,
    BadGateway,
    Unavailable,
    TooManyRequests,
    Unauthorized,
    Dropped,
    DroppedAndDone,
    Slow,
    SlowAndDone,

    /// <summary>Slower than AccessBot waits for an answer; and what was asked for is done in the end all the same.</summary>
    SlowerThanPatience,
}
