using System.Globalization;
using AccessBot.Slack;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessBot.Telemetry;

/// <summary>
/// With Socket Mode: unhealthy until Slack was reached once, so that an update one by one waits with ending the process that it replaces;
/// degraded while there is no connection later, when all else goes on. Over HTTP it is Slack that connects, and nothing can be told.
/// </summary>
internal sealed class SlackHealth(SlackSockets sockets) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(!sockets.AreUsed || sockets.NoneSince is not { } since ? HealthCheckResult.Healthy()
            : sockets.WereOpen ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"No Socket Mode connection to Slack since {since:u}: what people do in Slack does not arrive. It is tried again."))
            : HealthCheckResult.Unhealthy("No Socket Mode connection to Slack yet: what people do in Slack does not arrive."));
}
