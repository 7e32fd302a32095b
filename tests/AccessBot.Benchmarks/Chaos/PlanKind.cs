namespace AccessBot.Benchmarks.Chaos;

/// <summary>What a plan does to AccessBot while people are at it.</summary>
internal enum PlanKind
{
    /// <summary>All that there is.</summary>
    Everything,

    /// <summary>Processes are told to end, at any moment, and nothing fails.</summary>
    Stops,

    /// <summary>Credentials are replaced, and nothing fails.</summary>
    Rotations,
}
