namespace AccessBot.Benchmarks.Chaos;

/// <summary>How OneLogin fails. "And done" means that the call had its effect all the same.</summary>
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
}
