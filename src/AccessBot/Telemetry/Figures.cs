using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;

namespace AccessBot.Telemetry;

/// <summary>What health and metrics say of access.</summary>
internal sealed class Figures(IOverdueRequests requests, TimeProvider clock) : Sampled<Figures.Snapshot>(clock)
{
    private readonly TimeProvider clock = clock;

    protected override async Task<Snapshot> AskAsync(CancellationToken cancel) =>
        new(await requests.CountAsync(clock.GetUtcNow(), cancel), await requests.LiveGrantsAsync(cancel));

    /// <param name="Overdue">All overdue revocations, by reason and role.</param>
    /// <param name="Live">Grants that are live.</param>
    public sealed record Snapshot(IReadOnlyList<Overdue> Overdue, int Live)
    {
        /// <summary>When the most overdue was due; null if none is overdue.</summary>
        public DateTimeOffset? Oldest => Overdue.Count == 0 ? null : Overdue.Min(o => o.Oldest);
    }
}
