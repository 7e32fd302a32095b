namespace AccessBot.Core.Checking;

/// <summary>One thing that was looked at.</summary>
/// <param name="What">What it is and, if it is good, how it is: "production-admin → 81878 'Production Admin'".</param>
/// <param name="Problem">What is wrong with it; null if nothing is.</param>
public sealed record Checked(string What, CheckProblem? Problem = null);
