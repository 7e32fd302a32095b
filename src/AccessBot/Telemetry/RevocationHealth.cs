using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessBot.Telemetry;

/// <summary>Degraded while access is active that should have ended. No less than that: taking the process out of service would end nothing.</summary>
internal sealed class RevocationHealth(Figures figures, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var now = await figures.ReadAsync(cancellationToken);
            return now.Oldest is { } oldest ? HealthCheckResult.Degraded(Say(now.Overdue, clock.GetUtcNow() - oldest)) : HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Unhealthy("What is overdue can't be told while the database does not answer.");
        }
    }

    private static string Say(IReadOnlyList<Overdue> overdue, TimeSpan late)
    {
        var causes = overdue.GroupBy(o => o.Trouble).Select(g => $"{Overdue.CauseOf(g.Key)}: {g.Sum(o => o.Count)}").Order(StringComparer.Ordinal);
        return $"Overdue revocations: {overdue.Sum(o => o.Count)}, the oldest by {DurationText.InWords(TimeSpan.FromMinutes(Math.Floor(late.TotalMinutes)))} ({string.Join(", ", causes)}).";
    }
}
