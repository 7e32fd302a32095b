using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessBot.Telemetry;

/// <summary>What <c>/healthz/ready</c> says: that it is well, or what is wrong. Anybody may read it, so nobody is named.</summary>
internal static class HealthAnswer
{
    public static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.Select(check => new { name = check.Key, status = check.Value.Status.ToString(), description = check.Value.Description }),
        },
        http.RequestAborted);
}
