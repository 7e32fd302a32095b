namespace AccessBot.Benchmarks.Chaos;

/// <summary>The end of a process that served and was told to end (SIGTERM).</summary>
/// <param name="At">When it was told.</param>
/// <param name="Took">Until it had ended.</param>
/// <param name="ExitCode">137 for one that did not end within ten seconds and was killed.</param>
/// <param name="CallsUnderWay">How many calls OneLogin had not answered yet at that moment.</param>
internal sealed record StopOfProcess(DateTimeOffset At, TimeSpan Took, int? ExitCode, int CallsUnderWay)
{
    /// <summary>How long AccessBot may take: what service managers and container platforms give it at the least.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public bool IsGraceful => ExitCode == 0 && Took < Limit;
}
