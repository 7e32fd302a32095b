using AccessBot.Persistence;
using AccessBot.Slack.Digests;

namespace AccessBot.Jobs;

/// <summary>Has digests sent that are due, in one of the processes.</summary>
internal sealed class DigestEveryMinute(SendDigests digests, Turns turns, TimeProvider clock, ILogger<DigestEveryMinute> logger)
    : EveryMinute("sending digests", clock, logger)
{
    /// <summary>A tick that comes a little early is not passed over.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    protected override Task WorkAsync(CancellationToken stopping) =>
        turns.TakeAsync("digests", TimeSpan.FromMinutes(1) - Slack, () => digests.ExecuteAsync(stopping), stopping);
}
