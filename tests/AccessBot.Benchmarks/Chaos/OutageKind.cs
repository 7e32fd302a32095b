namespace AccessBot.Benchmarks.Chaos;

/// <summary>Why nobody could have ended an access on time.</summary>
internal enum OutageKind
{
    /// <summary>OneLogin failed, or was slow, for a while; and as long again as it asked to be left alone, or held an answer back.</summary>
    OneLoginAway,

    /// <summary>What was written through OneLogin's API was not to be seen.</summary>
    WritesUnseen,

    /// <summary>No AccessBot process was ready.</summary>
    NoProcess,

    /// <summary>The database was down.</summary>
    NoDatabase,
}
