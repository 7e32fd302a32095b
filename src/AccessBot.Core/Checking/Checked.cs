namespace AccessBot.Core.Checking;

/// <summary>One thing that was looked at.</summary>
/// <param name="What">What it is and, if it is good, how it is: "production-admin → 81878 'Production Admin'".</param>
/// <param name="Problem">What is wrong with it; null if nothing is, or that can't be told.</param>
public sealed record Checked(string What, CheckProblem? Problem = null)
{
    /// <summary>Why it can't be told whether it is good; null if it can.</summary>
    public string? Open { get; init; }
}
