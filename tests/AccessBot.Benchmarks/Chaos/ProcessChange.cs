namespace AccessBot.Benchmarks.Chaos;

/// <summary>What becomes of a process.</summary>
internal enum ProcessChange
{
    Killed,
    Stopped,
    Started,
}
