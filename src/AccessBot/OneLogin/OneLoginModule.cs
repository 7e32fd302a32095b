using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Telemetry;

namespace AccessBot.OneLogin;

/// <summary>OneLogin, as the rest of AccessBot sees it: <see cref="IRoleDirectory"/>.</summary>
internal static class OneLoginModule
{
    /// <summary>The name of the HTTP client that all calls go through, so that one pipeline bounds and counts them all.</summary>
    internal const string Client = "OneLogin";

    /// <summary>Adds the OneLogin client. Needs <see cref="Core.Rules.RulesInForce"/> and the configuration section <c>OneLogin</c>, which is checked at start.</summary>
    public static IServiceCollection AddOneLogin(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ICredentialKeeper.None);
        services.AddSingleton<IValidateOptions<OneLoginOptions>, OneLoginOptionsValidator>();
        services.AddOptions<OneLoginOptions>().BindConfiguration(OneLoginOptions.Section).ValidateOnStart();

        services.TryAddSingleton<ICallPlaces, ProcessPlaces>();
        services.AddTransient<CallPlaces>();
        services.AddTransient<BufferedAnswers>();
        services.AddMetrics().AddSingleton<OneLoginMeter>();
        services.AddTransient<MeteredTries>();
        var client = services.AddHttpClient(Client, http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan; // The pipeline bounds a call, by the injected clock.
            http.DefaultRequestHeaders.UserAgent.ParseAdd("AccessBot");
        });
        client.RemoveAllLoggers(); // Four lines for each call that say nothing by which to find a request; the directory's own do.
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A redirect would turn a POST into a GET and take the token to somewhere else.
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        client.AddResilienceHandler("calls", (pipeline, context) => Configure(pipeline, context, OneLoginPatience.Configure));
        client.AddHttpMessageHandler<CallPlaces>();
        client.AddResilienceHandler("tries", (pipeline, context) => Configure(pipeline, context, OneLoginPatience.ConfigureTry));
        client.AddHttpMessageHandler<MeteredTries>();
        client.AddHttpMessageHandler<BufferedAnswers>();

        services.AddSingleton<OneLoginWire>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<OneLoginApi>();
        services.AddSingleton<IRoleDirectory, OneLoginDirectory>();
        services.AddSingleton<IRuleOneLogin, RuleOneLogin>();
        services.AddSingleton<IOnlineCheck, OneLoginCredentialCheck>();
        services.AddSingleton<IOnlineCheck, OneLoginScopeCheck>();
        services.AddSingleton<IOnlineCheck, RolesCheck>(); // Of the core, but to be looked at after these.
        return services;
    }

    private static void Configure(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context,
        Action<ResiliencePipelineBuilder<HttpResponseMessage>, TimeProvider> configure)
    {
        var services = context.ServiceProvider;
        configure(pipeline, services.GetRequiredService<TimeProvider>());
        pipeline.ConfigureTelemetry(new TelemetryOptions(services.GetRequiredService<IOptions<TelemetryOptions>>().Value) { SeverityProvider = Severity });
    }

    // Polly has a line at Information for every call, and an error for a try that ran out of time and will be made again.
    private static ResilienceEventSeverity Severity(SeverityProviderArguments args) => args.Event.Severity switch
    {
        ResilienceEventSeverity.Information => ResilienceEventSeverity.Debug,
        ResilienceEventSeverity.Error or ResilienceEventSeverity.Critical => ResilienceEventSeverity.Warning,
        var severity => severity,
    };
}
