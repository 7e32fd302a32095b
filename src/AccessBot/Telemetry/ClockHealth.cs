using AccessBot.Core.Alarms;
using AccessBot.Core.UseCases;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessBot.Telemetry;

/// <summary>Degraded while this process's clock and the database's differ, by the comparison of the last minute.</summary>
internal sealed class ClockHealth(CompareClocks clocks) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(clocks.IsOff ? HealthCheckResult.Degraded($"{ClockAlarm.InWords(clocks.Ahead)}.") : HealthCheckResult.Healthy());
}
