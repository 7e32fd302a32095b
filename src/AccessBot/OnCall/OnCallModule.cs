using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>PagerDuty and Opsgenie, as the rest of AccessBot sees them: <see cref="IOnCallDirectory"/>.</summary>
internal static class OnCallModule
{
    /// <summary>Adds both. Needs <see cref="Core.Rules.RulesInForce"/> and, where these name one, its configuration section, which is checked at start.</summary>
    public static IServiceCollection AddOnCall(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<PagerDutyOptions>, PagerDutyOptionsValidator>();
        services.AddSingleton<IValidateOptions<OpsgenieOptions>, OpsgenieOptionsValidator>();
        services.AddOptions<PagerDutyOptions>().BindConfiguration(PagerDutyOptions.Section).ValidateOnStart();
        services.AddOptions<OpsgenieOptions>().BindConfiguration(OpsgenieOptions.Section).ValidateOnStart();
        services.AddHttpClient(OnCallWire.Client, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // The directory bounds a call, by the injected clock.
                http.MaxResponseContentBufferSize = OnCallWire.MostAnswerBytes;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("AccessBot");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // It would take the key to somewhere else.
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers(); // Four lines for each call that say nothing by which to find a request.
        return services
            .AddSingleton<OnCallWire>()
            .AddSingleton<PagerDuty>()
            .AddSingleton<Opsgenie>()
            .AddSingleton<IOnCallDirectory, OnCallDirectory>()
            .AddSingleton<IOnlineCheck, OnCallCheck>();
    }
}
