namespace AccessBot.Benchmarks.Chaos;

/// <summary>What is counted while a run goes on.</summary>
internal static class CountOf
{
    public const string Kills = "kills";
    public const string KillsAtStart = "kills at start";
    public const string Stops = "stops";
    public const string Starts = "starts";
    public const string StartsInVain = "starts in vain";
    public const string EndsByItself = "ends by itself";
    public const string OneLoginFaults = "OneLogin faults";
    public const string LateShows = "late shows";
    public const string SlackFaults = "Slack faults";
    public const string Cuts = "cuts";
    public const string Crashes = "crashes";
    public const string AddedByHand = "added by hand";
    public const string RemovedByHand = "removed by hand";
    public const string Suspended = "suspended";
    public const string Deleted = "deleted";
}
