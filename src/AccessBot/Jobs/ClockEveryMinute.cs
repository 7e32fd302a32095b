using AccessBot.Core.UseCases;

namespace AccessBot.Jobs;

/// <summary>Has the clocks compared, whichever of the processes does the reconcile pass.</summary>
internal sealed class ClockEveryMinute(CompareClocks clocks, TimeProvider clock, ILogger<ClockEveryMinute> logger)
    : EveryMinute("comparing the clocks", clock, logger)
{
    protected override Task WorkAsync(CancellationToken stopping) => clocks.ExecuteAsync(stopping);
}
