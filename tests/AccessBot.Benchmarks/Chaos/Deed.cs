namespace AccessBot.Benchmarks.Chaos;

/// <summary>What somebody did in Slack, and what they saw come of it.</summary>
/// <param name="Nth">The request that it was about.</param>
/// <param name="Who">A Slack user.</param>
/// <param name="What">A button's id, or <c>ask</c>.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Outcome">What was seen.</param>
internal sealed record Deed(int Nth, string Who, string What, DateTimeOffset At, DeedOutcome Outcome)
{
    /// <summary>Which form it was sent in. Somebody who gets no answer opens a new one in the end, which is another request if the first has ended by then.</summary>
    public int Form { get; init; }
}
