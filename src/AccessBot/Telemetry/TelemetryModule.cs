using AccessBot.Core.Ports;
using AccessBot.Persistence;
using AccessBot.Slack;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AccessBot.Telemetry;

/// <summary>Registers and serves what operators' tools read: health, metrics, traces and logs.</summary>
internal static class TelemetryModule
{
    // https://opentelemetry.io/docs/specs/otel/protocol/exporter/: where one of these says where to, everything is sent there by OTLP.
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string FormatterName = "Logging:Console:FormatterName";

    /// <summary>.NET's own spans of calls over HTTP.</summary>
    private const string HttpSource = "System.Net.Http";

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Figures>().AddSingleton<JobFigures>().AddSingleton<AccessMeter>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database")
            .AddCheck<RevocationHealth>("revocations")
            .AddCheck<ClockHealth>("clock")
            .AddCheck<SlackHealth>("slack");
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("accessbot"))
            .WithMetrics(metrics => metrics.AddMeter(AccessMeter.Name, SlackModule.TelemetryName).AddPrometheusExporter())
            .WithTracing(traces => traces.AddSource(AccessMeter.Name, SlackModule.TelemetryName, HttpSource).AddProcessor<SafeAddresses>());
        if (!string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            telemetry.WithLogging().UseOtlpExporter();
        }

        // People read a terminal, machines read the rest.
        if (builder.Environment.IsProduction() && Console.IsOutputRedirected && builder.Configuration[FormatterName] is null)
        {
            builder.Logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
            });
        }

        return builder;
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
            await http.RequestServices.GetRequiredService<JobFigures>().ReadAsync(http.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            // Then the gauges show nothing.
        }

        await next(http);
    }
}
