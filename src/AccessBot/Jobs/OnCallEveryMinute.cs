using AccessBot.Core.UseCases;

namespace AccessBot.Jobs;

/// <summary>Has it asked who is on call, in every process: each has a way of its own to the services.</summary>
internal sealed class OnCallEveryMinute(WatchOnCall watch, TimeProvider clock, ILogger<OnCallEveryMinute> logger)
    : EveryMinute("asking who is on call", clock, logger)
{
    protected override Task WorkAsync(CancellationToken stopping) => watch.ExecuteAsync(stopping);
}
