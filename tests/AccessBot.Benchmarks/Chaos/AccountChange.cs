namespace AccessBot.Benchmarks.Chaos;

/// <summary>What becomes of a OneLogin account.</summary>
internal enum AccountChange
{
    Suspended,
    Restored,
    Deleted,
}
