namespace AccessBot.Slack.Wire;

/// <summary>Slack could not be asked, or did not say: throttled, broken, silent, or away. It may answer later.</summary>
internal sealed class SlackUnavailableException(
    string method, string why, bool mayHaveHappened, TimeSpan? retryAfter = null, Exception? inner = null, bool isPutOff = false)
    : Exception($"Slack did not answer {method}: {why}.", inner)
{
    /// <summary>The method that was called.</summary>
    public string Method { get; } = method;

    /// <summary>Slack may have done what it was asked: only its answer is missing.</summary>
    public bool MayHaveHappened { get; } = mayHaveHappened;

    /// <summary>How long Slack asked to be left alone for, or until the call's turn comes; null if it didn't say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Slack was not asked at all, since others go first: nothing has failed, and it is to be asked after <see cref="RetryAfter"/>.</summary>
    public bool IsPutOff { get; } = isPutOff;
}
