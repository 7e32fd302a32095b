using AccessBot.Core.Ports;
using AccessBot.Persistence;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AccessBot.Telemetry;

/// <summary>Registers and serves what operators' tools read: health and metrics.</summary>
internal static class TelemetryModule
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<Figures>().AddSingleton<AccessMeter>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database")
            .AddCheck<RevocationHealth>("revocations")
            .AddCheck<ClockHealth>("clock")
            .AddCheck<SlackHealth>("slack");
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("accessbot")).WithMetrics(metrics => metrics.AddMeter(AccessMeter.Name).AddPrometheusExporter());
        return services;
    }

    public static void MapTelemetry(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = static _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync });

        // Made here: the gauges are there from the first scrape on.
        app.Services.GetRequiredService<AccessMeter>();
        app.MapPrometheusScrapingEndpoint("/metrics", meterProvider: null, metrics => metrics.Use(RefreshAsync), optionsName: null);
    }

    /// <summary>A gauge can't wait for a database, so what it shows is read before it is asked.</summary>
    private static async Task RefreshAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await http.RequestServices.GetRequiredService<Figures>().ReadAsync(http.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            // Then the gauges show nothing.
        }

        await next(http);
    }
}
